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
    expect([...rooms].filter((room) => !picture.includes(`${room.replaceAll('.', '_')}["`))).toEqual([]);
  });

  it('has an arrow from the addon to the seam of each family that it implements', () => {
    const addon = readFileSync(join(root, 'native', 'addon.cc'), 'utf8');
    const families = [...formatPicture().matchAll(/implements \.-> (\w+)_seam/g)].map(([, family]) => family ?? '');
    expect(families).toHaveLength(4);
    expect(families.filter((family) => !addon.includes(`"${family}/`))).toEqual([]);
  });
});
