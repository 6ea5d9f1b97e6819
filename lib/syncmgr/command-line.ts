import { buildCommandLine as buildLine } from '../com/command-line.js';

/** `CreateProcess` takes 32,767 characters with the terminating NUL, and COM appends this. */
const maximumLength = 32_766 - ' -Embedding'.length;

/**
 * Builds the command line of a COM server that `CommandLineToArgvW` and the C runtime of Microsoft split into exactly this executable and these
 * arguments.
 * @param executable an absolute path; within an executable's quotes no character can be escaped
 * @throws {TypeError} for values that are not text; {RangeError} for a path that is not absolute, for a quotation mark in it, for a NUL, and
 *   for more than 32,755 characters in all
 */
export function buildCommandLine(executable: unknown, args: unknown = []): string {
  return buildLine(executable, args, { maximumLength });
}
