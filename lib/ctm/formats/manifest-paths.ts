import { shown, wrongValue } from '../../com/arguments.js';

const drive = /^[a-z]:/i;
const absolute = /^[a-z]:[\\/]/i;
const scheme = /^[a-z][a-z\d+.-]*:\/\//i;

/** Matches a name of dots and spaces only. Windows ignores trailing dots and spaces, so that it refers to the folder itself or its parent. */
const onlyDots = /^[. ]+$/;

/**
 * Validates the destination of a file: a path below the folder of the job, or an absolute path with a drive letter, as in the documented example.
 * @throws {RangeError} for a path that is empty, has a segment such as `..`, or begins at the root, on the network or with a device
 */
export function requireDestination(path: string, name: string): string {
  if (path === '') throw wrongValue(`${name} must not be empty`);
  const refuse = (why: string) =>
    wrongValue(`${name} must be a path below the job's folder, and ${shown(path)} ${why}`);
  if (/^[\\/]/.test(path)) throw refuse('begins at a root, a share or a device');
  if (drive.test(path) && !absolute.test(path)) throw refuse('depends on the current folder of a drive');
  const rest = absolute.test(path) ? path.slice(2) : path;
  if (rest.includes(':')) throw refuse('has a colon');
  if (hasDots(rest)) throw refuse('has a segment of dots');
  return path;
}

/**
 * Validates the source of a file: a URL, or a path below the source of the content.
 * @throws {RangeError} for a path that has a segment such as `..`
 */
export function requireSource(source: string, name: string): string {
  // A provider resolves a path as the reference of a URL, in which percent-encoded dots are dots.
  if (scheme.test(source) || !hasDots(source.replaceAll(/%2e/gi, '.'))) return source;
  throw wrongValue(
    `${name} must be a path below the source of the content, and ${shown(source)} has a segment of dots`,
  );
}

function hasDots(path: string): boolean {
  return path.split(/[\\/]/).some((segment) => onlyDots.test(segment));
}
