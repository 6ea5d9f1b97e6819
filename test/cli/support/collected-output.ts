import { Writable } from 'node:stream';
import { Output } from '../../../lib/cli/output.js';
import { type JsonRecord, parseRecord } from './command.js';

/** Keeps what is written by lines. */
class Lines extends Writable {
  readonly lines: string[] = [];
  onLine: (line: string) => void = () => {};

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // The command line writes whole lines.
    for (const line of chunk.toString().replace(/\n$/, '').split('\n')) {
      this.lines.push(line);
      this.onLine(line);
    }
    done();
  }
}

/** Where a command that runs in this process writes to. */
export class CollectedOutput extends Output {
  readonly #stdout: Lines;
  readonly #stderr: Lines;

  constructor() {
    const [stdout, stderr] = [new Lines(), new Lines()];
    super(stdout, stderr);
    this.#stdout = stdout;
    this.#stderr = stderr;
  }

  /** What was said on standard output. */
  get lines(): readonly string[] {
    return this.#stdout.lines;
  }

  /** What was said on standard error. */
  get warnings(): readonly string[] {
    return this.#stderr.lines;
  }

  /** What was said on standard output with `--json`. */
  get records(): JsonRecord[] {
    return this.#stdout.lines.map(parseRecord);
  }

  /** Calls back for each line of standard output while it is being written. */
  onLine(callback: (line: string) => void): void {
    this.#stdout.onLine = callback;
  }
}
