import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, vi } from 'vitest';

// A process of its own, and the machine may have other things to do.
vi.setConfig({ hookTimeout: 60_000 });

const example = fileURLToPath(new URL('../../examples/synchronisation.mjs', import.meta.url));

describe('the synchronisation example', () => {
  let lines: string[];
  let warnings: string;

  beforeAll(async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [example]);
    lines = stdout.trimEnd().split('\n');
    warnings = stderr;
  });

  function about(start: string): string[] {
    return lines.flatMap((line) => (line.startsWith(start) ? [line.slice(start.length)] : []));
  }

  it('exits with 0 and emits no warning', () => {
    expect(warnings).toBe('');
  });

  it('prints every report of a stage', () => {
    expect(about('desk to pocket: source changeDetection, ')).toEqual(['1 of 4', '2 of 4', '3 of 4', '4 of 4']);
  });

  it('transfers in each direction what the other side lacks, and not what came from there', () => {
    expect(about('desk to pocket: destination changeApplication, ').at(-1)).toBe('4 of 4');
    expect(about('pocket to desk: destination changeApplication, ').at(-1)).toBe('2 of 2');
    expect(lines.filter((line) => line.endsWith('changes applied'))).toEqual([
      'desk to pocket: 4 changes applied',
      'pocket to desk: 2 changes applied',
    ]);
  });

  it('has one conflict, and resolves it for both sides', () => {
    expect(lines.filter((line) => line.includes('conflict'))).toEqual(['desk to pocket: merging a conflict']);
    expect(lines).toContain('  call: the plumber, the dentist');
  });

  it('prints the final items of both sides', () => {
    expect(lines.slice(lines.indexOf('Both replicas have:') + 1).sort()).toEqual([
      '  bread: rye',
      '  call: the plumber, the dentist',
      '  milk: two bottles',
      '  tea: green',
      '  tickets: row 7',
    ]);
  });
});
