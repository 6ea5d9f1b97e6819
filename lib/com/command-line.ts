import { win32 } from 'node:path';
import { requireArray, requireText, shown, wrongValue } from './arguments.js';

/** The names of the arguments of {@link buildCommandLine} in its messages, and the maximum length of the command line. */
export interface CommandLineOptions {
  /** In UTF-16 units, without the terminating NUL. */
  readonly maximumLength: number;
  /** `'executable'` by default. */
  readonly executableName?: string;
  /** `'arguments'` by default. */
  readonly argumentsName?: string;
}

/**
 * Builds a command line that `CommandLineToArgvW` and the C runtime of Microsoft split into exactly this executable and these arguments.
 * Source: https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw.
 * @param executable an absolute path; within an executable's quotes no character can be escaped
 * @throws {TypeError} for values that are not strings; {RangeError} for a path that is not absolute or has a quotation mark, for a NUL, and for a
 * command line that is longer than the maximum
 */
export function buildCommandLine(executable: unknown, args: unknown, options: CommandLineOptions): string {
  const { maximumLength, executableName = 'executable', argumentsName = 'arguments' } = options;
  const path = requireText(executable, executableName);
  if (path.includes('"')) throw wrongValue(`${executableName} must not contain a quotation mark`);
  if (!win32.isAbsolute(path)) throw wrongValue(`${executableName} must be an absolute path, got ${shown(path)}`);
  const parts = requireArray(args, argumentsName, 'strings').map((argument, index) =>
    quote(requireText(argument, `${argumentsName}[${index}]`)),
  );
  const line = [`"${path}"`, ...parts].join(' ');
  if (line.length > maximumLength) {
    throw wrongValue(
      `${executableName} and ${argumentsName} must have at most ${maximumLength} characters in all, got ${line.length}`,
    );
  }
  return line;
}

/**
 * Quotes an argument if necessary. A backslash escapes only in a run of backslashes before a quotation mark: such a run is doubled, before a
 * quotation mark of the text and before the closing one.
 */
function quote(argument: string): string {
  if (argument !== '' && !/[\s"]/.test(argument)) return argument;
  return `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`;
}

/**
 * Splits a command line as `CommandLineToArgvW` does: first the program, in which a quotation mark only opens and closes, then the arguments, in
 * which backslashes before a quotation mark escape.
 * Source: https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments.
 */
export function splitCommandLine(line: string): string[] {
  const program = /^\s*((?:"[^"]*(?:"|$)|[^\s"])*)/.exec(line);
  if (program === null || program[1] === undefined || program[1] === '') return [];
  const parts = [program[1].replaceAll('"', '')];
  let rest = line.slice(program[0].length).trimStart();
  while (rest !== '') {
    const [argument, length] = readArgument(rest);
    parts.push(argument);
    rest = rest.slice(length).trimStart();
  }
  return parts;
}

/** Reads the argument at the start of a text, and its length there. */
function readArgument(text: string): [argument: string, length: number] {
  let argument = '';
  let quoted = false;
  let index = 0;
  while (index < text.length && (quoted || !/\s/.test(text.charAt(index)))) {
    const backslashes = /^\\*/.exec(text.slice(index))?.[0].length ?? 0;
    index += backslashes;
    if (text.charAt(index) !== '"') {
      argument += '\\'.repeat(backslashes);
      if (backslashes === 0) argument += text.charAt(index++);
      continue;
    }
    argument += '\\'.repeat(Math.floor(backslashes / 2));
    index += 1;
    if (backslashes % 2 === 1) argument += '"';
    else if (quoted && text.charAt(index) === '"') {
      argument += '"';
      index += 1;
    } else quoted = !quoted;
  }
  return [argument, index];
}
