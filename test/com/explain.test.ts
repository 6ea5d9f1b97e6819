import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HResultError } from '../../lib/com/error.js';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'troubleshooting.md'), 'utf8');
const headings = Array.from(page.matchAll(/^## .*$/gm), (match) => match[0]).join('\n');

describe('the explanation of an HResultError', () => {
  it.each([
    [0x80070422, 'sc.exe config BITS'],
    [0x800704dd, 'not logged on'],
    [0x80040154, 'not registered'],
    [0x800704ec, 'group policy'],
    [0x800711c7, 'App Control'],
  ])('says what to do about 0x%s', (hresult, words) => {
    const error = new HResultError(hresult, 'IBackgroundCopyManager.CreateJob');
    expect(error.explanation).toContain(words);
    expect(error.toJSON()).toMatchObject({ explanation: error.explanation });
    expect(headings).toContain(`0x${hresult.toString(16).toUpperCase()}`);
  });

  it('is the same for a signed number', () => {
    expect(new HResultError(0x80070422 | 0, 'CoCreateInstance').explanation).toContain('disabled');
  });

  it('is absent for a result that the configuration of the computer does not cause', () => {
    const error = new HResultError(0x80004001, 'IBackgroundCopyManager.CreateJob');
    expect('explanation' in error).toBe(false);
    expect('explanation' in error.toJSON()).toBe(false);
  });
});
