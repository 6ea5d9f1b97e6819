import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '..', '..', 'dist', 'index.js');

/** How a program of this folder ended. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The line of JSON that it prints when it has succeeded; undefined when it never did. */
  readonly marker: unknown;
  /** Milliseconds from the marker to the end of the process; infinite without a marker. */
  readonly lingered: number;
  readonly errors: string;
}

/** Runs a program of `programs/` on the built library. It has to end by itself; after `limit` milliseconds it is killed. */
export async function runProgram(name: string, args: readonly string[], limit: number): Promise<ProgramEnd> {
  if (!existsSync(dist)) throw new Error(`${dist} is missing: run "npm run build" first`);
  const program = join(import.meta.dirname, 'programs', name);
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), limit);
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
