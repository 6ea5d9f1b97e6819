import { Writable } from 'node:stream';
import { Output } from '../../../lib/cli/output.js';
import { type JsonRecord, parseRecord } from './command.js';

/** Stores the written lines. */
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

/** The output of a command that runs in this process. */
export class CollectedOutput extends Output {
  readonly #stdout: Lines;
  readonly #stderr: Lines;

  constructor() {
    const [stdout, stderr] = [new Lines(), new Lines()];
    super(stdout, stderr);
    this.#stdout = stdout;
    this.#stderr = stderr;
  }

  /** The lines of standard output. */
  get lines(): readonly string[] {
    return this.#stdout.lines;
  }

  /** The lines of standard error. */
  get warnings(): readonly string[] {
    return this.#stderr.lines;
  }

  /** The records of standard output, with `--json`. */
  get records(): JsonRecord[] {
    return this.#stdout.lines.map(parseRecord);
  }

  /** Calls `callback` for each line of standard output while it is written. */
  onLine(callback: (line: string) => void): void {
    this.#stdout.onLine = callback;
  }
}
