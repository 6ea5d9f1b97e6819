export interface Declarations {
  /** `Interface.Method`. */
  readonly methods: readonly string[];
  readonly properties: readonly string[];
}

export function declarationsOf(text: string): Declarations;
export function readDeclarations(): Declarations;
