import { open, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file of the state directory: a reader sees the old content or the new, also after a loss of power. */
export async function writeAtomically(path: string, content: string): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  const bytes = Buffer.from(content);
  await writeFileAtomic(path, bytes, {
    mode: 0o600,
    // The library takes a short write, as a full disk makes it, for a whole one. Here the room is taken, or refused, before that.
    tmpfileCreated: (temporary) => writeFile(temporary, bytes),
  });
  await syncFolder(dirname(path));
}

export async function deleteDurably(path: string): Promise<void> {
  await rm(path, { force: true });
  await syncFolder(dirname(path));
}

/** Brings the names in a folder to the disk. Windows does so by itself, and opens no folder. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
