import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import { checkRemoteName } from './file-names.js';
import type { Job } from './job.js';
import type { JobFile } from './job-file.js';

/**
 * Replaces the beginning of the remote names of a download job, with a case-sensitive comparison; files that have been transferred are not
 * transferred again. Returns `S_OK`, or `S_FALSE` if no file has the prefix.
 * Source: https://learn.microsoft.com/windows/win32/api/bits2_0/nf-bits2_0-ibackgroundcopyjob3-replaceremoteprefix.
 */
export async function replaceRemotePrefix(job: Job, oldPrefix: string, newPrefix: string): Promise<number> {
  job.requireOpen();
  if (!job.settings.isDownload) refuse(hresults.E_NOTIMPL);
  if (oldPrefix === '' || newPrefix === '') refuse(hresults.E_INVALIDARG);
  const names = job.files
    .filter(({ remoteName }) => remoteName.startsWith(oldPrefix))
    .map((file) => [file, newPrefix + file.remoteName.slice(oldPrefix.length)] as const);
  if (names.length === 0) return hresults.S_FALSE;
  for (const [, remoteName] of names) checkRemoteName(remoteName);
  await setRemoteNames(job, names);
  return hresults.S_OK;
}

/** Changes the remote names of files. An active transfer continues with the new names. */
export async function setRemoteNames(job: Job, names: readonly (readonly [JobFile, string])[]): Promise<void> {
  for (const [file, remoteName] of names) {
    // The entity tags of one server are not valid at another; size and time stamp are.
    file.rename(remoteName);
  }
  await job.reconnect();
  job.touch();
}
