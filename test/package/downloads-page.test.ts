import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'downloads.md'), 'utf8');
const rows = [...page.matchAll(/^\| (.+?) \| .+ \| (test\/\S+\.ts): (.+?) \|$/gm)].map(
  ([, what = '', file = '', name = '']) => [what, file, name] as const,
);

describe('each row of the table in docs/downloads.md', () => {
  it('has a test', () => {
    const section = page.split('## What can happen')[1]?.split('\n## ')[0] ?? '';
    expect(rows).toHaveLength(section.split('\n').filter((line) => line.startsWith('| ')).length - 1);
  });

  it.each(rows)('names a test that exists: %s', (_, file, name) => {
    const title = new RegExp(`['\`]${name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}`);
    expect(readFileSync(join(root, file), 'utf8')).toMatch(title);
  });
});
