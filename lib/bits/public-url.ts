/**
 * Returns the address of a remote file without the parts that can be secret: user name, password, query and fragment. Null for a text that is not an
 * address of HTTP or of a file share.
 */
export function toPublicUrl(remoteName: string): string | null {
  const text = remoteName.startsWith('\\\\') ? `file:${remoteName.replaceAll('\\', '/')}` : remoteName;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (!['http:', 'https:', 'file:'].includes(url.protocol)) return null;
  return `${url.protocol}//${url.host}${url.pathname}`;
}
