import { randomUUID } from 'node:crypto';
import { parseGuid } from '../../lib/index.js';

/** A new random GUID in the form in which the package returns ids. */
export function createGuid(): string {
  return parseGuid(randomUUID());
}
