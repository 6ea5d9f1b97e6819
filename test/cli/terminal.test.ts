import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Output } from '../../lib/cli/output.js';
import { openBoard } from '../../lib/cli/progress/open-board.js';
import { transferForm } from '../../lib/cli/progress/transfers.js';
import { abilitiesOf } from '../../lib/cli/terminal.js';
import { snapshotWith } from './support/snapshot.js';
import { Terminal } from './support/terminal.js';

describe('abilitiesOf()', () => {
  it.each([
    ['LANG=de_DE.UTF-8', 'linux', { LANG: 'de_DE.UTF-8' }, true],
    ['LC_CTYPE=UTF-8', 'darwin', { LC_CTYPE: 'UTF-8' }, true],
    ['LANG=C.utf8', 'linux', { LANG: 'C.utf8' }, true],
    ['LANG=de_DE.ISO-8859-1', 'linux', { LANG: 'de_DE.ISO-8859-1' }, false],
    ['LC_ALL=C, which precedes LANG', 'linux', { LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, false],
    ['LC_CTYPE=C, which precedes LANG', 'linux', { LC_CTYPE: 'C', LANG: 'de_DE.UTF-8' }, false],
    ['an empty LC_ALL, which is not set', 'linux', { LC_ALL: '', LANG: 'de_DE.UTF-8' }, true],
    ['no variable, as in a container', 'linux', {}, true],
    ['LC_ALL=C on Windows', 'win32', { LC_ALL: 'C' }, true],
  ] as const)('returns whether the locale has more than ASCII: %s', (_, platform, environment, unicode) => {
    expect(abilitiesOf(platform, environment).unicode).toBe(unicode);
  });

  it('returns that a terminal with TERM=dumb does not interpret control sequences', () => {
    expect(abilitiesOf('linux', { TERM: 'dumb' }).controls).toBe(false);
    expect(abilitiesOf('linux', { TERM: 'xterm' }).controls).toBe(true);
    expect(abilitiesOf('win32', {}).controls).toBe(true);
  });
});

describe('progress on a terminal', () => {
  const half = snapshotWith({ bytesTransferred: 25n, bytesTotal: 50n, fraction: 0.5 });

  it('is drawn in ASCII where the locale is not one of UTF-8', () => {
    const terminal = new Terminal(80);
    const board = openBoard(new Output(terminal, new PassThrough(), { controls: true, unicode: false }), false);
    board.open(transferForm, 'known').update(half);
    board.open(transferForm, 'unknown').update(snapshotWith({}));
    board.close();
    expect(terminal.screen).toEqual([
      'known    ############------------   50 %  25 B of 50 B',
      'unknown  ........................  0 B',
    ]);
  });

  it('is written as lines without control sequences to a dumb terminal', () => {
    const terminal = new Terminal(80);
    const board = openBoard(new Output(terminal, new PassThrough(), { controls: false, unicode: true }), false);
    board.open(transferForm, 'file').update(half);
    board.close();
    expect(String(terminal.read())).toBe('file: 50 %  25 B of 50 B\n');
  });
});
