import { HResultError } from '../../../lib/index.js';

/** A test that is known to fail on a host. It turns red when it passes, and when it fails in another way. */
export interface ExpectedFailure {
  /** What the host does otherwise. */
  readonly reason: string;
  /**
   * How it fails: with an `HResultError` of this code, with an assertion of the test that does not hold, or in silence, since what
   * the test waits for never comes.
   */
  readonly by: `${Uppercase<string>}` | 'assertion' | 'silence';
}

/** Expected failures by the name of the test: its groups and its own name, joined by ` > `. */
export type ExpectedFailures = Readonly<Record<string, ExpectedFailure>>;

/** How long a test that is expected to fail in silence is listened to, in milliseconds. */
const silence = 3_000;

/**
 * Runs a test that is expected to fail.
 * @throws {Error} when it passes, or fails in a way that the manifest does not tell
 */
export async function expectFailure(run: Promise<void>, { by, reason }: ExpectedFailure): Promise<void> {
  const outcome = await outcomeOf(run);
  if (outcome === by) return;
  if (outcome === 'success') {
    throw new Error(`passes now: take it out of the manifest, which says ${JSON.stringify(reason)}`);
  }
  throw new Error(`was expected to fail by ${by} (${reason}), but failed by ${outcome}`, { cause: await causeOf(run) });
}

async function outcomeOf(run: Promise<void>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const quiet = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('silence'), silence);
  });
  const end = run.then(() => 'success', nameOf);
  try {
    return await Promise.race([end, quiet]);
  } finally {
    clearTimeout(timer);
  }
}

function nameOf(error: unknown): string {
  if (error instanceof HResultError) return error.code;
  if (error instanceof Error) return error.name === 'AssertionError' ? 'assertion' : error.name;
  return String(error);
}

/** The error of a run that has settled; nothing for one that goes on. */
async function causeOf(run: Promise<void>): Promise<unknown> {
  return await Promise.race([
    run.then(
      () => undefined,
      (error: unknown) => error,
    ),
    Promise.resolve(),
  ]);
}
