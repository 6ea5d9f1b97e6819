import { createServer, type Server, type Socket } from 'node:net';

/** A value of JSON, with `bigint` for the 64-bit numbers that the service writes as `{"$u64":"…"}`. */
export type ControlValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly ControlValue[]
  | { readonly [name: string]: ControlValue | undefined };

/** The object that a value has to be. */
export function objectOf(value: ControlValue | undefined): { readonly [name: string]: ControlValue | undefined } {
  if (typeof value !== 'object' || value === null || isArray(value)) throw new TypeError('expected an object');
  return value;
}

/** The array that a value has to be. */
export function arrayOf(value: ControlValue | undefined): readonly ControlValue[] {
  if (value === undefined || !isArray(value)) throw new TypeError('expected an array');
  return value;
}

function isArray(value: ControlValue): value is readonly ControlValue[] {
  return Array.isArray(value);
}

interface Pending {
  resolve(result: ControlValue): void;
  reject(error: Error): void;
}

/** One process of the service, connected to this one. */
export class ControlConnection {
  /** The id of the service's process. */
  readonly process: number;
  /** Resolves when the connection has been closed. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #pending = new Map<number, Pending>();
  #next = 1;
  #open = true;

  constructor(socket: Socket, process: number, lines: LineReader) {
    this.#socket = socket;
    this.process = process;
    this.closed = new Promise((resolve) => {
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
  call(command: string, args: ControlValue = {}): Promise<ControlValue> {
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

  #receive(line: string): void {
    const { id, result, error } = objectOf(parse(line));
    if (typeof id !== 'number') return;
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (typeof error === 'number') pending?.reject(new Error(`the reference BITS service answered 0x${hex(error)}`));
    else pending?.resolve(result ?? null);
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
        const { process } = objectOf(parse(line));
        if (typeof process === 'number') accept(new ControlConnection(socket, process, lines));
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

/** Writes JSON in ASCII, as the service reads it. */
function write(value: ControlValue): string {
  const text = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'bigint' ? { $u64: member.toString() } : member,
  );
  return text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function parse(line: string): ControlValue {
  return JSON.parse(line, (_, member: ControlValue) => {
    if (typeof member !== 'object' || member === null || isArray(member)) return member;
    return typeof member.$u64 === 'string' ? BigInt(member.$u64) : member;
  });
}

function hex(hresult: number): string {
  return hresult.toString(16).padStart(8, '0');
}
