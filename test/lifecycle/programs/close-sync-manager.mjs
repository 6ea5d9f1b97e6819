// Closes connections with a handler, a synchronisation, a question and pending calls, prints a marker, and then does nothing: the process
// must exit by itself.
//
//   node close-sync-manager.mjs BACKEND

import { argv, stdout } from 'node:process';
import { openBusyHandler, openConnections } from './sync-manager-connections.mjs';

const codeOf = (promise) =>
  promise.then(
    () => 'resolved',
    (error) => error.code,
  );

const { open, end } = await openConnections(argv[2]);
const [server, manager] = [await open(), await open()];
const { handler, events } = await openBusyHandler(server, manager);
const calls = Array.from({ length: 200 }, () => codeOf(handler.info()));
const ended = codeOf(
  (async () => {
    while (!(await events.next()).done);
  })(),
);
const closing = Promise.all([manager.close(), server.close()]);
const late = codeOf(handler.info());
await closing;
const outcomes = new Set(await Promise.all(calls));
outcomes.delete('resolved');
const marker = { marker: 'closed', late: await late, ended: await ended, calls: [...outcomes] };
await end();
stdout.write(`${JSON.stringify(marker)}\n`);
