import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { anchored } from '../support/anchored-program.js';

/** The outcome of a program of `programs/`. */
export interface NativeProgramEnd {
  readonly code: number | null;
  /** The line of JSON that it prints; undefined if it printed none. */
  readonly marker: unknown;
  readonly errors: string;
}

/** Runs it on the built library with `--expose-gc`; kills it after `limit` milliseconds. */
export async function runNativeProgram(
  name: string,
  args: readonly string[],
  limit: number,
): Promise<NativeProgramEnd> {
  const program = join(import.meta.dirname, 'programs', name);
  const child = spawn(process.execPath, ['--expose-gc', ...anchored, program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limit,
    killSignal: 'SIGKILL',
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, errors, marker: output.trim() === '' ? undefined : JSON.parse(output) }),
    );
  });
}
