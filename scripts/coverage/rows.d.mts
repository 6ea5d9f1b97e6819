import type { Row } from './row.mjs';

export function allRows(): readonly (readonly [name: string, row: Row])[];
