import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BackendChoice, openSession, type Session } from '../backend.js';
import { reportError } from '../errors.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { formatBytes } from '../format.js';
import { Interrupt } from '../interrupt.js';
import type { Output } from '../output.js';
import { openBoard } from '../progress/open-board.js';
import { transferForm } from '../progress/transfers.js';
import { bytesPerSecond, plan } from './plan.js';
import { type FileServer, type ServedFile, startServer } from './server.js';
import { synchronize } from './synchronization.js';
import { bring } from './transfer.js';
import type { SynchronizationVerdict } from './verify.js';
import { verify } from './verify.js';

export interface DemoOptions {
  readonly backend: BackendChoice;
  readonly json: boolean;
}

const files = plan.flatMap((transfer) => transfer.files);

/**
 * `winprogress demo`: downloads generated files of several sizes as jobs and groups at once beside a synchronisation, and verifies all of
 * it.
 */
export async function demo({ backend, json }: DemoOptions, output: Output): Promise<ExitCode> {
  using interrupt = new Interrupt();
  await using session = await openSession(backend);
  const server = await startServer(files, bytesPerSecond);
  const folder = await mkdtemp(join(tmpdir(), 'winprogress-demo-'));
  try {
    const { failures, synchronization } = await runAll(session, server, folder, json, output, interrupt.signal);
    if (interrupt.signal.aborted) {
      const message = 'Interrupted: the transfers and the synchronisation are cancelled.';
      if (json) output.writeRecord({ type: 'interrupted', files: files.length, message });
      else output.warn(message);
      return exitCodes.interrupted;
    }
    for (const failure of failures) reportError(output, failure, json);
    if (synchronization !== null) tellSynchronization(synchronization, json, output);
    const synchronized = synchronization?.verified === true;
    const verified = await verifyAll(folder, json, output);
    const { backend: answering } = session.connection;
    if (json) output.writeRecord({ type: 'done', backend: answering, files: files.length, verified, synchronized });
    else if (verified === files.length) output.say(`All ${verified} files verified.`);
    else output.say(`Only ${verified} of ${files.length} files verified.`);
    return verified === files.length && synchronized && failures.length === 0 ? exitCodes.done : exitCodes.failed;
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Results {
  /** Why those that failed did. */
  readonly failures: readonly unknown[];
  /** Null where it failed. */
  readonly synchronization: SynchronizationVerdict | null;
}

/** Runs all transfers and the synchronisation side by side, and waits for each. */
async function runAll(
  session: Session,
  server: FileServer,
  folder: string,
  json: boolean,
  output: Output,
  signal: AbortSignal,
): Promise<Results> {
  const { bits } = session.connection;
  const board = openBoard(output, json);
  const places = { folder, urlOf: server.urlOf };
  try {
    const transfers = plan.map((transfer) =>
      bring(bits, transfer, places, board.open(transferForm, transfer.name), signal),
    );
    const [synchronization, ...results] = await Promise.allSettled([synchronize(session, board, signal), ...transfers]);
    const rejected = [synchronization, ...results].filter((result) => result.status === 'rejected');
    return {
      failures: rejected.map(({ reason }): unknown => reason),
      synchronization: synchronization.status === 'fulfilled' ? synchronization.value : null,
    };
  } finally {
    board.close();
  }
}

function tellSynchronization({ kind, verified, description }: SynchronizationVerdict, json: boolean, output: Output) {
  if (json) output.writeRecord({ type: 'verdict', synchronization: kind, verified });
  else output.say(`${verified ? 'verified' : 'DIFFERENT'}  synchronisation: ${description}`);
}

/** Tells the verdict on each file. @returns how many are as they should be */
async function verifyAll(folder: string, json: boolean, output: Output): Promise<number> {
  let count = 0;
  for (const file of files) {
    const { verified, sha256 } = await verify(join(folder, file.name), file);
    if (verified) count += 1;
    if (json) output.writeRecord({ type: 'verdict', file: file.name, bytes: String(file.size), sha256, verified });
    else output.say(formatVerdict(file, verified, sha256));
  }
  return count;
}

function formatVerdict({ name, size }: ServedFile, verified: boolean, sha256: string | null): string {
  const verdict = verified ? 'verified' : sha256 === null ? 'MISSING' : 'DIFFERENT';
  return `${verdict}  ${name}  ${formatBytes(size)}${sha256 === null ? '' : `  sha256 ${sha256}`}`;
}
