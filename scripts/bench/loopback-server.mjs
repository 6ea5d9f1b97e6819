// Serves one file of zeros over HTTP on the loopback interface, with ranges: loopback-server.mjs <bytes>. Prints its URL.
import { createServer } from 'node:http';

const size = Number(process.argv[2]);
const block = Buffer.alloc(1024 * 1024);

const server = createServer((request, response) => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(start > 0 ? 206 : 200, {
    'Content-Length': size - start,
    'Accept-Ranges': 'bytes',
    ETag: '"1"',
    ...(start > 0 ? { 'Content-Range': `bytes ${start}-${size - 1}/${size}` } : {}),
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  let left = size - start;
  const send = () => {
    while (left > 0) {
      const part = block.subarray(0, Math.min(block.length, left));
      left -= part.length;
      if (!response.write(part)) {
        response.once('drain', send);
        return;
      }
    }
    response.end();
  };
  send();
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/file`));
