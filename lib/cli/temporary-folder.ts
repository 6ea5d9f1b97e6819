import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the duration of a command. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly folder: string;
}

/** Creates a folder that is removed when it is disposed of. @param prefix the beginning of its name */
export async function openTemporaryFolder(prefix: string): Promise<TemporaryFolder> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  return {
    folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
