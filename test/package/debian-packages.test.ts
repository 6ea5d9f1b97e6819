import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aptCommand } from '../../scripts/wine/requirements.mjs';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const packages = aptCommand.replace('apt-get install --no-install-recommends ', '').split(' ');

describe('the Debian packages that the suites require on Linux', () => {
  it('are those in README.md', () => {
    const line = /^apt-get install --no-install-recommends (.*)$/m.exec(read('README.md'))?.[1];
    expect(line?.split(' ')).toEqual(packages);
  });

  it('are those in the workflow', () => {
    const line = /apt-get install --yes --no-install-recommends (.*)$/m.exec(read('.github/workflows/ci.yml'))?.[1];
    expect(line?.split(' ')).toEqual(packages);
  });
});
