import { describe, expect, it } from 'vitest';
import { createGuid, parseGuid } from '../../lib/com/guid.js';

const canonical = '{69AD4AEE-51BE-439B-A92C-86AE490E8B30}';

describe('parseGuid()', () => {
  it.each([
    ['braces and upper case', canonical],
    ['braces and lower case', canonical.toLowerCase()],
    ['no braces', canonical.slice(1, -1)],
    ['no braces and lower case', canonical.slice(1, -1).toLowerCase()],
  ])('accepts %s', (_, text) => {
    expect(parseGuid(text)).toBe(canonical);
  });

  it.each([
    ['the empty string', ''],
    ['a word', 'group'],
    ['one brace only', canonical.slice(1)],
    ['the other brace only', canonical.slice(0, -1)],
    ['parentheses', `(${canonical.slice(1, -1)})`],
    ['no hyphens', canonical.replaceAll('-', '')],
    ['a digit too few', `${canonical.slice(0, -2)}}`],
    ['a digit too many', `${canonical.slice(0, -1)}0}`],
    ['a letter past F', canonical.replace('A', 'G')],
    ['a blank in front', ` ${canonical}`],
    ['a line break behind', `${canonical}\n`],
    ['a NUL behind', `${canonical}\0`],
  ])('rejects %s', (_, text) => {
    expect(() => parseGuid(text)).toThrow(RangeError);
  });

  it.each([undefined, null, 5, {}, [canonical]])('rejects %j, which is not a string', (value) => {
    expect(() => parseGuid(value)).toThrow(TypeError);
  });

  it('names null and an array in its error, as other arguments do', () => {
    expect(() => parseGuid(null)).toThrow('id must be a GUID string, not null');
    expect(() => parseGuid([])).toThrow('id must be a GUID string, not array');
  });
});

describe('createGuid()', () => {
  it('returns the form of StringFromGUID2', () => {
    const guid = createGuid();
    expect(guid).toMatch(/^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/);
    expect(parseGuid(guid)).toBe(guid);
  });

  it('returns a different GUID for each call', () => {
    expect(new Set(Array.from({ length: 100 }, createGuid)).size).toBe(100);
  });
});
