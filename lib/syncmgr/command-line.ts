import { buildCommandLine as buildLine } from '../com/command-line.js';

/** `CreateProcess` accepts 32,767 characters with the terminating NUL, and COM appends this argument. */
const maximumLength = 32_766 - ' -Embedding'.length;

/**
 * Builds the command line of a COM server that `CommandLineToArgvW` and the C runtime of Microsoft split into exactly this executable and these
 * arguments.
 * @param executable an absolute path; within an executable's quotes no character can be escaped
 * @throws {TypeError} for values that are not strings; {RangeError} for a path that is not absolute or has a quotation mark, for a NUL, and for a
 * command line of more than 32,755 characters
 */
export function buildCommandLine(executable: unknown, args: unknown = []): string {
  return buildLine(executable, args, { maximumLength });
}
