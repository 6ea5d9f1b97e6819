import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../index.js';
import { type BackendChoice, openSession } from '../backend.js';
import { reportError } from '../errors.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { formatBytes } from '../format.js';
import { Interrupt } from '../interrupt.js';
import type { Output } from '../output.js';
import { openBoard } from '../progress/board.js';
import { bytesPerSecond, plan } from './plan.js';
import { type FileServer, type ServedFile, startServer } from './server.js';
import { bring } from './transfer.js';
import { verify } from './verify.js';

export interface DemoOptions {
  readonly backend: BackendChoice;
  readonly json: boolean;
}

const files = plan.flatMap((transfer) => transfer.files);

/** `winprogress demo`: downloads generated files of several sizes as jobs and groups at once, and verifies each. */
export async function demo({ backend, json }: DemoOptions, output: Output): Promise<ExitCode> {
  using interrupt = new Interrupt();
  await using session = await openSession(backend);
  const server = await startServer(files, bytesPerSecond);
  const folder = await mkdtemp(join(tmpdir(), 'winprogress-demo-'));
  try {
    const failures = await bringAll(session.connection, server, folder, json, output, interrupt.signal);
    if (interrupt.signal.aborted) {
      if (!json) output.warn('Interrupted: the transfers are cancelled.');
      return exitCodes.interrupted;
    }
    for (const failure of failures) reportError(output, failure, json);
    const verified = await verifyAll(folder, json, output);
    if (json) output.writeRecord({ type: 'done', backend: session.connection.backend, files: files.length, verified });
    else if (verified === files.length) output.say(`All ${verified} files verified.`);
    else output.say(`Only ${verified} of ${files.length} files verified.`);
    return verified === files.length && failures.length === 0 ? exitCodes.done : exitCodes.failed;
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs all transfers side by side, and waits for each. @returns why those that failed did */
async function bringAll(
  { bits }: Connection,
  server: FileServer,
  folder: string,
  json: boolean,
  output: Output,
  signal: AbortSignal,
): Promise<unknown[]> {
  const board = openBoard(output, json);
  const places = { folder, urlOf: server.urlOf };
  try {
    const transfers = plan.map((transfer) => bring(bits, transfer, places, board.open(transfer.name), signal));
    const results = await Promise.allSettled(transfers);
    return results.filter((result) => result.status === 'rejected').map(({ reason }): unknown => reason);
  } finally {
    board.close();
  }
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
