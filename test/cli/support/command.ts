import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { run } from '../../../lib/cli/program.js';
import { createEmulation } from '../../../lib/emulation.js';
import { type Bits, connect } from '../../../lib/index.js';
import { commandLine } from '../../support/built-library.mjs';
import { childEnvironment } from '../../support/child-environment.js';
import { CollectedOutput } from './collected-output.js';

/** Makes a process send SIGINT to itself when it writes its first line: later the command may have ended. */
const interruptFirstWrite = `
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (...written) => {
    process.stdout.write = write;
    process.kill(process.pid, 'SIGINT');
    return write(...written);
  };`;

/** A record that the command line has written with `--json`. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** The result of a run. */
export interface Ended {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly stderr: string;
}

/** A run of the command line whose records are read while it runs. */
export abstract class Command {
  abstract readonly lines: readonly string[];
  abstract readonly ended: Promise<Ended>;
  #onLine: (line: string) => void = () => {};

  /** Sends Ctrl-C. */
  abstract interrupt(): void;

  /** Calls `callback` for each further record. */
  onRecord(callback: (record: JsonRecord) => void): void {
    this.#onLine = (line) => callback(parseRecord(line));
  }

  /** Waits for a record that matches. @throws when the command ends without it */
  async record(matches: (record: JsonRecord) => boolean): Promise<JsonRecord> {
    return parseRecord(await this.line((line) => matches(parseRecord(line))));
  }

  /** Waits for a line that matches. @throws when the command ends without it */
  async line(matches: (line: string) => boolean): Promise<string> {
    const found = new Promise<string>((resolve) => {
      this.#onLine = (line) => {
        if (matches(line)) resolve(line);
      };
    });
    const missed = this.ended.then(({ lines, stderr }) => {
      throw new Error(`the command ended without the line: ${lines.at(-1)} ${stderr}`);
    });
    return await Promise.race([found, missed]);
  }

  protected notify(line: string): void {
    this.#onLine(line);
  }
}

/** A run of the command line in another process. */
export class SpawnedCommand extends Command {
  readonly lines: string[] = [];
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #reader: Interface;

  constructor(args: readonly string[], environment: NodeJS.ProcessEnv) {
    super();
    this.#child = spawn(process.execPath, [commandLine, ...args], {
      env: { ...childEnvironment(), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    this.#reader = createInterface(this.#child.stdout).on('line', (line) => {
      this.lines.push(line);
      this.notify(line);
    });
    this.ended = Promise.all([once(this.#child, 'close'), once(this.#reader, 'close')]).then(([[code]]) => ({
      code: typeof code === 'number' ? code : null,
      lines: this.lines,
      stderr,
    }));
  }

  interrupt(): void {
    this.#child.kill('SIGINT');
  }

  /** Ends the process at once, as a crash does. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Closes the pipe, as `head` does. */
  stopReading(): void {
    this.#reader.close();
    this.#child.stdout.destroy();
  }
}

/** A run of the command line in this process. */
class LocalCommand extends Command {
  readonly ended: Promise<Ended>;
  readonly #output = new CollectedOutput();

  constructor(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    super();
    this.#output.onLine((line) => this.notify(line));
    this.ended = this.#run(args, environment);
  }

  get lines(): readonly string[] {
    return this.#output.lines;
  }

  interrupt(): void {
    process.emit('SIGINT');
  }

  async #run(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Ended> {
    using _ = new EnvironmentChange(environment);
    const code = await run(args, this.#output);
    return { code, lines: this.lines, stderr: this.#output.warnings.map((line) => `${line}\n`).join('') };
  }
}

/** Changes environment variables of this process until it is disposed. */
class EnvironmentChange implements Disposable {
  readonly #before: NodeJS.ProcessEnv;

  constructor(changed: NodeJS.ProcessEnv) {
    this.#before = Object.fromEntries(Object.keys(changed).map((name) => [name, process.env[name]]));
    Object.assign(process.env, changed);
  }

  [Symbol.dispose](): void {
    for (const [name, value] of Object.entries(this.#before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

export function parseRecord(line: string): JsonRecord {
  const record: unknown = JSON.parse(line);
  if (typeof record !== 'object' || record === null) throw new TypeError(`${line} is not an object`);
  return { ...record };
}

/** A folder for one test, with the files and the state of the emulation. It is removed when it is disposed. */
export class Workplace implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<Workplace> {
    return new Workplace(await mkdtemp(join(tmpdir(), 'winprogress-cli-')));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Starts the built command line in another process. */
  start(...args: string[]): SpawnedCommand {
    return this.startWith({}, ...args);
  }

  startWith(environment: NodeJS.ProcessEnv, ...args: string[]): SpawnedCommand {
    return new SpawnedCommand(args, { ...this.environment(), ...environment });
  }

  /**
   * Starts the command line in this process. Environment variables are changed until it ends: another command may run in the meantime, but
   * must end first. Ctrl-C reaches every command that runs in this process.
   */
  begin(...args: string[]): Command {
    return this.beginWith({}, ...args);
  }

  beginWith(environment: NodeJS.ProcessEnv, ...args: string[]): Command {
    return new LocalCommand(args, { ...this.environment(), ...environment });
  }

  /** Starts the built command line in a process that gets Ctrl-C when it writes its first line. */
  startInterrupted(...args: string[]): SpawnedCommand {
    const preload = `data:text/javascript,${encodeURIComponent(interruptFirstWrite)}`;
    return this.startWith({ NODE_OPTIONS: `--import="${preload}"` }, ...args);
  }

  /** Runs the command line in this process, which is faster than starting another one. */
  run(...args: string[]): Promise<Ended> {
    return this.runWith({}, ...args);
  }

  runWith(environment: NodeJS.ProcessEnv, ...args: string[]): Promise<Ended> {
    return this.beginWith(environment, ...args).ended;
  }

  /** Runs several commands at the same time in this process. */
  async runAll(...commands: readonly (readonly string[])[]): Promise<Ended[]> {
    using _ = new EnvironmentChange(this.environment());
    return await Promise.all(commands.map((args) => new LocalCommand(args).ended));
  }

  /** The folder in which the emulation stores unfinished jobs. */
  get stateDirectory(): string {
    return join(this.folder, 'state', 'winprogress');
  }

  /** Runs a program that shares the stored jobs with the command line. */
  async store(work: (bits: Bits) => Promise<void>): Promise<void> {
    const { stateDirectory } = this;
    await using emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory });
    await using connection = await connect({ backend: emulation });
    await work(connection.bits);
  }

  /** Environment variables with which the command line stores its state in the folder. */
  environment(): NodeJS.ProcessEnv {
    const state = join(this.folder, 'state');
    return { WINPROGRESS_BACKEND: 'emulation', XDG_STATE_HOME: state, LOCALAPPDATA: state, HOME: this.folder };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
