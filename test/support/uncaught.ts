/** Collects the uncaught exceptions and unhandled rejections of the process while a function runs, and for a few turns after it. */
export async function uncaughtDuring(work: () => unknown): Promise<unknown[]> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const found: unknown[] = [];
  const collect = (reason: unknown) => found.push(reason);
  const before = events.map((event) => process.rawListeners(event));
  for (const event of events) process.removeAllListeners(event).on(event, collect);
  try {
    await work();
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  } finally {
    for (const [index, event] of events.entries()) {
      process.removeAllListeners(event);
      for (const listener of before[index] ?? [])
        process.on(event, (...values) => Reflect.apply(listener, process, values));
    }
  }
  return found;
}
