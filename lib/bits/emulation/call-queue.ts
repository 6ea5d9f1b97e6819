/** Shared by all queues without calls. */
const empty: Promise<unknown> = Promise.resolve();

/** Runs the calls of one object one after the other, in the order in which they were made, even if one of them waits for the disk. */
export class CallQueue {
  #last: Promise<unknown> = empty;

  run<T>(call: () => T | Promise<T>): Promise<T> {
    const result = this.#last.then(call);
    const ended = () => {
      // An idle queue must not keep the result of its last call in memory.
      if (this.#last === last) this.#last = empty;
    };
    const last = result.then(ended, ended);
    this.#last = last;
    return result;
  }
}
