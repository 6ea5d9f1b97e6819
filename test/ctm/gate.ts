import { settled } from '../bits/fake-clock.js';

/** Something to wait for until a test opens it. */
export interface Gate {
  readonly promise: Promise<void>;
  open(): void;
  /** Resolves when all that does not wait at the gate has settled. */
  passed(): Promise<void>;
}

export function gate(): Gate {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open: () => open(), passed: settled };
}
