import { HResultError } from '../../../lib/index.js';

/** A test that is expected to fail on a host. The test run fails if it passes or fails in another way. */
export interface ExpectedFailure {
  /** How the host differs. */
  readonly reason: string;
  /**
   * How it fails: with an `HResultError` of this code, with a failed assertion, or with silence if the event that
   * the test waits for never occurs.
   */
  readonly by: `${Uppercase<string>}` | 'assertion' | 'silence';
}

/** Expected failures by the name of the test: its groups and its own name, joined by ` > `. */
export type ExpectedFailures = Readonly<Record<string, ExpectedFailure>>;

/** Time limit in milliseconds for a test that is expected to fail with silence. */
const silence = 3_000;

/**
 * Runs a test that is expected to fail.
 * @throws {Error} when it passes, or fails in another way than the manifest has
 */
export async function expectFailure(run: Promise<void>, { by, reason }: ExpectedFailure): Promise<void> {
  const outcome = await outcomeOf(run);
  if (outcome === by) return;
  if (outcome === 'success') {
    throw new Error(`the test passes now: remove it from the manifest, where its reason is ${JSON.stringify(reason)}`);
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

/** The error of a settled run; a fixed text for a run that is pending or has passed. */
async function causeOf(run: Promise<void>): Promise<unknown> {
  return await Promise.race([
    run.then(
      () => undefined,
      (error: unknown) => error,
    ),
    Promise.resolve(),
  ]);
}
