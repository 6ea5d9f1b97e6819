import { openStoredSession, type StoredSessionOptions } from '../backend.js';
import { orUsageError } from '../errors.js';
import { formatBytes } from '../format.js';
import { Interrupt } from '../interrupt.js';
import { type ExitCode, exitCodes, type Output } from '../output.js';
import { openBoard } from '../progress/open-board.js';
import { transferForm } from '../progress/transfers.js';
import { explainRefusedFile } from './refused-files.js';
import { explainJobLimit, toFullPath, uploadNameOf } from './requests.js';
import { type SettingFlags, toSettings } from './settings.js';

export interface PutOptions extends SettingFlags, StoredSessionOptions {
  readonly json: boolean;
  /** Milliseconds between two progress updates. */
  readonly interval: number;
  /** Path of the file for the reply of the server. */
  readonly reply?: string | undefined;
  /** Milliseconds without a byte. */
  readonly stallTimeout?: number | undefined;
}

/** Runs `winprogress put`: uploads a file. Ctrl-C cancels the upload. */
export async function put(file: string, url: string, options: PutOptions, output: Output): Promise<ExitCode> {
  using interrupt = new Interrupt();
  const { json, interval, reply, stallTimeout } = options;
  const path = toFullPath(file);
  const name = uploadNameOf(path);
  await using session = await openStoredSession(options);
  const { bits, backend } = session.connection;
  const board = openBoard(output, json);
  const view = board.open(transferForm);
  try {
    const result = await orUsageError(() =>
      bits.upload(path, url, {
        name,
        ...toSettings(options),
        interval,
        stallTimeout,
        reply: reply === undefined ? false : { path: toFullPath(reply) },
        signal: interrupt.signal,
        onProgress: (snapshot) => view.update(snapshot),
      }),
    )
      .catch((error: unknown) =>
        explainRefusedFile(error, [{ url, path }], async (file) => {
          await (await bits.createJob({ name, type: 'upload', files: [file] })).cancel();
        }),
      )
      .catch(explainJobLimit);
    board.close();
    const { bytes, replyPath, completedElsewhere } = result;
    if (json) {
      output.writeRecord({ type: 'done', backend, bytes: bytes.toString(), path, url, replyPath, completedElsewhere });
    } else {
      output.print(`${path}: ${formatBytes(bytes)}, uploaded (${backend})`);
      if (replyPath !== null) output.print(`${replyPath}: reply of the server`);
    }
    return exitCodes.done;
  } catch (error) {
    board.close();
    if (!interrupt.signal.aborted) throw error;
    const message = 'Interrupted: the upload is cancelled.';
    if (json) output.writeRecord({ type: 'interrupted', message });
    else output.warn(message);
    return exitCodes.interrupted;
  }
}
