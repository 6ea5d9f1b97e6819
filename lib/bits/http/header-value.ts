/** Characters of a value that is sent back. Many servers accept at most 8 KiB of headers. */
const longestValue = 4096;

/** Whether a value that a server has sent can be sent back in a header: it has no control characters, and is not too long. */
export function isRepeatable(value: string): boolean {
  return value.length <= longestValue && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}
