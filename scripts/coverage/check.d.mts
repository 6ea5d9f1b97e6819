import type { Declarations } from './declarations.mjs';
import type { Row } from './row.mjs';

export function problemsOf(declared: Declarations, rows?: readonly (readonly [name: string, row: Row])[]): string[];
