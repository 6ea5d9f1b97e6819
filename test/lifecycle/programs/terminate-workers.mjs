// Terminates worker threads that have pending calls, a watch and callbacks, and prints a marker at the end.
//
//   node terminate-workers.mjs BACKEND JOB-NAME COUNT

import { argv, stdout } from 'node:process';
import { importBuilt } from '../../support/built-library.mjs';
import { terminateBusyWorkers } from './busy-workers.mjs';

const { connect } = await importBuilt('index');

const [, , backend, name, count] = argv;
const connection = await connect({ backend });
const job = await connection.bits.createJob({ name });

await terminateBusyWorkers('busy-worker.mjs', { backend, name }, Number(count));

// The main thread must still work.
const state = await job.getState();
await job.cancel();
await connection.close();
stdout.write(`${JSON.stringify({ marker: 'terminated', workers: Number(count), state })}\n`);
