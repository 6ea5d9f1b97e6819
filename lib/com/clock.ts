/** The time that a backend lives in: the machine's for real COM, the emulation's own for an emulation. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after so many milliseconds; the function returned takes it back. */
  schedule(callback: () => void, milliseconds: number): () => void;
}

/** The machine's clock. Its timers keep the process alive, as what waits for them is somebody's pending promise. */
export const realClock: Clock = {
  now: () => Date.now(),
  schedule(callback, milliseconds) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
