import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import { limits } from '../constants.js';
import type { FileName } from '../verbs.js';

const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'file:']);
const illegalInUrl = /[^\x21-\x7e]|["<>\\^`{|}]/u;
const drivePath = /^[a-z]:[\\/]/i;
const sharePath = /^\\\\[^\\/?.][^\\/]*[\\/][^\\/]+[\\/]/;

/** Whether a local name is a full Windows path: on a drive or a share. */
export function isWindowsPath(localName: string): boolean {
  return drivePath.test(localName) || sharePath.test(localName);
}

/** Whether a remote name is a full path on a drive, a share or a POSIX file system, which `BG_FILE_INFO` allows in addition to URLs. */
export function isRemotePath(remoteName: string): boolean {
  return isWindowsPath(remoteName) || remoteName.startsWith('/');
}

/**
 * Checks the names of a file.
 * Sources: https://learn.microsoft.com/windows/win32/api/bits/nf-bits-ibackgroundcopyjob-addfile and
 * https://learn.microsoft.com/windows/win32/api/bits/ns-bits-bg_file_info.
 * @throws {RefusedCall} `E_INVALIDARG`
 */
export function checkNames(name: FileName): void {
  if (!isRemoteName(name.remoteName) || !isFilePath(name.localName, limits.path)) refuse(hresults.E_INVALIDARG);
}

function isRemoteName(name: string): boolean {
  return isRemotePath(name) ? isFilePath(name, limits.url) : isRemoteUrl(name);
}

function isRemoteUrl(url: string): boolean {
  if (url.length > limits.url || illegalInUrl.test(url) || !URL.canParse(url)) return false;
  const { protocol, hostname, pathname } = new URL(url);
  if (!schemes.has(protocol) || !url.toLowerCase().startsWith(`${protocol}//`)) return false;
  if (protocol !== 'file:' && !hasHostAndShortSegments(url)) return false;
  return protocol === 'file:' ? !pathname.endsWith('/') : hostname !== '' && !pathname.includes('*');
}

/**
 * Whether a URL has a host, and each segment of its path at most `MAX_PATH` characters. Checks the text itself, because `URL` finds a host even in
 * `http:///a`.
 */
function hasHostAndShortSegments(url: string): boolean {
  const [, host = '', path = ''] = /^[a-z]+:\/\/([^/?#]*)([^?#]*)/i.exec(url) ?? [];
  return host !== '' && path.split('/').every((segment) => segment.length <= limits.path);
}

function isFilePath(path: string, longest: number): boolean {
  const windows = isWindowsPath(path);
  if (!windows && !path.startsWith('/')) return false;
  if (path.length > longest || path.includes('\0') || /[\\/]$/.test(path)) return false;
  // A POSIX path may contain characters that Windows reserves, but no wildcard: a name with one is refused on each host.
  return windows ? !/[*?"<>|:]/.test(path.slice(2)) : !/[*?]/.test(path);
}

/**
 * Returns the remote name for a URL of a server, in which characters that a remote name must not have are percent-encoded; null for one that is
 * too long, or cannot be a remote name for another reason.
 */
export function toRemoteName(url: string): string | null {
  const name = url.replaceAll(new RegExp(illegalInUrl, 'gu'), encodeURIComponent);
  return /^https?:/i.test(name) && isRemoteName(name) ? name : null;
}

/** Checks the name of a remote file. @throws {RefusedCall} `E_INVALIDARG` if it is not valid */
export function checkRemoteName(remoteName: string): void {
  if (!isRemoteName(remoteName)) refuse(hresults.E_INVALIDARG);
}

/** Checks the full path of a local file. @throws {RefusedCall} `E_INVALIDARG` if it is not valid */
export function checkLocalName(localName: string): void {
  if (!isFilePath(localName, limits.path)) refuse(hresults.E_INVALIDARG);
}
