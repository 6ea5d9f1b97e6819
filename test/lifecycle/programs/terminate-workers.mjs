// Terminates worker threads that have calls, a watch and callbacks in flight, and says so at the end.
//
//   node terminate-workers.mjs BACKEND JOB-NAME COUNT

import { argv, stdout } from 'node:process';
import { connect } from '../../../dist/index.js';
import { terminateBusyWorkers } from './busy-workers.mjs';

const [, , backend, name, count] = argv;
const connection = await connect({ backend });
const job = await connection.bits.createJob({ name });

await terminateBusyWorkers('busy-worker.mjs', { backend, name }, Number(count));

// The main thread has to go on as if nothing had happened.
const state = await job.getState();
await job.cancel();
await connection.close();
stdout.write(`${JSON.stringify({ marker: 'terminated', workers: Number(count), state })}\n`);
