import { describe, expect, it } from 'vitest';
import { buildCommandLine } from '../../lib/syncmgr/command-line.js';
import { koffi } from './koffi-com.js';

const split = koffi
  .load('shell32.dll')
  .func('uint64_t __stdcall CommandLineToArgvW(const char16_t *line, _Out_ int *count)');
const free = koffi.load('kernel32.dll').func('uint64_t __stdcall LocalFree(uint64_t memory)');

function argvOf(line: string): string[] {
  const count = [0];
  const argv = BigInt(Number(split(line, count)));
  try {
    return Array.from({ length: count[0] ?? 0 }, (_, index) =>
      String(koffi.decode(argv + BigInt(8 * index), 'char16_t *')),
    );
  } finally {
    free(argv);
  }
}

const pieces = ['a', ' ', '\\', '"', '\t'];

/** Every text of up to four of the significant characters. */
function texts(length: number): string[] {
  if (length === 0) return [''];
  return texts(length - 1).flatMap((text) =>
    text.length === length - 1 ? [text, ...pieces.map((piece) => text + piece)] : [text],
  );
}

describe('a command line, split by CommandLineToArgvW', () => {
  const executable = 'C:\\Program Files\\größe 世界\\node.exe';

  it.each([
    [[]],
    [['C:\\']],
    [['C:\\', 'C:\\a folder\\', '']],
    [['', '', '-Embedding']],
    [['a "word"', 'ends with \\"', '\\\\server\\share\\', '"']],
    [['größe', '世界 \u{1F4E6}', "'", '%PATH%', '^&|<>']],
    [['line\nbreak', 'tab\there']],
  ])('yields the executable and the arguments %j', (args) => {
    expect(argvOf(buildCommandLine(executable, args))).toEqual([executable, ...args]);
  });

  it('yields every combination of blanks, backslashes and quotation marks', () => {
    const args = texts(4);
    expect(args).toHaveLength(5 ** 4 + 5 ** 3 + 5 ** 2 + 5 + 1);
    for (const argument of args) {
      const line = `${buildCommandLine(executable, [argument, 'next'])} -Embedding`;
      expect(argvOf(line)).toEqual([executable, argument, 'next', '-Embedding']);
    }
  });
});
