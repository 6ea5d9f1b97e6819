import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hresults } from '../../lib/com/hresult.js';
import { formatPages, problemsOf } from '../../scripts/errors/page.mjs';
import { root } from './documentation/pages.js';

const pages = [...formatPages().keys()].map((name) => {
  const text = readFileSync(join(root, 'docs', name), 'utf8').replaceAll('\r\n', '\n');
  return { name, text };
});

describe('the pages of errors', () => {
  it('have a cause and a remedy for each code', () => {
    expect(problemsOf()).toEqual([]);
  });

  it('have one heading for each HRESULT of the public table, with its number', () => {
    const headings = pages.flatMap(({ text }) => [...text.matchAll(/^### (\w+)\n\n`(0x[0-9A-F]{8})`: /gm)]);
    const found = headings.map(([, name, number]) => `${name} ${Number(number)}`);
    const expected = Object.entries(hresults).map(([name, value]) => `${name} ${value}`);
    expect(found.sort()).toEqual(expected.sort());
  });

  it('are up to date', () => {
    const texts = new Map(pages.map(({ name, text }) => [name, text]));
    expect(texts, 'run node scripts/error-codes.mjs').toEqual(formatPages());
  });
});
