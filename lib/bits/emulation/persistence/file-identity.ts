import type { BigIntStats } from 'node:fs';

// Every emulation loads this module: `import` would make lists of all exports, which takes 3 ms at each start.
const { lstatSync, promises } = process.getBuiltinModule('node:fs');

/** The properties of a file that do not change when it is renamed, as decimal numbers. */
export interface FileIdentity {
  readonly device: string;
  readonly inode: string;
  readonly size: string;
  /** Nanoseconds since the epoch; 0 if the file system does not record it. */
  readonly born: string;
}

/** Returns the identity of a regular file; null if there is none. */
export async function identifyFile(path: string): Promise<FileIdentity | null> {
  return toIdentity(await promises.lstat(path, { bigint: true }).catch(() => undefined));
}

export function identifyFileSync(path: string): FileIdentity | null {
  try {
    return toIdentity(lstatSync(path, { bigint: true }));
  } catch {
    return null;
  }
}

export function isSameFile(left: FileIdentity, right: FileIdentity): boolean {
  return (
    left.device === right.device && left.inode === right.inode && left.size === right.size && left.born === right.born
  );
}

function toIdentity(stats: BigIntStats | undefined): FileIdentity | null {
  if (stats === undefined || !stats.isFile()) return null;
  const born = stats.birthtimeNs > 0n ? stats.birthtimeNs : 0n;
  return { device: String(stats.dev), inode: String(stats.ino), size: String(stats.size), born: String(born) };
}
