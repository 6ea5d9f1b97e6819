import { dirname, join } from 'node:path';

/** Creates 32 hexadecimal digits that cannot be guessed. Uses the global `crypto`, which Node.js loads when it is first used. */
export function createTemporaryTag(): string {
  return crypto.randomUUID().replaceAll('-', '').toUpperCase();
}

/** Returns the path of the temporary file with a tag: in the folder of the file itself, hidden by a dot on POSIX. */
export function temporaryPathOf(localName: string, tag: string): string {
  return join(dirname(localName), `${process.platform === 'win32' ? '' : '.'}BIT${tag}.tmp`);
}

/** Returns the path to which the bytes of a file are written. The first call chooses the name. */
export function temporaryNameOf(file: {
  readonly localName: string;
  readonly direct: boolean;
  temporaryName: string | null;
  temporaryTag: string | null;
}): string {
  if (file.direct) return file.localName;
  if (file.temporaryName !== null) return file.temporaryName;
  file.temporaryTag ??= createTemporaryTag();
  return temporaryPathOf(file.localName, file.temporaryTag);
}
