// Closes a connection with pending calls, a watch and callbacks, prints a marker, and then does nothing: the process must exit by itself.
//
//   node close-in-flight.mjs BACKEND JOB-NAME FILE

import { once } from 'node:events';
import { createServer } from 'node:http';
import { argv, stdout } from 'node:process';
import { importBuilt } from '../../support/built-library.mjs';

const { connect } = await importBuilt('index');

const [, , backend, name, path] = argv;
// Wine's BITS counts the bytes in blocks: half of them are whole blocks.
const size = 1_048_576;

/** A server that sends only half of a file. It does not keep the process running. */
const server = createServer((request, response) => {
  response.writeHead(200, { 'content-length': size, 'accept-ranges': 'bytes', etag: '"1"' });
  if (request.method === 'HEAD') response.end();
  else response.write(Buffer.alloc(size / 2));
});
server.on('connection', (socket) => socket.unref());
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const connection = await connect({ backend });
const url = `http://127.0.0.1:${server.address().port}/file.bin`;
const job = await connection.bits.createJob({ name, files: [{ url, path }] });
await job.listen({ onTransferred() {}, onError() {}, onModification() {} });
await job.resume();
for await (const { bytesTransferred } of job.watch({ interval: 20 })) if (bytesTransferred >= BigInt(size / 2)) break;
server.unref();

const watch = job.watch({ interval: 2 ** 31 - 1 });
await watch.next();
const codeOf = (promise) =>
  promise.then(
    () => 'resolved',
    (error) => error.code,
  );
const watching = codeOf(watch.next());
const calls = Array.from({ length: 200 }, () => codeOf(job.snapshot()));
const closing = connection.close();
const late = codeOf(job.snapshot());
await closing;

const outcomes = new Set(await Promise.all(calls));
outcomes.delete('resolved');
const report = { marker: 'closed', watch: await watching, late: await late, calls: [...outcomes] };
stdout.write(`${JSON.stringify(report)}\n`);
