import { shown, wrongValue } from '../../com/arguments.js';

const drive = /^[a-z]:/i;
const absolute = /^[a-z]:[\\/]/i;
const scheme = /^[a-z][a-z\d+.-]*:\/\//i;

/** Windows ignores dots and blanks at the end of a name: one that has nothing else means the folder itself or the one above it. */
const onlyDots = /^[. ]+$/;

/**
 * Checks where a file of a manifest goes: a path below the folder of the job, or, as in the documented example, an absolute one with a drive.
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
 * Checks where a file of a manifest comes from: a URL, or a path below the source of the content.
 * @throws {RangeError} for a path that has a segment such as `..`
 */
export function requireSource(source: string, name: string): string {
  if (scheme.test(source) || !hasDots(source)) return source;
  throw wrongValue(
    `${name} must be a path below the source of the content, and ${shown(source)} has a segment of dots`,
  );
}

function hasDots(path: string): boolean {
  return path.split(/[\\/]/).some((segment) => onlyDots.test(segment));
}
