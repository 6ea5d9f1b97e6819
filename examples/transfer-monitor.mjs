// Monitors the BITS transfers of this user, or of all users of the machine, and prints one line for each change, until Ctrl-C:
//
//   node examples/transfer-monitor.mjs [--all-users] [--json]
//
// --all-users requires an administrator. On a platform without BITS, the emulated machine of the process is monitored, which has no jobs.
import { realpathSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { connect } from 'winprogress';

/**
 * Prints the changes until the signal is aborted.
 *
 * @param {import('winprogress').Connection} connection
 * @param {{
 *   allUsers?: boolean,
 *   json?: boolean,
 *   interval?: number,
 *   signal?: AbortSignal,
 *   print?: (line: string) => void,
 * }} [options]
 */
export async function monitor({ bits }, options = {}) {
  const { allUsers = false, json = false, interval, signal, print = console.log } = options;
  const names = new Map(); // a job that is gone can no longer be asked for its name
  try {
    // The first change has every job as added.
    for await (const { jobs, added, changed, removed } of bits.watch({ allUsers, interval, signal })) {
      for (const job of jobs) {
        names.set(job.id, job.name);
        if (added.includes(job.id)) report('added', job);
        else if (changed.includes(job.id)) report('changed', job);
      }
      for (const id of removed) {
        report('removed', { id, name: names.get(id) ?? null });
        names.delete(id);
      }
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }

  function report(change, job) {
    // Snapshots have toJSON(): byte counts become decimal strings, and errors keep their codes.
    print(json ? JSON.stringify({ time: new Date(), change, job }) : `${change} ${describe(job)}`);
  }
}

function describe({ id, name, state, fraction, bytesPerSecond, waitingFor, error }) {
  const parts = [name === null ? id : `${id} "${name}"`];
  if (state !== undefined && state !== null) parts.push(String(state)); // null for a job that could not be read
  if (typeof fraction === 'number') parts.push(`${Math.floor(fraction * 100)} %`);
  if (typeof bytesPerSecond === 'number') parts.push(`${Math.round(bytesPerSecond / 1000)} kB/s`);
  if (waitingFor) parts.push(`waits for ${waitingFor}`);
  if (error) parts.push(error.code);
  return parts.join(', ');
}

async function main() {
  const { values } = parseArgs({ options: { 'all-users': { type: 'boolean' }, json: { type: 'boolean' } } });
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort()); // a second Ctrl-C ends the process at once
  const connection = await connect();
  try {
    await monitor(connection, { allUsers: values['all-users'], json: values.json, signal: interrupted.signal });
  } finally {
    await connection.close();
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) await main();
