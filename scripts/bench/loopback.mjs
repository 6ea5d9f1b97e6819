// The time that the emulation needs to download 1 GB from the loopback interface, compared with curl.
//
//   node scripts/bench/loopback.mjs [bytes]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const size = Number(process.argv[2] ?? 1_000_000_000);
/** The best round is used: other programs on the machine only add time. */
const rounds = 7;
const bounds = { wall: 1.5, cpu: 3 };

const folder = await mkdtemp(join(tmpdir(), 'winprogress-bench-'));
const server = run(process.execPath, scriptOf('loopback-server.mjs'), String(size));
const [url] = await once(createInterface({ input: server.stdout }), 'line');
const results = { curl: [], ours: [] };
try {
  // Alternates, so that other programs on the machine affect both.
  for (let round = 0; round <= rounds; round += 1) {
    const [curl, ours] = [await measureCurl(), await measureOurs()];
    // The first round warms up the server and the disk.
    if (round === 0) continue;
    results.curl.push(curl);
    results.ours.push(ours);
  }
} finally {
  server.kill();
  await rm(folder, { recursive: true, force: true });
}

console.log(
  `\n${size.toLocaleString('en-US')} bytes from loopback, best of ${rounds} rounds (Node ${process.version})\n`,
);
console.log('| | curl | winprogress | ratio | bound |');
console.log('|---|---|---|---|---|');
for (const [key, name] of [
  ['wall', 'wall time, ms'],
  ['cpu', 'processor time, ms'],
]) {
  const [curl, ours] = [results.curl, results.ours].map((list) => Math.min(...list.map((each) => each[key])));
  console.log(`| ${name} | ${curl.toFixed(0)} | ${ours.toFixed(0)} | ${(ours / curl).toFixed(2)} | ${bounds[key]} |`);
  if (ours / curl > bounds[key]) process.exitCode = 1;
}

/** The times reported by bash are those of its child process: user and system. */
async function measureCurl() {
  const path = join(folder, 'curl');
  const command = 'TIMEFORMAT="%R %U %S"; time curl --silent --show-error --output "$1" "$0"';
  const child = spawn('bash', ['-c', command, url, path], { stdio: ['ignore', 'inherit', 'pipe'] });
  let text = '';
  child.stderr.on('data', (data) => {
    text += data;
  });
  await once(child, 'close');
  const [real, user, system] = text.trim().split(' ').map(Number);
  await check(path);
  return { wall: real * 1000, cpu: (user + system) * 1000 };
}

async function measureOurs() {
  const path = join(folder, 'ours');
  const child = run(process.execPath, scriptOf('loopback-client.mjs'), url, path);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  if (child.exitCode === null) await once(child, 'exit');
  await check(path);
  return JSON.parse(line);
}

async function check(path) {
  const { size: found } = await stat(path);
  if (found !== size) throw new Error(`${path} has ${found} bytes`);
  await rm(path);
}

function run(program, ...words) {
  return spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
}

function scriptOf(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}
