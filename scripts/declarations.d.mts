export interface DeclarationFaults {
  readonly files: number;
  readonly unexported: readonly string[];
  readonly exactOptional: readonly string[];
  readonly iterators: readonly string[];
  readonly internal: readonly string[];
}

export function readDeclarations(folder: string, entries: readonly string[]): Promise<DeclarationFaults>;
