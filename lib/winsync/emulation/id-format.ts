import type { WinSyncIdFormat } from '../verbs.js';

/** Whether bytes are an id of this format: a fixed id has its size, a variable one begins with its length. */
export function hasFormat(id: Uint8Array, { variable, size }: WinSyncIdFormat): boolean {
  if (!variable) return id.length === size;
  if (id.length < 2) return false;
  const length = Buffer.from(id).readUInt16LE(0);
  return id.length === length + 2 && length <= size;
}
