import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { anchored } from '../support/anchored-program.js';
import { testedPackage } from '../support/built-library.mjs';
import { childEnvironment } from '../support/child-environment.js';

const dist = join(testedPackage, 'dist', 'index.js');

/** Milliseconds after which a running program is killed. */
export const limit = 240_000;

/** Number of worker threads that are terminated during their work. The emulation has no native state that could leak. */
export const workersOf = { native: 50, emulation: 5 } as const;

/** The outcome of a program of this folder. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The line of JSON that it prints when it has succeeded; undefined if it failed. */
  readonly marker: unknown;
  /** Milliseconds from the marker to the end of the process; infinite without a marker. */
  readonly lingered: number;
  readonly errors: string;
}

/** Runs a program of `programs/` on the built library. It must exit within the given time. */
export async function runProgram(
  name: string,
  args: readonly string[],
  milliseconds: number = limit,
): Promise<ProgramEnd> {
  if (!existsSync(dist)) throw new Error(`${dist} is missing: run "npm run build" first`);
  const program = join(import.meta.dirname, 'programs', name);
  const child = spawn(process.execPath, [...anchored, program, ...args], {
    env: childEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  let output = '';
  let errors = '';
  let marked = Number.NEGATIVE_INFINITY;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.endsWith('\n')) marked = performance.now();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  let exited = 0;
  child.on('exit', () => {
    exited = performance.now();
  });
  return await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, marker: parseLine(output), lingered: exited - marked, errors });
    });
  });
}

function parseLine(output: string): unknown {
  const line = output.trim();
  return line === '' ? undefined : JSON.parse(line);
}

/** Results of the pending calls of a program: the `calls` of its marker. */
export function codesOf(marker: unknown): unknown[] {
  const held = typeof marker === 'object' && marker !== null && 'calls' in marker;
  if (!held || !Array.isArray(marker.calls)) throw new TypeError('the marker has no calls');
  return marker.calls;
}
