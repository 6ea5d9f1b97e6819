import { createReadStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { errorCode } from '../../com/thrown.js';
import type { LocalFiles } from '../machine-verbs.js';

/** The files of this machine. */
export const diskFiles: LocalFiles = {
  read: (path) => createReadStream(path, { highWaterMark: 1024 * 1024 }),
  async size(path) {
    try {
      return (await stat(path, { bigint: true })).size;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  },
  rename,
  remove: (path) => rm(path, { force: true }),
};
