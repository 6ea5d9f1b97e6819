import { mkdir } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import {
  type ContentTransferManager,
  createEmulation,
  formatManifest,
  type ManagedContentJob,
} from '../../emulation.js';
import { connect } from '../../index.js';
import { describeError, reportError, toFailureRecord, UsageError } from '../errors.js';
import { formatBytes } from '../format.js';
import { Interrupt, withinGracePeriod } from '../interrupt.js';
import { type ExitCode, exitCodes, type Output } from '../output.js';
import type { ProgressBoard } from '../progress/board.js';
import { openBoard } from '../progress/open-board.js';
import { transferForm } from '../progress/transfers.js';
import { openTemporaryFolder, type TemporaryFolder } from '../temporary-folder.js';
import { toFullPath } from '../transfer/requests.js';
import { type Content, openContents } from './content.js';
import { showJob } from './job-view.js';
import { importProvider } from './provider-module.js';

export interface SimulateOptions {
  /** URLs of the files to request from the provider; empty for generated files. */
  readonly content: readonly string[];
  readonly folder?: string;
  /** In bytes. */
  readonly chunkSize: number;
  /** In seconds. */
  readonly timeout: number;
  readonly json: boolean;
}

/** A job that the provider accepted, or the error of the request. */
type Outcome = { readonly name: string } & ({ readonly job: ManagedContentJob } | { readonly failure: unknown });

/** Runs `winprogress ctm simulate`: a provider with an emulated manager, in real time and over HTTP. */
export async function simulate(module: string, options: SimulateOptions, output: Output): Promise<ExitCode> {
  const createProvider = await importProvider(module);
  using interrupt = new Interrupt();
  await using served = await openContents(options.content);
  await using target = await openFolder(options.folder);
  await using emulation = createEmulation({ clock: 'real', transport: 'http' });
  const { manager } = emulation.ctm;
  await using connection = await connect({ backend: emulation });
  const provider = await createProvider(connection, { library: manager.library });
  try {
    manager.registerProvider({ logicalName: 'Simulated', priority: 1 }, provider);
    const outcomes = await requestAll(manager, served.contents, target.folder, options, output, interrupt.signal);
    if (outcomes !== null) return report(outcomes, manager, options.json, output);
    const message = 'Interrupted: the jobs are cancelled.';
    if (options.json) output.writeRecord({ type: 'interrupted', jobs: served.contents.length, message });
    else output.warn(message);
    return exitCodes.interrupted;
  } finally {
    // At the end: a job may have ended before the notification that ended it has returned to the provider.
    await provider[Symbol.asyncDispose]?.();
  }
}

/** Requests all contents at the same time and waits for the end of their jobs. @returns null after Ctrl-C */
async function requestAll(
  manager: ContentTransferManager,
  contents: readonly Content[],
  folder: string,
  options: SimulateOptions,
  output: Output,
  signal: AbortSignal,
): Promise<readonly Outcome[] | null> {
  const board = openBoard(output, options.json);
  // After Ctrl-C a request may still be under way.
  const end = new AbortController();
  const interrupted = new Promise<null>((resolve) => {
    const cancel = () =>
      withinGracePeriod(Promise.allSettled(manager.jobs.map((job) => job.cancel())))
        .catch(() => {})
        .finally(() => resolve(null));
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
  });
  try {
    const all = Promise.all(
      contents.map((content) => requestOne(manager, content, folder, options, board, end.signal)),
    );
    const outcomes = await Promise.race([all, interrupted]);
    // The last cancelled job ends before all CancelJob calls have returned.
    return signal.aborted ? await interrupted : outcomes;
  } finally {
    end.abort();
    board.close();
  }
}

/** Creates the target folder: the given one, or a temporary one that is removed at the end. */
async function openFolder(wanted: string | undefined): Promise<TemporaryFolder> {
  if (wanted === undefined) return await openTemporaryFolder('winprogress-simulate-');
  const folder = toFullPath(wanted);
  if (!isAbsolute(folder)) throw new UsageError(`--folder must be a path of this platform, got ${folder}`);
  await mkdir(folder, { recursive: true });
  return { folder, [Symbol.asyncDispose]: async () => {} };
}

async function requestOne(
  manager: ContentTransferManager,
  { name, files }: Content,
  localPath: string,
  { chunkSize, timeout }: SimulateOptions,
  board: ProgressBoard,
  signal: AbortSignal,
): Promise<Outcome> {
  const view = board.open(transferForm, name);
  try {
    const job = await manager.requestContent({
      contentId: name,
      localPath,
      chunkSize,
      timeoutSeconds: timeout,
      fileManifest: formatManifest({ files }),
    });
    await showJob(job, view, signal);
    return { name, job };
  } catch (failure) {
    return { name, failure };
  }
}

/** Reports the end of each job and the rule violations. */
function report(
  outcomes: readonly Outcome[],
  { violations: ofUnknownJobs }: ContentTransferManager,
  json: boolean,
  output: Output,
): ExitCode {
  let succeeded = 0;
  let violations = ofUnknownJobs.length;
  for (const outcome of outcomes) {
    if ('failure' in outcome) {
      reportError(output, outcome.failure, json);
      continue;
    }
    const { name, job } = outcome;
    if (job.state === 'succeeded') succeeded += 1;
    violations += job.violations.length;
    if (json) output.writeRecord(toJobRecord(name, job));
    else for (const line of describeJob(name, job)) output.print(line);
  }
  const jobs = outcomes.length;
  if (json) output.writeRecord({ type: 'done', jobs, succeeded, violations });
  else output.print(`${succeeded} of ${jobs} jobs succeeded, ${violations} rule violations.`);
  return succeeded === jobs && violations === 0 ? exitCodes.done : exitCodes.failed;
}

function toJobRecord(
  name: string,
  { id, state, progress, notifications, violations, error }: ManagedContentJob,
): object {
  return {
    type: 'job',
    name,
    id,
    state,
    bytesTransferred: progress.bytesTransferred.toString(),
    notifications: notifications.length,
    violations: violations.map(({ rule, refused, notification }) => ({
      rule,
      refused,
      function: notification.function,
    })),
    ...(error === null ? {} : { error: toFailureRecord(error) }),
  };
}

function describeJob(name: string, { state, progress, notifications, violations, error }: ManagedContentJob): string[] {
  const bytes = formatBytes(progress.bytesTransferred);
  return [
    `${state}  ${name}  ${bytes}, ${notifications.length} notifications${error === null ? '' : `: ${describeError(error)}`}`,
    ...violations.map(
      ({ rule, refused, notification }) => `  ${refused ? 'refused' : 'noted'}  ${rule} in ${notification.function}`,
    ),
  ];
}
