import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hresults } from '../../lib/com/hresult.js';
import { formatPage, problemsOf } from '../../scripts/errors/page.mjs';
import { root } from './documentation/pages.js';

const page = readFileSync(join(root, 'docs', 'errors.md'), 'utf8').replaceAll('\r\n', '\n');

describe('docs/errors.md', () => {
  it('has a cause and a remedy for each code of BITS, Windows Sync, Sync Manager and this package', () => {
    expect(problemsOf()).toEqual([]);
  });

  it('lists each HRESULT of the public table with its number', () => {
    const headings = new Set([...page.matchAll(/^### (\w+)$/gm)].map(([, name]) => name));
    const missing = Object.entries(hresults).filter(([name, value]) => {
      const number = `\`0x${value.toString(16).toUpperCase().padStart(8, '0')}\``;
      return headings.has(name)
        ? !page.includes(`### ${name}\n\n${number}: `)
        : !page.includes(`| \`${name}\` | ${number} |`);
    });
    expect(missing).toEqual([]);
  });

  it('is up to date', () => {
    expect(page, 'run node scripts/error-codes.mjs').toBe(formatPage());
  });
});
