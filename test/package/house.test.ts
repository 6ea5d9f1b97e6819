import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readImports } from '../../scripts/house/imports.mjs';
import { formatPicture, insertPicture, roomOf } from '../../scripts/house/picture.mjs';
import { readPage, root } from './documentation/pages.js';

describe('the picture in docs/architecture.md', () => {
  it('is up to date with the imports of lib', () => {
    const page = readPage('docs/architecture.md').replaceAll('\r\n', '\n');
    expect(page, 'run node scripts/house.mjs').toBe(insertPicture(page));
  });

  it('has a room for each file of lib', () => {
    const picture = formatPicture();
    const rooms = new Set([...readImports().keys()].map(roomOf));
    expect([...rooms].filter((room) => !picture.includes(`  ${room}["`))).toEqual([]);
  });

  it('names the families of lib that the addon implements', () => {
    const addon = readFileSync(join(root, 'native', 'addon.cc'), 'utf8');
    const implemented = [...addon.matchAll(/^#include "(\w+)\//gm)]
      .map(([, folder]) => folder)
      .filter((one) => one !== 'com');
    const named = /addon in C\+\+: ([\w, ]+)"/.exec(formatPicture())?.[1]?.split(', ') ?? [];
    expect(named.toSorted()).toEqual([...new Set(implemented)].toSorted());
  });
});
