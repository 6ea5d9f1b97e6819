import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { besideLibrary } from './syncmgr-library.js';

/** The record that the client program of test/reference/sync-manager writes. */
export interface ClientRecord {
  /** The failure that ended it, or `S_OK`. */
  readonly failure: number;
  readonly initialize: number;
  readonly enumerate: number;
  readonly name: string;
  readonly handlerFlags: number;
  readonly items: number;
  readonly firstItem: string;
  readonly prepare: number;
  readonly prepareCompleted: number;
  readonly synchronize: number;
  readonly completed: number;
  readonly reports: number;
  /** Reports that were made after a report had returned a cancellation. */
  readonly reportsAfterCancel: number;
  /** Reports on items that were not prepared. */
  readonly strangers: number;
  readonly logEntries: number;
  /** Items by their last status; `unreported` are those that never had one. */
  readonly succeeded: number;
  readonly skipped: number;
  readonly stopped: number;
  readonly failed: number;
  readonly unreported: number;
  readonly lastText: string;
}

function isClientRecord(value: unknown): value is ClientRecord {
  return typeof value === 'object' && value !== null && 'completed' in value && 'unreported' in value;
}

/**
 * Makes the client program drive a handler that a process of this machine serves. After the given number of reports, the next item
 * or all items are cancelled.
 */
export async function driveHandler(
  clsid: string,
  cancel?: { readonly answer: 'cancelItem' | 'cancelAll'; readonly after: number },
): Promise<ClientRecord> {
  const folder = await mkdtemp(join(tmpdir(), 'winprogress-'));
  try {
    const output = join(folder, 'client.json');
    const ending = cancel === undefined ? [] : [cancel.answer, String(cancel.after)];
    const client = spawn(besideLibrary('sync-manager-client.exe'), [clsid, output, 'local', ...ending], {
      stdio: 'ignore',
      timeout: 50_000,
    });
    const [code]: unknown[] = await once(client, 'exit');
    if (code !== 0) throw new Error(`the client program ended with ${String(code)}`);
    const record: unknown = JSON.parse(await readFile(output, 'utf8'));
    if (!isClientRecord(record)) throw new TypeError('not what the client writes');
    return record;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
