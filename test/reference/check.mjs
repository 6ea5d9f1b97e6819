// Runs the reference queue manager's check client under Wine against a loopback HTTP server, and checks the transferred
// files.

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { toWindowsPath } from '../../scripts/wine/places.mjs';
import { runWindows } from '../../scripts/wine/run.mjs';
import { contentOf, startFileServer } from './file-server.mjs';

const CLIENT_MILLISECONDS = 180_000;

/** The server exits 5 s after its last client; Wine and a busy machine may be slower. */
const LEAVE_MILLISECONDS = 30_000;

/** Every file that must exist at the end, with its length. Any other file in the folder is an error. */
const ARRIVALS = {
  'chunked.bin': 786_432,
  'course.bin': 6_000_000,
  'empty.bin': 0,
  'half.bin': 4_194_304,
  'handover.bin': 3_145_728,
  'kept.bin': 1_000,
  'modern.bin': 2_000_000,
  'notified.bin': 1_000,
  'second.bin': 3_000_000,
  'silent.bin': 1_000,
};

/**
 * Throws if a rule is violated.
 *
 * @param {{ prefix: string, programFolder: string }} places
 */
export async function checkQueueManager({ prefix, programFolder }) {
  const folderName = `winprogress-reference-${process.pid}`;
  const folder = join(prefix, 'drive_c', folderName);
  await mkdir(folder);
  const server = await startFileServer();
  const origin = `http://127.0.0.1:${server.port}`;
  const client = (verb, subject) =>
    runClient(join(programFolder, 'queue-manager-client.exe'), [verb, origin, `C:\\${folderName}`, subject], prefix);
  try {
    await client('check', toWindowsPath(join(programFolder, 'queue-manager.exe')));
    const group = `{${randomUUID().toUpperCase()}}`;
    await client('start', group);
    await client('find', group);
    await compareFiles(folder);
    await waitUntilServerLeft(prefix, programFolder);
  } finally {
    server.close();
    await once(server.http, 'close');
    // BITS may be deleting its temporary files at the same time.
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
  console.log('The reference queue manager holds to every rule.');
}

async function runClient(program, args, prefix) {
  const { stdout, code } = await runWindows(program, args, {
    env: { WINEPREFIX: prefix },
    timeout: CLIENT_MILLISECONDS,
    output: 'capture',
  });
  process.stdout.write(stdout);
  // A program that crashes under Wine may still exit with 0, so the summary and its numbers are checked.
  const summary = /^(\d+) passed, 0 failed\r?$/m.exec(stdout);
  if (code !== 0 || summary === null || Number(summary[1]) === 0) throw new Error(`${args[0]}: rules were broken`);
}

async function compareFiles(folder) {
  const names = (await readdir(folder)).sort();
  const expected = Object.keys(ARRIVALS).sort();
  if (names.join() !== expected.join()) throw new Error(`the folder has ${names} instead of ${expected}`);
  for (const [name, size] of Object.entries(ARRIVALS)) {
    if (!contentOf(size).equals(await readFile(join(folder, name)))) throw new Error(`${name} is not what was sent`);
  }
  console.log(`ok     ${names.length} files are equal byte for byte`);
}

async function waitUntilServerLeft(prefix, programFolder) {
  const deadline = Date.now() + LEAVE_MILLISECONDS;
  while (await isServerRunning(prefix, programFolder)) {
    if (Date.now() > deadline) throw new Error('the server did not leave by itself');
    await delay(100);
  }
  console.log('ok     the server leaves by itself');
}

async function isServerRunning(prefix, programFolder) {
  const command = toWindowsPath(join(programFolder, 'queue-manager.exe')).toLowerCase();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      if (!(await readFile(`/proc/${entry}/cmdline`, 'utf8')).toLowerCase().includes(command)) continue;
      if ((await readFile(`/proc/${entry}/environ`, 'utf8')).split('\0').includes(`WINEPREFIX=${prefix}`)) return true;
    } catch {
      // The process ended meanwhile.
    }
  }
  return false;
}
