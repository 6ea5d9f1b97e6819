// Terminates worker threads that serve and drive handlers with calls and questions in flight, one after the other, and says so at the
// end.
//
//   node terminate-sync-manager-workers.mjs BACKEND ROUNDS

import { once } from 'node:events';
import { argv, stdout } from 'node:process';
import { Worker } from 'node:worker_threads';
import { openBusyHandler, openConnections } from './sync-manager-connections.mjs';

const [, , kind, rounds] = argv;
const { open, end } = await openConnections(kind);
const [server, manager] = [await open(), await open()];
const { handler, events } = await openBusyHandler(server, manager);

for (let round = 0; round < Number(rounds); round += 1) {
  const program = new URL('./busy-sync-manager-worker.mjs', import.meta.url);
  const worker = new Worker(program, { workerData: { backend: kind } });
  const [busy] = await once(worker, 'message');
  if (busy !== 'busy') throw new Error(`the worker says ${busy}`);
  await worker.terminate();
}

// The main thread has to go on as if nothing had happened.
const { name } = await handler.info();
const { value } = await events.next();
await events.return();
await manager.close();
await server.close();
await end();
stdout.write(`${JSON.stringify({ marker: 'terminated', rounds: Number(rounds), name, event: value.type })}\n`);
