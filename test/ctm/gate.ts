import { settled } from '../bits/fake-clock.js';

/** A gate to wait at until a test opens it. */
export interface Gate {
  readonly promise: Promise<void>;
  open(): void;
  /** Resolves when all promises that do not wait at the gate have settled. */
  passed(): Promise<void>;
}

export function gate(): Gate {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open: () => open(), passed: settled };
}
