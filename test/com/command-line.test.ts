import { describe, expect, it } from 'vitest';
import { buildCommandLine, splitCommandLine } from '../../lib/com/command-line.js';

const options = { maximumLength: 4000 };

describe('a command line that was built', () => {
  it.each([
    ['no arguments', []],
    ['plain words', ['one', 'two']],
    ['spaces', ['one two', ' ']],
    ['an empty argument', ['', 'next']],
    ['quotation marks', ['say "hello"', '"', '""']],
    ['backslashes', ['C:\\folder\\', '\\\\server\\share', '\\\\']],
    ['backslashes before a quotation mark', ['a\\"b', 'a\\\\"b c', '\\\\ "']],
    ['a tab', ['a\tb']],
    ['characters beyond ASCII', ['Ä 日本 🙂']],
  ])('is split into its arguments again: %s', (_, args) => {
    const program = 'C:\\Program Files\\tool.exe';
    expect(splitCommandLine(buildCommandLine(program, args, options))).toEqual([program, ...args]);
  });

  it('is refused above its maximum length, with the names that the caller gives', () => {
    const named = { maximumLength: 20, executableName: 'program', argumentsName: 'args' };
    expect(() => buildCommandLine('C:\\a.exe', ['x'.repeat(20)], named)).toThrow(
      'program and args must have at most 20 characters in all, got 31',
    );
  });
});

describe('a command line of another program', () => {
  it.each([
    ['tool.exe one two', ['tool.exe', 'one', 'two']],
    ['"C:\\a b\\tool.exe" x', ['C:\\a b\\tool.exe', 'x']],
    ['"C:\\a b\\tool.exe"', ['C:\\a b\\tool.exe']],
    ['C:\\"a b"\\tool.exe x', ['C:\\a b\\tool.exe', 'x']],
    ['tool.exe  "a b"c', ['tool.exe', 'a bc']],
    ['tool.exe "a""b"', ['tool.exe', 'a"b']],
    ['tool.exe "not closed', ['tool.exe', 'not closed']],
    ['', []],
    ['   ', []],
  ])('%j is split as CommandLineToArgvW splits it', (line, parts) => {
    expect(splitCommandLine(line)).toEqual(parts);
  });
});
