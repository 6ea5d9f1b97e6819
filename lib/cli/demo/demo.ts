import { join } from 'node:path';
import { type BackendChoice, openSession, type Session } from '../backend.js';
import { reportError } from '../errors.js';
import { formatBytes } from '../format.js';
import { Interrupt } from '../interrupt.js';
import { type ExitCode, exitCodes, type Output } from '../output.js';
import { openBoard } from '../progress/open-board.js';
import { transferForm } from '../progress/transfers.js';
import { openTemporaryFolder } from '../temporary-folder.js';
import { type GeneratedFile, plannedTransfers, verifyFile } from './generated-files.js';
import { type FileServer, startServer } from './server.js';
import { type SynchronizationResult, synchronize } from './synchronization.js';
import { download } from './transfer.js';

export interface DemoOptions {
  readonly backend: BackendChoice;
  readonly json: boolean;
}

const files = plannedTransfers.flatMap((transfer) => transfer.files);

/** Runs `winprogress demo`: downloads generated files with jobs and groups while a synchronisation runs, and verifies the results. */
export async function demo({ backend, json }: DemoOptions, output: Output): Promise<ExitCode> {
  using interrupt = new Interrupt();
  await using session = await openSession(backend);
  await using target = await openTemporaryFolder('winprogress-demo-');
  await using server = await startServer(files);
  const { folder } = target;
  const { failures, synchronization } = await runAll(session, server, folder, json, output, interrupt.signal);
  if (interrupt.signal.aborted) {
    const message = 'Interrupted: the transfers and the synchronisation are cancelled.';
    if (json) output.writeRecord({ type: 'interrupted', files: files.length, message });
    else output.warn(message);
    return exitCodes.interrupted;
  }
  for (const failure of failures) reportError(output, failure, json);
  if (synchronization !== null) reportSynchronization(synchronization, json, output);
  const synchronized = synchronization?.verified === true;
  const verified = await verifyAll(folder, json, output);
  const { backend: usedBackend } = session.connection;
  if (json) output.writeRecord({ type: 'done', backend: usedBackend, files: files.length, verified, synchronized });
  else if (verified === files.length) output.print(`All ${verified} files verified.`);
  else output.print(`Only ${verified} of ${files.length} files verified.`);
  return verified === files.length && synchronized && failures.length === 0 ? exitCodes.done : exitCodes.failed;
}

interface Results {
  /** The errors of the transfers and the synchronisation. */
  readonly failures: readonly unknown[];
  /** Null if it failed. */
  readonly synchronization: SynchronizationResult | null;
}

/** Runs all transfers and the synchronisation at the same time and waits for all of them. */
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
  const locations = { folder, urlOf: server.urlOf };
  try {
    const transfers = plannedTransfers.map((transfer) =>
      download(bits, transfer, locations, board.open(transferForm, transfer.name), signal),
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

function reportSynchronization({ kind, verified, description }: SynchronizationResult, json: boolean, output: Output) {
  if (json) output.writeRecord({ type: 'verification', synchronization: kind, verified });
  else output.print(`${verified ? 'verified' : 'DIFFERENT'}  synchronisation: ${description}`);
}

/** Verifies each file and reports the result. @returns the number of verified files */
async function verifyAll(folder: string, json: boolean, output: Output): Promise<number> {
  let count = 0;
  for (const file of files) {
    const { verified, sha256 } = await verifyFile(join(folder, file.name), file);
    if (verified) count += 1;
    if (json) output.writeRecord({ type: 'verification', file: file.name, bytes: String(file.size), sha256, verified });
    else output.print(describeFile(file, verified, sha256));
  }
  return count;
}

function describeFile({ name, size }: GeneratedFile, verified: boolean, sha256: string | null): string {
  const result = verified ? 'verified' : sha256 === null ? 'MISSING' : 'DIFFERENT';
  return `${result}  ${name}  ${formatBytes(size)}${sha256 === null ? '' : `  sha256 ${sha256}`}`;
}
