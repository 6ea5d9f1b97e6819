import { describe, expect, it } from 'vitest';
import { createEmulation } from '../../lib/emulation.js';
import { type Bits, connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';

const url = 'http://files.test/a.cab';
const windows = process.platform === 'win32';
const path = windows ? 'C:\\folder\\a.cab' : '/folder/a.cab';

/** The calls that add files, each with one good file before the one of the test. */
const calls: readonly (readonly [string, (bits: Bits, file: { url: string; path: string }) => Promise<unknown>])[] = [
  ['createJob()', (bits, file) => bits.createJob({ name: 'a', files: [{ url, path }, file] })],
  ['addFiles()', async (bits, file) => (await bits.createJob({ name: 'a' })).addFiles([{ url, path }, file])],
  [
    'addFiles() of a group',
    async (bits, file) => (await (await bits.createGroup()).createJob()).addFiles([{ url, path }, file]),
  ],
];

describe.each(calls)('a name that BITS refuses in %s', (_, add) => {
  const refused = async (file: { url: string; path: string }) => {
    await using emulation = createEmulation({ clock: 'real', transport: 'http' });
    await using connection = await connect({ backend: emulation });
    return await caught(add(connection.bits, file));
  };

  it('is named in the error if it is a relative path', async () => {
    expect(await refused({ url, path: 'folder/b.cab' })).toMatchObject({
      code: 'E_INVALIDARG',
      context: 'files[1].path must be a full path, not "folder/b.cab"',
      file: { url, path: 'folder/b.cab' },
    });
  });

  it.skipIf(windows)('is named in the error if it is a path of Windows on another platform', async () => {
    expect(await refused({ url, path: 'C:\\b.cab' })).toMatchObject({
      code: 'E_INVALIDARG',
      context: `files[1].path must be a full path of this platform (${process.platform}), not "C:\\\\b.cab"`,
      file: { url, path: 'C:\\b.cab' },
    });
  });

  it('is named in the error if it is not a URL', async () => {
    expect(await refused({ url: 'files.test/b.cab', path })).toMatchObject({
      code: 'E_INVALIDARG',
      context: 'files[1].url must be a URL or a full path, not "files.test/b.cab"',
      file: { url: 'files.test/b.cab', path },
    });
  });

  it('is not guessed if the names have the right form', async () => {
    const error = await refused({ url: 'ftp://files.test/b.cab', path });
    expect(error).toMatchObject({ code: 'E_INVALIDARG' });
    expect(error).not.toHaveProperty('context');
  });
});
