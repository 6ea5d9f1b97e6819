import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../../support/child-environment.js';

/** A child process that prints lines of JSON. */
export interface Child {
  readonly process: ChildProcess;
  /** The next line that the child prints, parsed; undefined at the end. */
  next(): Promise<unknown>;
  /** Writes a line to its standard input. */
  write(line: string): void;
  /** Kills it. */
  kill(): Promise<void>;
  exit(): Promise<number | null>;
}

/** Starts a program of this folder in Node. */
export function start(program: string, ...words: string[]): Child {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [path, ...words], {
    env: childEnvironment(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.on('error', () => {});
  return {
    process: child,
    next: async () => {
      const line = await lines.next();
      return line.done === true ? undefined : JSON.parse(line.value);
    },
    write: (line) => {
      child.stdin.write(`${line}\n`);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    exit: () => exited,
  };
}
