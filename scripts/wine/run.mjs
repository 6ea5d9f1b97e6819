import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { root } from '../process.mjs';
import { prefix, toWindowsPath, windowsNode, windowsPackages, wineFolder } from './places.mjs';

const TAIL_MILLISECONDS = 100;

/** Milliseconds that a program may take to exit after it was requested to. */
const GRACE_MILLISECONDS = 5_000;

/** The environment variable that identifies the processes of a run, so that all of its child processes can be killed, and no others. */
const RUN_VARIABLE = 'WINPROGRESS_WINE_RUN';

/**
 * Debian's loader of 64-bit programs. If the one for 32 bits is installed too, Debian's command `wine` starts that one for all programs, which fails in a prefix that was
 * created without it.
 */
const LOADER_64 = '/usr/lib/wine/wine64';

/**
 * Returns the environment of programs under Wine: the prefix of the project, no debug output, no window system, no download of Mono and
 * Gecko.
 *
 * @param {NodeJS.ProcessEnv} [extra] additional variables
 * @returns {NodeJS.ProcessEnv}
 */
export function wineEnvironment(extra = {}) {
  const environment = {
    ...process.env,
    WINEPREFIX: prefix,
    WINEARCH: 'win64',
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
    // Wine links the document folders of the prefix to the home folder, which must not be changed.
    HOME: join(wineFolder, 'home'),
  };
  // node-gyp-build lets the first two override the platform. With additional certificates, Node.js reads all certificates at each start.
  const unwanted = ['npm_config_arch', 'npm_config_platform', 'DISPLAY', 'WAYLAND_DISPLAY', 'NODE_OPTIONS'];
  for (const name of [...unwanted, 'NODE_EXTRA_CA_CERTS']) delete environment[name];
  const complete = { ...environment, ...extra };
  return uses64Bits(complete) ? { ...complete, WINELOADER: LOADER_64 } : complete;
}

function uses64Bits({ WINEARCH }) {
  return WINEARCH === 'win64' && existsSync(LOADER_64);
}

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env] added to the environment
 * @property {string} [cwd] a Linux path; the repository by default
 * @property {number} [timeout] milliseconds after which the run is killed and fails; unlimited by default
 * @property {'print'
 * 'capture'} [output] prints the output as it is written (the default), or only returns it
 * @property {AbortSignal} [signal] stops the program: first it is requested to exit, a few seconds later it is killed
 */

/**
 * @typedef {object} RunResult
 * @property {number} code the exit code, lowest 8 bits; 0 does not exclude a crash
 * @property {string} stdout empty unless captured
 * @property {string} stderr empty unless captured
 */

/**
 * Runs a Windows program without input. Its output is written to files, since Linux pipes cannot be the standard streams of a Windows
 * program.
 *
 * Relative paths in `args` can be passed. An absolute Linux path can be passed if the program gives it to Windows unchanged (Windows
 * interprets `/a/b` as a path on the current drive, which is `Z:`, the root of Linux); otherwise use `toWindowsPath`.
 *
 * @param {string} program a Linux path, or the name of a Wine program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export async function runWindows(program, args, { env = {}, cwd = root, timeout, output = 'print', signal } = {}) {
  const id = randomUUID();
  const folder = join(wineFolder, 'runs', id);
  await mkdir(join(wineFolder, 'home'), { recursive: true });
  await mkdir(folder, { recursive: true });
  const stdout = new Tail(join(folder, 'stdout'), output === 'print' ? process.stdout : undefined);
  const stderr = new Tail(join(folder, 'stderr'), output === 'print' ? process.stderr : undefined);
  const environment = wineEnvironment({ ...env, [RUN_VARIABLE]: id });
  const child = spawn(uses64Bits(environment) ? LOADER_64 : 'wine', [program, ...args], {
    cwd,
    env: environment,
    stdio: ['ignore', stdout.target, stderr.target],
    // In its own process group: Ctrl-C in the terminal is sent to this process only, which forwards it once.
    detached: true,
  });
  const ender = new Ender(child, id, timeout, signal);
  try {
    const code = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (exitCode, killed) => resolve(exitCode ?? 128 + (killed === 'SIGINT' ? 2 : 9)));
    });
    await ender.finish();
    if (ender.timedOut) {
      stdout.end();
      throw new Error(`${program} did not end within ${timeout / 1000} s under Wine\n${stderr.end()}`);
    }
    return { code, stdout: stdout.end(), stderr: stderr.end() };
  } finally {
    ender.release();
    stdout.end();
    stderr.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Runs Node for Windows: under Wine on Linux, directly on Windows. Under Wine, NODE_PATH makes require() find the win32 binaries of koffi
 * and of the test tools, of which `node_modules` has only the Linux binaries.
 *
 * @param {string[]} args
 * @param {RunOptions & { node?: string }} [options] `node` is another node.exe than the one of `setup`
 * @returns {Promise<RunResult>}
 */
export function runWindowsNode(args, { node, env = {}, ...options } = {}) {
  if (process.platform === 'win32') return runDirectly(node ?? process.execPath, args, { env, ...options });
  const NODE_PATH = toWindowsPath(join(windowsPackages, 'node_modules'));
  return runWindows(node ?? windowsNode, args, { env: { NODE_PATH, ...env }, ...options });
}

function runDirectly(program, args, { env = {}, cwd = root, timeout, output = 'print', signal }) {
  return new Promise((resolve, reject) => {
    const stream = output === 'print' ? 'inherit' : 'pipe';
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', stream, stream],
      timeout,
      signal,
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === null)
        reject(new Error(`${program} was stopped${timeout ? ` after ${timeout / 1000} s` : ''}\n${stderr}`));
      else resolve({ code, stdout, stderr });
    });
  });
}

/** Follows a file that a program writes: prints it as it grows, or returns it. */
class Tail {
  #reader;
  #position = 0;
  #decoder = new StringDecoder('utf8');
  #text = '';
  #stream;
  #timer;

  constructor(path, stream) {
    this.target = openSync(path, 'w');
    this.#reader = openSync(path, 'r');
    this.#stream = stream;
    this.#timer = setInterval(() => this.#read(), TAIL_MILLISECONDS);
  }

  #read() {
    const buffer = Buffer.alloc(64 * 1024);
    for (;;) {
      const length = readSync(this.#reader, buffer, 0, buffer.length, this.#position);
      if (length === 0) return;
      this.#position += length;
      if (this.#stream) this.#stream.write(Buffer.from(buffer.subarray(0, length)));
      else this.#text += this.#decoder.write(buffer.subarray(0, length));
    }
  }

  end() {
    if (this.#timer !== undefined) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#read();
      closeSync(this.target);
      closeSync(this.#reader);
    }
    return this.#text;
  }
}

/** Stops a run on a signal to this process, by the caller's request, or after its timeout. */
class Ender {
  timedOut = false;
  #child;
  #id;
  #timers = [];
  #asked = false;
  #killing = Promise.resolve();
  #onSignal = () => this.#ask();
  #abortSignal;

  constructor(child, id, timeout, abortSignal) {
    this.#child = child;
    this.#id = id;
    this.#abortSignal = abortSignal;
    process.on('SIGINT', this.#onSignal);
    process.on('SIGTERM', this.#onSignal);
    abortSignal?.addEventListener('abort', this.#onSignal);
    if (abortSignal?.aborted) this.#ask();
    if (timeout !== undefined) {
      this.#timers.push(
        setTimeout(() => {
          this.timedOut = true;
          this.#kill();
        }, timeout),
      );
    }
  }

  #ask() {
    if (this.#asked) {
      this.#kill();
      return;
    }
    this.#asked = true;
    this.#child.kill('SIGINT');
    this.#timers.push(setTimeout(() => this.#kill(), GRACE_MILLISECONDS));
  }

  #kill() {
    this.#killing = killRun(this.#id).then(() => void this.#child.kill('SIGKILL'));
  }

  /** The child processes of a stopped run must not continue. */
  async finish() {
    await this.#killing;
    if (this.#asked || this.timedOut) await killRun(this.#id);
  }

  release() {
    for (const timer of this.#timers) clearTimeout(timer);
    process.off('SIGINT', this.#onSignal);
    process.off('SIGTERM', this.#onSignal);
    this.#abortSignal?.removeEventListener('abort', this.#onSignal);
  }
}

/**
 * The services of Wine are started by the first program and used by all later ones: they do not belong to the run.
 */
const WINE_SERVICES = /\\windows\\system32\\|wineserver/i;

async function killRun(id) {
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const environment = await readFile(`/proc/${entry}/environ`, 'latin1');
      if (!environment.split('\0').includes(`${RUN_VARIABLE}=${id}`)) continue;
      if (WINE_SERVICES.test(await readFile(`/proc/${entry}/cmdline`, 'latin1'))) continue;
      process.kill(Number(entry), 'SIGKILL');
    } catch {
      // The process has ended meanwhile, or its environment cannot be read.
    }
  }
}
