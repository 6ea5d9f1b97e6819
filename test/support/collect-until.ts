import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** Collects garbage and runs finalizers and lanes until the condition is true; the test's time limit bounds it. */
export async function collectUntil(holds: () => boolean): Promise<void> {
  while (!holds()) {
    if (typeof collectGarbage === 'function') collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
