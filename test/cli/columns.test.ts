import { describe, expect, it } from 'vitest';
import { columnsOf, cut, fit } from '../../lib/cli/columns.js';

describe('columnsOf()', () => {
  it.each([
    ['', 0],
    ['setup', 5],
    ['Büro', 4],
    ['Bu\u0308ro', 4],
    ['世界', 4],
    ['한글', 4],
    ['👩‍👩‍👧', 2],
    ['❤️', 2],
    ['שלום', 4],
  ])('counts the columns of %j as %i', (text, expected) => {
    expect(columnsOf(text)).toBe(expected);
  });
});

describe('cut()', () => {
  it('does not change a text that fits', () => {
    expect(cut('setup', 5)).toBe('setup');
  });

  it('ends what is cut with an ellipsis, and never cuts a character in two', () => {
    expect(cut('setup', 4)).toBe('set…');
    expect(cut('世界世界', 6)).toBe('世界…');
    expect(cut('世界世界', 4)).toBe('世…');
    expect(cut('👩‍👩‍👧👩‍👩‍👧', 3)).toBe('👩‍👩‍👧…');
    expect(cut('setup', 0)).toBe('');
  });
});

describe('fit()', () => {
  it('fills a text to the width on the given side', () => {
    expect(fit('世', 4)).toBe('世  ');
    expect(fit('50 %', 6, 'right')).toBe('  50 %');
  });
});
