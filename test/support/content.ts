const length = 251 * 257;
const pattern = new Uint8Array(length);
for (let index = 0; index < length; index += 1) pattern[index] = (index * 31 + Math.floor(index / 251)) & 0xff;

/** The content of a served file of this size: missing, duplicate or misplaced parts of it are detected. */
export function contentOf(size: number): Uint8Array<ArrayBuffer> {
  const content = new Uint8Array(size);
  for (let start = 0; start < size; start += length) {
    content.set(pattern.subarray(0, Math.min(length, size - start)), start);
  }
  return content;
}

/** Whether a file has this content. `toEqual` compares large arrays element by element, which takes seconds. */
export function isSameContent(read: Uint8Array | undefined, content: Uint8Array): boolean {
  return read !== undefined && Buffer.compare(read, content) === 0;
}
