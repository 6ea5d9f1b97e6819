import { win32 } from 'node:path';
import { requireArray, requireText, shown, wrongValue } from '../com/arguments.js';

/** `CreateProcess` takes 32,767 characters with the terminating NUL, and COM appends this. */
const maximumLength = 32_766 - ' -Embedding'.length;

/**
 * Builds a command line that `CommandLineToArgvW` and the C runtime of Microsoft split into exactly this executable and these arguments.
 * Source: https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw.
 * @param executable an absolute path; within an executable's quotes no character can be escaped
 * @throws {TypeError} for values that are not text; {RangeError} for a path that is not absolute, for a quotation mark in it, for a NUL, and
 *   for more than 32,755 characters in all
 */
export function buildCommandLine(executable: unknown, args: unknown = []): string {
  const path = requireText(executable, 'executable');
  if (path.includes('"')) throw wrongValue('executable must not contain a quotation mark');
  if (!win32.isAbsolute(path)) throw wrongValue(`executable must be an absolute path, got ${shown(path)}`);
  const parts = requireArray(args, 'arguments', 'strings').map((argument, index) =>
    quote(requireText(argument, `arguments[${index}]`)),
  );
  const line = [`"${path}"`, ...parts].join(' ');
  if (line.length > maximumLength) {
    throw wrongValue(
      `executable and arguments must have at most ${maximumLength} characters in all, got ${line.length}`,
    );
  }
  return line;
}

/**
 * A backslash escapes only where backslashes run into a quotation mark: such a run is doubled, before a quotation mark of the text as before
 * the closing one.
 */
function quote(argument: string): string {
  if (argument !== '' && !/[\s"]/.test(argument)) return argument;
  return `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`;
}
