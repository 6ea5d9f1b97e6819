import type { JobFile } from './job-file.js';
import { identifyFile } from './persistence/file-identity.js';
import type { Transport } from './transport.js';

/** Records the identities of the files that are about to be renamed: if the process is killed meanwhile, the next one finds which were. */
export async function recordPlacement(files: readonly JobFile[]): Promise<void> {
  for (const file of files) {
    if (file.done && !file.completed && file.temporaryName !== null)
      file.placing = await identifyFile(file.temporaryName);
  }
}

/** Renames the complete files to their final names, up to the first failure. Can be called again. @throws {RefusedCall} */
export async function commitFiles(transport: Transport, files: readonly JobFile[]): Promise<void> {
  for (const file of files) {
    if (!file.done || file.completed) continue;
    await transport.commit(file);
    file.completed = true;
    file.placing = null;
  }
}

/** Deletes the temporary files. Resolves to whether all of them are deleted. */
export async function discardFiles(transport: Transport, files: readonly JobFile[]): Promise<boolean> {
  let deleted = true;
  for (const file of files) {
    if (!file.completed && !(await transport.discard(file))) deleted = false;
  }
  return deleted;
}
