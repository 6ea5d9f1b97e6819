import type { Row } from './coverage/row.mjs';

export interface Declarations {
  /** `Interface.Method`. */
  readonly methods: readonly string[];
  readonly properties: readonly string[];
}

export function declarationsOf(text: string): Declarations;
export function readDeclarations(): Declarations;
export function allRows(): readonly (readonly [name: string, row: Row])[];
export function problemsOf(declared: Declarations, rows?: readonly (readonly [name: string, row: Row])[]): string[];
export function formatPage(): string;
