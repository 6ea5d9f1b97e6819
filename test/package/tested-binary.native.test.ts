import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { connect } from '../../lib/index.js';
import { loadedModules } from '../native/loaded-modules.js';
import { importBuilt, testedPackage } from '../support/built-library.mjs';

it('the tests of this project load the prebuilt binary of the installed package, and no other', async () => {
  await using connection = await connect();
  expect(connection.backend).toBe('native');
  const binary = join(testedPackage, 'prebuilds', `win32-${process.arch}`, 'winprogress.node');
  expect(loadedModules().filter((path) => basename(path) === 'winprogress.node')).toEqual([binary]);
});

it('the tests of this project import the library of the installed package', async () => {
  expect(await importBuilt('index')).toMatchObject({ connect });
});

it('the tests of this project cannot import a module of lib that is not an entry of the package', async () => {
  // A literal would fail when this file is loaded.
  const other = '../../lib/com/guid.js';
  await expect(import(/* @vite-ignore */ other)).rejects.toThrow('not an entry of the package');
});
