// Closes a connection with a session, a provider, pending calls and questions, prints a marker, and then does nothing: the process must
// exit by itself.
//
//   node close-sync-session.mjs BACKEND

import { argv, stdout } from 'node:process';
import { openBusySession, openSyncBackend } from './sync-backend.mjs';

const codeOf = (promise) =>
  promise.then(
    () => 'resolved',
    (error) => error.code,
  );

const opened = await openSyncBackend(argv[2]);
const { session, answers } = await openBusySession(opened);
const calls = Array.from({ length: 200 }, () => codeOf(session.onProgress(0, 1, 1, 2)));
const closing = opened.backend.close();
const late = codeOf(session.isCanceled());
await closing;
const outcomes = new Set(await Promise.all(calls));
outcomes.delete('resolved');
await Promise.all(answers.map(codeOf));
stdout.write(`${JSON.stringify({ marker: 'closed', late: await late, calls: [...outcomes] })}\n`);
