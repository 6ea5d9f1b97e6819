import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { architectures } from '../../scripts/prebuild.mjs';

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

interface Job {
  readonly 'runs-on': string;
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: { readonly arch?: readonly string[]; readonly os?: readonly string[] } };
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, '.github', 'workflows');
const names = readdirSync(folder);
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** The parser of YAML 1.2, in which `on` is a string as GitHub reads it. */
function read(name: string): Workflow {
  return parse(readFileSync(join(folder, name), 'utf8')) as Workflow;
}

function jobOf(workflow: Workflow, name: string): Job {
  const job = workflow.jobs[name];
  if (job === undefined) throw new Error(`no job ${name}`);
  return job;
}

const commandsOf = (job: Job): string[] => job.steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

describe.each(names)('the workflow %s', (name) => {
  const workflow = read(name);
  const jobs = Object.values(workflow.jobs);

  it('runs scripts that package.json has', () => {
    const used = jobs
      .flatMap(commandsOf)
      .flatMap((text) => Array.from(text.matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g), (match) => match[1] ?? ''));
    expect(used).not.toEqual([]);
    expect(used.filter((script) => scripts[script] === undefined)).toEqual([]);
  });

  it('runs files that exist', () => {
    const used = jobs
      .flatMap(commandsOf)
      .flatMap((text) => Array.from(text.matchAll(/\bnode (scripts\/\S+)/g), (match) => match[1] ?? ''));
    expect(used.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('needs jobs that it has, limits the time of each, and can only read by default', () => {
    for (const job of jobs) {
      expect([job.needs ?? []].flat().filter((needed) => workflow.jobs[needed] === undefined)).toEqual([]);
      expect(job['timeout-minutes']).toBeGreaterThan(0);
    }
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  it('names a version of each action, and has either an action or a command in each step', () => {
    const steps = jobs.flatMap((job) => job.steps);
    expect(steps.filter(({ run, uses }) => (run === undefined) === (uses === undefined))).toEqual([]);
    expect(steps.filter(({ uses }) => uses !== undefined && !/^[\w-]+\/[\w-]+@v\d+$/.test(uses))).toEqual([]);
  });
});

describe('the release', () => {
  const workflow = read('release.yml');
  const downloads = (job: Job): Step[] =>
    job.steps.filter(({ uses }) => uses?.startsWith('actions/download-artifact@') === true);

  it('starts with a tag and builds every architecture', () => {
    expect(Object.keys(workflow.on)).toEqual(['push']);
    expect(jobOf(workflow, 'build').strategy?.matrix.arch).toEqual(architectures);
  });

  it('tests the binaries that it has built, on each supported Windows', () => {
    const test = jobOf(workflow, 'test');
    expect(test.strategy?.matrix.os).toEqual(['windows-2022', 'windows-2025', 'windows-11-arm']);
    expect(test.env).toEqual({ WINPROGRESS_KEEP_PREBUILDS: '1' });
    expect(downloads(test)).toHaveLength(1);
  });

  it('publishes with provenance after all tests, and only this job may ask for an identity', () => {
    const publish = jobOf(workflow, 'publish');
    expect(publish.needs).toEqual(['test', 'test-ia32']);
    expect(downloads(publish)).toHaveLength(1);
    expect(commandsOf(publish).slice(-2)).toEqual([
      'npm run release:check -- --tag="$TAG"',
      'npm publish --provenance --access public',
    ]);
    const identities = Object.entries(workflow.jobs).filter(([, job]) => job.permissions?.['id-token'] !== undefined);
    expect(identities.map(([name]) => name)).toEqual(['publish']);
  });
});
