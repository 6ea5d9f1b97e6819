import net from 'node:net';

/** The size of a direct read, and the maximum number of reads that wait for the disk. Memory is allocated when it is needed. */
const slotSize = 1024 * 1024;
const maximumSlots = 4;

/** The size of a read through the stream. */
const streamedSize = 64 * 1024;

/** Called with each block of a body. The block is valid until it is released. */
type BlockListener = (block: Buffer) => void;

const readers = new WeakMap<net.Socket, SocketReader>();

/**
 * Reads a socket. Node.js allocates memory for each read, and again for each block of a body; freeing it takes most of the time of a large
 * download. Here a body can be read into a few buffers that are reused; everything else is passed to the stream.
 */
export class SocketReader {
  /** Receives what is passed to the stream, which gets a copy. */
  readonly #streamed = Buffer.allocUnsafeSlow(streamedSize);
  /** The buffers that can be read into directly, by their memory. */
  readonly #slots = new Map<ArrayBufferLike, Buffer>();
  readonly #free: Buffer[] = [];
  /** The buffer of the next read, which Node.js holds until then. */
  #next: Buffer = this.#streamed;
  #listener: BlockListener | null = null;
  #paused = false;
  #socket: net.Socket | null = null;

  /** Opens a connection whose body can be read directly. */
  static connect(options: net.TcpNetConnectOpts): net.Socket {
    const reader = new SocketReader();
    const onread = {
      buffer: () => reader.#next,
      callback: (length: number) => reader.#receive(length),
    };
    const socket = net.connect({ ...options, onread });
    reader.#socket = socket;
    readers.set(socket, reader);
    return socket;
  }

  /** Returns the reader of a connection opened by {@link connect}. */
  static of(socket: net.Socket): SocketReader | undefined {
    return socket.destroyed ? undefined : readers.get(socket);
  }

  /** Reads what waits in the stream: it arrived before the first direct read. */
  drain(): void {
    while (this.#socket !== null && this.#socket.read() !== null);
  }

  /**
   * Passes all bytes from now on to the listener instead of the stream. This cannot be undone: the connection is not used for another
   * request.
   */
  readDirectly(listener: BlockListener): void {
    this.#listener = listener;
    this.#socket?.resume();
  }

  /** Reuses the memory of blocks. Blocks of other memory are ignored. */
  release(blocks: readonly Buffer[]): void {
    for (const { buffer } of blocks) {
      const slot = this.#slots.get(buffer);
      if (slot !== undefined) this.#free.push(slot);
    }
    if (!this.#paused || this.#free.length === 0) return;
    this.#paused = false;
    this.#socket?.resume();
  }

  /** Returns false to stop the socket until it is resumed. */
  #receive(length: number): boolean {
    const read = this.#next.subarray(0, length);
    if (this.#listener === null) return this.#socket?.push(Buffer.from(read)) ?? false;
    // This read was started before direct reading.
    const block = this.#next === this.#streamed ? this.#copy(read) : read;
    this.#next = this.#takeFreeSlot();
    // The last slot is for the next read: Node.js requests it now.
    this.#paused = this.#free.length === 0 && this.#slots.size === maximumSlots;
    this.#listener(block);
    return !this.#paused;
  }

  #copy(read: Buffer): Buffer {
    const slot = this.#takeFreeSlot();
    read.copy(slot);
    return slot.subarray(0, read.length);
  }

  #takeFreeSlot(): Buffer {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const slot = Buffer.allocUnsafeSlow(slotSize);
    this.#slots.set(slot.buffer, slot);
    return slot;
  }
}
