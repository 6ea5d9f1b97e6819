/** The pages of the site, except the reference of the API. */
export const sidebar: readonly {
  readonly text: string;
  readonly items: readonly { readonly text: string; readonly link: string }[];
}[];
