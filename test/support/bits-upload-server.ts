import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** A packet of the upload protocol as it came in. */
export interface UploadPacket {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly length: number;
}

/** What a server does with uploads. */
export interface UploadServerOptions {
  /** Sent to an upload-reply job, by a URL that is given with the last fragment. */
  readonly reply?: Buffer;
  /** The URL of the reply; one of this server by default. */
  readonly replyUrl?: string;
  /** Replaces the response to a packet; undefined for the response of the protocol. */
  readonly intervene?: (packet: UploadPacket, count: number) => Intervention | undefined;
}

export type Intervention =
  | { readonly kind: 'cut' }
  /** Processes the packet, and ends the connection instead of responding. */
  | { readonly kind: 'loseAnswer' }
  | { readonly kind: 'removeSessions' }
  | { readonly kind: 'answer'; readonly status: number; readonly headers?: Readonly<Record<string, string>> };

interface Session {
  readonly path: string;
  content: Buffer;
}

/**
 * A server of the BITS upload protocol on the loopback interface. Node's own parser does not know the method `BITS_POST`, so that this one reads
 * requests by itself. Source: https://learn.microsoft.com/windows/win32/bits/bits-upload-protocol.
 */
export class BitsUploadServer implements AsyncDisposable {
  readonly packets: UploadPacket[] = [];
  /** Whole files by their paths. */
  readonly received = new Map<string, Buffer>();
  readonly #server: Server;
  readonly #options: UploadServerOptions;
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new Map<string, Session>();

  private constructor(options: UploadServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(options: UploadServerOptions = {}): Promise<BitsUploadServer> {
    const server = new BitsUploadServer(options);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return `http://127.0.0.1:${address.port}`;
  }

  get openSessions(): number {
    return this.#sessions.size;
  }

  types(): string[] {
    return this.packets.map(({ method, headers }) => headers['bits-packet-type'] ?? method);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(socket: Socket): void {
    let buffer = Buffer.alloc(0);
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      buffer = Buffer.concat([buffer, chunk]);
      for (;;) {
        const end = buffer.indexOf('\r\n\r\n');
        if (end < 0) return;
        const [start = '', ...lines] = buffer.toString('latin1', 0, end).split('\r\n');
        const headers = Object.fromEntries(
          lines.map((line) => [
            line.slice(0, line.indexOf(':')).toLowerCase(),
            line.slice(line.indexOf(':') + 1).trim(),
          ]),
        );
        const length = Number(headers['content-length'] ?? 0);
        if (buffer.length < end + 4 + length) return;
        const body = buffer.subarray(end + 4, end + 4 + length);
        buffer = buffer.subarray(end + 4 + length);
        const [method = '', path = ''] = start.split(' ');
        this.#answer(socket, { method, path, headers, length }, body);
      }
    });
  }

  #answer(socket: Socket, packet: UploadPacket, body: Buffer): void {
    this.packets.push(packet);
    const intervention = this.#options.intervene?.(packet, this.packets.length);
    if (intervention?.kind === 'cut') socket.destroy();
    else if (intervention?.kind === 'answer') send(socket, intervention.status, intervention.headers ?? {});
    else {
      if (intervention?.kind === 'removeSessions') this.#sessions.clear();
      if (intervention?.kind === 'loseAnswer') socket.destroy();
      if (packet.method === 'BITS_POST') this.#acknowledge(socket, packet, body);
      else this.#sendReply(socket, packet.method, packet.path);
    }
  }

  #acknowledge(socket: Socket, { path, headers }: UploadPacket, body: Buffer): void {
    const id = headers['bits-session-id'] ?? '';
    if (headers['bits-packet-type'] === 'Create-Session') {
      const created = `{${randomUUID()}}`;
      this.#sessions.set(created, { path, content: Buffer.alloc(0) });
      const [protocol = ''] = (headers['bits-supported-protocols'] ?? '').split(' ');
      ack(socket, 201, { 'BITS-Protocol': protocol, 'BITS-Session-Id': created });
      return;
    }
    const session = this.#sessions.get(id);
    if (session === undefined) {
      ack(socket, 500, { 'BITS-Error-Code': '0x8020001F', 'BITS-Error-Context': '0x5', 'BITS-Session-Id': id });
    } else if (headers['bits-packet-type'] === 'Fragment') this.#take(socket, id, session, headers, body);
    else {
      if (headers['bits-packet-type'] === 'Close-Session') this.received.set(session.path, session.content);
      this.#sessions.delete(id);
      ack(socket, 200, { 'BITS-Session-Id': id });
    }
  }

  #take(socket: Socket, id: string, session: Session, headers: UploadPacket['headers'], body: Buffer): void {
    const [, start = '0', size = '0'] = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
    const offset = Number(start);
    if (offset > session.content.length) {
      ack(socket, 416, { 'BITS-Session-Id': id, 'BITS-Received-Content-Range': `${session.content.length}` });
      return;
    }
    session.content = Buffer.concat([session.content, body.subarray(session.content.length - offset)]);
    const whole =
      session.content.length === Number(size) && (this.#options.reply ?? this.#options.replyUrl) !== undefined;
    ack(socket, 200, {
      'BITS-Session-Id': id,
      'BITS-Received-Content-Range': String(session.content.length),
      ...(whole ? { 'BITS-Reply-URL': this.#options.replyUrl ?? '/reply' } : {}),
    });
  }

  #sendReply(socket: Socket, method: string, path: string): void {
    const { reply } = this.#options;
    if (path !== '/reply' || reply === undefined) {
      send(socket, 404, {});
      return;
    }
    const headers = { 'Content-Length': String(reply.length), ETag: '"1"' };
    socket.write(headOf(200, headers));
    if (method === 'GET') socket.write(reply);
  }
}

function ack(socket: Socket, status: number, headers: Readonly<Record<string, string>>): void {
  send(socket, status, { 'BITS-Packet-Type': 'Ack', ...headers });
}

function send(socket: Socket, status: number, headers: Readonly<Record<string, string>>): void {
  socket.write(headOf(status, { ...headers, 'Content-Length': '0' }));
}

function headOf(status: number, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n`;
}
