declare module '@vercel/ncc' {
  interface Output {
    readonly code: string;
    readonly assets: Readonly<Record<string, { readonly source: string | Uint8Array }>>;
  }
  export default function ncc(
    input: string,
    options: { readonly cache: false; readonly quiet: boolean },
  ): Promise<Output>;
}
