import { toError } from '../com/thrown.js';
import { exitCodes } from './exit-codes.js';
import { printable, printableJson, printableLines } from './printable.js';

/** What the command line needs of a stream: Node's own, or a test's. */
export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The two places that the command line writes to. Everything that is printed goes through it, without what could steer a terminal. */
export class Output {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;

  constructor(stdout: OutputStream, stderr: OutputStream) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  get isTerminal(): boolean {
    return this.stdout.isTTY === true;
  }

  /** One line on standard output. */
  say(line: string): void {
    this.stdout.write(`${printable(line)}\n`);
  }

  /** One line on standard error. */
  warn(line: string): void {
    this.stderr.write(`${printable(line)}\n`);
  }

  /** Text of several lines, such as help, on standard output. */
  sayText(text: string): void {
    this.stdout.write(printableLines(text));
  }

  /** Text of several lines on standard error. */
  warnText(text: string): void {
    this.stderr.write(printableLines(text));
  }

  /** One object on a line of its own on standard output. */
  writeRecord(record: object): void {
    this.stdout.write(`${printableJson(JSON.stringify(record))}\n`);
  }
}

/** What a reader that goes away leaves behind, and what is written after an error. */
const closedCodes: readonly unknown[] = ['EPIPE', 'EOF', 'ERR_STREAM_DESTROYED'];

/**
 * The process's own streams. A reader that goes away (`winprogress … | head`) ends the output, not the transfer. Output that cannot be written,
 * such as to a full disk, is one line on standard error and an exit code, and does not end the transfer either.
 */
export function processOutput(): Output {
  const output = new Output(process.stdout, process.stderr);
  let failed = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (failed || closedCodes.includes(error.code)) return;
    failed = true;
    output.warn(`error: standard output cannot be written: ${error.message}`);
  });
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    // There is no place left to report it to.
    failed ||= !closedCodes.includes(error.code);
  });
  process.on('exit', (code) => {
    if (failed && code === exitCodes.done) process.exitCode = exitCodes.failed;
  });
  return output;
}

/** Prints warnings and uncaught exceptions of the process as everything else is printed: Node.js itself would print them as they are. */
export function printProcessEvents(output: Output): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => output.warn(`${name}: ${message}`));
  process.on('uncaughtException', (thrown: unknown) => {
    output.warn(`error: ${toError(thrown).message}`);
    process.exit(exitCodes.failed);
  });
}
