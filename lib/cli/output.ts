import { describeThrown, printable, printableJson, printableLines } from './printable.js';
import { abilitiesOf, fullAbilities, type TerminalAbilities, toAsciiSymbols } from './terminal.js';

/** The exit codes of the process. */
export const exitCodes = {
  done: 0,
  /** A transfer or a COM call failed, or a file is not as expected. */
  failed: 1,
  /** Wrong arguments. */
  usage: 2,
  /** Ended by Ctrl-C: 128 plus the number of SIGINT, as in shells. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A stream that the command line writes to: a standard stream of the process, or one of a test. */
export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** Standard output and standard error. All output goes through this class, which removes characters that could control a terminal. */
export class Output {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly #abilities: TerminalAbilities;

  constructor(stdout: OutputStream, stderr: OutputStream, abilities = fullAbilities) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.#abilities = abilities;
  }

  /** Whether standard output is a terminal on which lines can be updated in place. */
  get isTerminal(): boolean {
    return this.stdout.isTTY === true && this.#abilities.controls;
  }

  /** Writes printable text with symbols, such as a bar, at the cursor of the terminal. */
  draw(text: string): void {
    this.stdout.write(this.#abilities.unicode ? text : toAsciiSymbols(text));
  }

  /** Writes one line to standard output. */
  print(line: string): void {
    this.stdout.write(`${printable(line)}\n`);
  }

  /** Writes one line to standard error. */
  warn(line: string): void {
    this.stderr.write(`${printable(line)}\n`);
  }

  /** Writes text of several lines, such as help, to standard output. */
  printText(text: string): void {
    this.stdout.write(printableLines(text));
  }

  /** Writes text of several lines to standard error. */
  warnText(text: string): void {
    this.stderr.write(printableLines(text));
  }

  /** Writes one object on a line to standard output. */
  writeRecord(record: object): void {
    this.stdout.write(`${printableJson(JSON.stringify(record))}\n`);
  }
}

/** Codes of the errors of writing after the reader has closed the pipe. */
const closedCodes: readonly unknown[] = ['EPIPE', 'EOF', 'ERR_STREAM_DESTROYED'];

/**
 * Returns an output for the standard streams of the process. When the reader closes the pipe (`winprogress … | head`), the output ends and the
 * transfer continues. When the output cannot be written, for example to a full disk, the transfer continues, an error is reported on standard error,
 * and the exit code is 1.
 */
export function processOutput(): Output {
  const output = new Output(process.stdout, process.stderr, abilitiesOf(process.platform, process.env));
  let failed = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (failed || closedCodes.includes(error.code)) return;
    failed = true;
    output.warn(`error: cannot write to standard output: ${error.message}`);
  });
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    // There is no stream left to report it on.
    failed ||= !closedCodes.includes(error.code);
  });
  process.on('exit', (code) => {
    if (failed && code === exitCodes.done) process.exitCode = exitCodes.failed;
  });
  return output;
}

/** Prints warnings and uncaught exceptions through `output`: Node.js itself does not remove control characters. */
export function printProcessEvents(output: Output): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => output.warn(`${name}: ${message}`));
  process.on('uncaughtException', (thrown: unknown) => {
    output.warn(`error: ${describeThrown(thrown)}`);
    process.exit(exitCodes.failed);
  });
}
