import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const names = ['rename', 'unlink', 'rm', 'open', 'write', 'writeFile', 'fsync', 'close', 'chmod', 'utimes'];

/**
 * Kills this process at its nth file system call from now on that may change the disk: right before it, or right after it was
 * issued, so that the system may or may not have executed it.
 *
 * @param {number} n
 * @param {boolean} [after]
 */
export function killAtCall(n, after = false) {
  let left = n;
  for (const module of [fs, fs.promises]) {
    for (const name of names) {
      const call = module[name];
      if (call === undefined) continue;
      module[name] = (...given) => {
        left -= 1;
        if (left === 0 && !after) process.kill(process.pid, 'SIGKILL');
        const result = call(...given);
        if (left === 0) process.kill(process.pid, 'SIGKILL');
        return result;
      };
    }
  }
  syncBuiltinESMExports();
}
