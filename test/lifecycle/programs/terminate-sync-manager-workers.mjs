// Terminates worker threads that serve and drive handlers with pending calls and questions, and prints a marker at the end.
//
//   node terminate-sync-manager-workers.mjs BACKEND COUNT

import { argv, stdout } from 'node:process';
import { terminateBusyWorkers } from './busy-workers.mjs';
import { openBusyHandler, openConnections } from './sync-manager-connections.mjs';

const [, , kind, count] = argv;
const { open, end } = await openConnections(kind);
const [server, manager] = [await open(), await open()];
const { handler, events } = await openBusyHandler(server, manager);

await terminateBusyWorkers('busy-sync-manager-worker.mjs', { backend: kind }, Number(count));

// The main thread must still work.
const { name } = await handler.info();
const { value } = await events.next();
await events.return();
await manager.close();
await server.close();
await end();
stdout.write(`${JSON.stringify({ marker: 'terminated', workers: Number(count), name, event: value.type })}\n`);
