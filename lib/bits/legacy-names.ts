import { limits } from './constants.js';
import type { FileName } from './verbs.js';

const illegalInUrl = /[^\x21-\x7e]|["<>\\^`{|}]/;
const drivePath = /^[A-Za-z]:[\\/]/;
const sharePath = /^\\\\[^\\/?.]/;

/**
 * Whether the names of a file meet the documented requirements of `IBackgroundCopyJob1::AddFiles`: HTTP only, legal URL characters, lengths, and a
 * full local path without wildcards.
 * Source: https://learn.microsoft.com/windows/win32/api/qmgr/ns-qmgr-filesetinfo.
 */
export function isLegacyFile({ remoteName, localName }: FileName): boolean {
  return isHttpUrl(remoteName) && isFullPath(localName);
}

function isHttpUrl(url: string): boolean {
  if (url.length > limits.url || illegalInUrl.test(url) || !/^https?:\/\/[^/]/i.test(url)) return false;
  // A question mark begins the query: the asterisk before it is the only wildcard left.
  return URL.canParse(url) && !/^[^?]*\*/.test(url);
}

function isFullPath(path: string): boolean {
  if (path.length > limits.path || path.includes('\0') || /[\\/]$/.test(path)) return false;
  if (drivePath.test(path) || sharePath.test(path)) return !/[*?"<>|:]/.test(path.slice(2));
  return path.startsWith('/') && !/[*?]/.test(path);
}
