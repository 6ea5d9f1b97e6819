import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a program to completion, with the output streams of this process and no input.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, timeout?: number, shell?: boolean }} [options]
 *   `quiet` captures the output, and adds it to the error of a failed run; `timeout` in milliseconds
 * @returns {Promise<string>} the standard output of a quiet run, otherwise ''
 */
export function run(program, args, { cwd = root, env = process.env, quiet = false, timeout, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      timeout,
      shell,
      killSignal: 'SIGKILL',
    });
    const output = [];
    const errors = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) {
        resolve(Buffer.concat(output).toString());
        return;
      }
      const text = Buffer.concat([...output, ...errors]).toString();
      reject(new Error(`${describe(program, args)} ended with ${signal ?? `code ${code}`}${text && `\n${text}`}`));
    });
  });
}

/**
 * Runs npm in a folder, without the settings of an npm process that has started this one.
 *
 * @param {string[]} args
 * @param {{ cwd: string, timeout?: number }} options `timeout` in milliseconds
 * @returns {Promise<string>} its standard output
 */
export function npm(args, { cwd, timeout = 5 * 60_000 }) {
  const env = { ...process.env };
  for (const name of ['arch', 'cpu', 'libc', 'local_prefix', 'os', 'platform']) delete env[`npm_config_${name}`];
  return run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env,
    quiet: true,
    timeout,
    // npm is a batch file on Windows, which only a shell can start.
    shell: process.platform === 'win32',
  });
}

/**
 * Finds a program in PATH.
 *
 * @param {...string} names alternatives, best first
 * @returns {string | undefined}
 */
export function which(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder; try the next one.
      }
    }
  }
  return undefined;
}

function describe(program, args) {
  return [program, ...args].join(' ');
}
