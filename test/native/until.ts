/** Waits for what happens in another thread, turn by turn of the event loop; the test's time bounds it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
