import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Screen } from './pictures/screen.mjs';
import { toSvg } from './pictures/svg.mjs';
import { root, which } from './process.mjs';

/**
 * Draws the pictures of the terminal in docs/pictures: runs the built command line on the emulation, in a pseudo-terminal of `script` (package
 * bsdutils or util-linux), and draws what is on the screen at the end of each command. The data is fixed, so that each run writes the same files.
 */

const main = join(root, 'dist', 'cli', 'main.js');
const columns = 92;
const rate = '12.5 MB/s  0:02 left';
const size = 48_000_000;
const pause = 20_640_000;
const folder = join(tmpdir(), 'winprogress-pictures');
const shownFolder = '/home/user/Downloads';

/**
 * Runs a command on the screen until it ends.
 *
 * @param {Screen} screen
 * @param {string} command what follows `$ winprogress`
 * @param {{ env?: NodeJS.ProcessEnv, interruptAt?: RegExp }} [options] `interruptAt`: presses Ctrl-C when the screen matches
 */
async function perform(screen, command, { env = {}, interruptAt } = {}) {
  screen.write(`$ winprogress ${command}\r\n`);
  const line = `stty cols ${columns} rows 40; exec "${process.execPath}" "${main}" ${command}`;
  const child = spawn('script', ['-qec', line, '/dev/null'], {
    cwd: folder,
    env: { ...process.env, TERM: 'xterm', LC_ALL: 'C.UTF-8', WINPROGRESS_BACKEND: 'emulation', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  let interrupted = false;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    screen.write(text);
    if (interrupted || interruptAt === undefined || !interruptAt.test(screen.lines.join('\n'))) return;
    interrupted = true;
    child.stdin.write('\u0003');
  });
  const [code, signal] = await once(child, 'close');
  if (signal !== null) throw new Error(`winprogress ${command} does not end: ${screen.lines.join('\n')}`);
  if (code !== (interruptAt === undefined ? 0 : 130)) throw new Error(`winprogress ${command} ends with ${code}`);
  screen.write('\r\n');
}

/** A proxy that serves one file. The first response stops in the middle. */
async function startProxy() {
  let stopped = false;
  const server = createServer((request, response) => {
    const [, from = '0'] = /^bytes=(\d+)-/.exec(request.headers.range ?? '') ?? [];
    const start = Number(from);
    const headers = { 'accept-ranges': 'bytes', etag: '"1"', 'content-length': size - start };
    const range = request.headers.range === undefined ? {} : { 'content-range': `bytes ${start}-${size - 1}/${size}` };
    response.writeHead(request.headers.range === undefined ? 200 : 206, { ...headers, ...range });
    if (request.method === 'HEAD') response.end();
    else if (stopped) response.end(Buffer.alloc(size - start));
    else {
      stopped = true;
      response.write(Buffer.alloc(pause - start));
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

/** A download that is interrupted and resumed. */
async function get() {
  const server = await startProxy();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const env = { HTTP_PROXY: `http://127.0.0.1:${address.port}`, NO_PROXY: '', XDG_STATE_HOME: folder };
  const screen = new Screen(columns);
  const command = 'get http://example.org/big.iso big.iso';
  await perform(screen, command, { env, interruptAt: / 43 % / });
  await perform(screen, command, { env });
  server.closeAllConnections();
  server.close();
  return screen;
}

async function synchronise() {
  const screen = new Screen(columns);
  await perform(screen, "syncmgr run '{3E7B1A52-90C4-4D6F-A8E1-5C2F7D9B0461}' Inbox Contacts Photos");
  return screen;
}

async function probe() {
  const screen = new Screen(columns);
  await perform(screen, 'probe');
  return screen;
}

if (which('script') === undefined) throw new Error('the program script is missing: apt-get install bsdutils');
const pictures = join(root, 'docs', 'pictures');
await mkdir(pictures, { recursive: true });
for (const [name, record] of Object.entries({ get, probe, 'syncmgr-run': synchronise })) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  try {
    // Only the rate and the folder depend on the machine.
    const lines = (await record()).lines.map((line) =>
      line.replace(/(43 % .*48\.0 MB).*/, `$1  ${rate}`).replace(folder, shownFolder),
    );
    await writeFile(join(pictures, `${name}.svg`), toSvg(lines, columns));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
