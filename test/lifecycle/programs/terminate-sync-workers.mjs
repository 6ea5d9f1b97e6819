// Terminates worker threads that have sessions with pending calls and questions, and prints a marker at the end.
//
//   node terminate-sync-workers.mjs BACKEND COUNT

import { argv, stdout } from 'node:process';
import { terminateBusyWorkers } from './busy-workers.mjs';
import { openSyncBackend, settings } from './sync-backend.mjs';

const [, , kind, count] = argv;
const { backend } = await openSyncBackend(kind);
const session = await backend.winsync.createSession(settings, () => {});

await terminateBusyWorkers('busy-sync-worker.mjs', { backend: kind }, Number(count));

// The main thread must still work.
await session.onProgress(0, 0, 1, 2);
const canceled = await session.isCanceled();
await backend.close();
stdout.write(`${JSON.stringify({ marker: 'terminated', workers: Number(count), canceled })}\n`);
