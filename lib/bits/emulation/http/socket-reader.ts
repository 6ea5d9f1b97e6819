import net from 'node:net';

/** Bytes of one read of a body that is taken, and how many reads may wait for the disk. Memory is allocated when it is needed. */
const slotSize = 1024 * 1024;
const slotsOfBody = 4;

/** Bytes of a read that goes the usual way. */
const passingSize = 64 * 1024;

/** Called with each block of a body. It is valid until it is released. */
type BlockListener = (block: Buffer) => void;

const intakes = new WeakMap<net.Socket, Intake>();

/**
 * What a socket reads. Node allocates memory for each read, and once more for each block of a body, and the time to free it is most of what a
 * large download costs. Here a body can be read into a few buffers that are used again and again; everything else goes the usual way.
 */
export class Intake {
  /** Takes what is passed on, which is copied. */
  readonly #passing = Buffer.allocUnsafeSlow(passingSize);
  /** By their memory. */
  readonly #slots = new Map<ArrayBufferLike, Buffer>();
  readonly #free: Buffer[] = [];
  /** Where the next read goes: Node keeps it until then. */
  #next: Buffer = this.#passing;
  #listener: BlockListener | null = null;
  #paused = false;
  #socket: net.Socket | null = null;

  /** Opens a connection whose body can be taken. */
  static connect(options: net.TcpNetConnectOpts): net.Socket {
    const intake = new Intake();
    const onread = {
      buffer: () => intake.#next,
      callback: (length: number) => intake.#receive(length),
    };
    const socket = net.connect({ ...options, onread });
    intake.#socket = socket;
    intakes.set(socket, intake);
    return socket;
  }

  /** That of a connection that was opened by {@link connect}. */
  static of(socket: net.Socket): Intake | undefined {
    return socket.destroyed ? undefined : intakes.get(socket);
  }

  /** Passes on what waits in the stream: it was read before what will be taken. */
  drain(): void {
    while (this.#socket !== null && this.#socket.read() !== null);
  }

  /** Gives all that is read from now on to the listener, in place of the stream. There is no way back: the connection serves no other request. */
  take(listener: BlockListener): void {
    this.#listener = listener;
    this.#socket?.resume();
  }

  /** The memory of blocks that were read can be used again. Other blocks are ignored. */
  release(blocks: readonly Buffer[]): void {
    for (const { buffer } of blocks) {
      const slot = this.#slots.get(buffer);
      if (slot !== undefined) this.#free.push(slot);
    }
    if (!this.#paused || this.#free.length === 0) return;
    this.#paused = false;
    this.#socket?.resume();
  }

  /** False stops the socket until it is resumed. */
  #receive(length: number): boolean {
    const read = this.#next.subarray(0, length);
    if (this.#listener === null) return this.#socket?.push(Buffer.from(read)) ?? false;
    // The read that was under way when the body was taken.
    const block = this.#next === this.#passing ? this.#copy(read) : read;
    this.#next = this.#takeFree();
    // The last slot is for the next read: Node asks for it now.
    this.#paused = this.#free.length === 0 && this.#slots.size === slotsOfBody;
    this.#listener(block);
    return !this.#paused;
  }

  #copy(read: Buffer): Buffer {
    const slot = this.#takeFree();
    read.copy(slot);
    return slot.subarray(0, read.length);
  }

  #takeFree(): Buffer {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const slot = Buffer.allocUnsafeSlow(slotSize);
    this.#slots.set(slot.buffer, slot);
    return slot;
  }
}
