import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

interface Pending {
  /** What it takes is for the caller of the command to know, as with `JSON.parse`. */
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** Milliseconds between two looks at a process that ends. */
const pollInterval = 5;

/** A line of the service. */
interface Message {
  readonly id?: number;
  readonly process?: number;
  readonly result: never;
  readonly error?: number;
}

/** One process of the service, connected to this one. */
export class ControlConnection {
  /** The id of the service's process. */
  readonly process: number;
  readonly #closed: Promise<void>;
  readonly #socket: Socket;
  readonly #pending = new Map<number, Pending>();
  #next = 1;
  #open = true;

  constructor(socket: Socket, process: number, lines: LineReader) {
    this.#socket = socket;
    this.process = process;
    this.#closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#open = false;
        for (const { reject } of this.#pending.values()) reject(new Error('the reference BITS service has ended'));
        this.#pending.clear();
        resolve();
      });
    });
    lines.onLine = (line) => this.#receive(line);
  }

  /** Sends a command, and resolves to its answer. */
  call<Result = null>(command: string, args: object = {}): Promise<Result> {
    if (!this.#open) return Promise.reject(new Error('the reference BITS service has ended'));
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#socket.write(`${write({ id, command, arguments: args })}\n`);
    });
  }

  /** Asks the service to end. */
  exit(): void {
    if (this.#open) this.#socket.write(`${write({ id: 0, command: 'exit' })}\n`);
  }

  /** Resolves when the process has ended, and its connection with it: Wine keeps the socket of some processes that are killed open. */
  async ended(): Promise<void> {
    while (isRunning(this.process)) await delay(pollInterval);
    this.#socket.destroy();
    await this.#closed;
  }

  #receive(line: string): void {
    const { id, result, error } = parse(line);
    if (id === undefined) return;
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error !== undefined) pending?.reject(new Error(`the reference BITS service answered 0x${hex(error)}`));
    else pending?.resolve(result);
  }
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

/** Accepts the processes of the service, which connect as soon as they start. */
export class ControlServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens on a free port of the loopback interface. */
  static async listen(accept: (connection: ControlConnection) => void): Promise<ControlServer> {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      const lines = new LineReader(socket);
      lines.onLine = (line) => {
        const { process } = parse(line);
        if (process !== undefined) accept(new ControlConnection(socket, process, lines));
      };
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new ControlServer(server);
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the control server does not listen');
    return address.port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}

class LineReader {
  onLine: (line: string) => void = () => {};
  #text = '';

  constructor(socket: Socket) {
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      const lines = (this.#text + chunk).split('\n');
      this.#text = lines.pop() ?? '';
      for (const line of lines) this.onLine(line);
    });
  }
}

/** Writes JSON in ASCII, as the service reads it, with 64-bit numbers as `{"$u64":"…"}`. */
function write(value: object): string {
  const text = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'bigint' ? { $u64: member.toString() } : member,
  );
  return text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function parse(line: string): Message {
  return JSON.parse(line, (_, member: unknown) =>
    typeof member === 'object' && member !== null && '$u64' in member ? BigInt(String(member.$u64)) : member,
  );
}

function hex(hresult: number): string {
  return hresult.toString(16).padStart(8, '0');
}
