/** What the command line needs of a stream: Node's own, or a test's. */
export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The two places that the command line writes to. */
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
    this.stdout.write(`${line}\n`);
  }

  /** One line on standard error. */
  warn(line: string): void {
    this.stderr.write(`${line}\n`);
  }

  /** One object on a line of its own on standard output. */
  writeRecord(record: object): void {
    this.say(JSON.stringify(record));
  }
}

/**
 * The process's own streams. A reader that goes away (`winprogress … | head`) ends the output, not the transfer.
 */
export function processOutput(): Output {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EOF' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    });
  }
  return new Output(process.stdout, process.stderr);
}
