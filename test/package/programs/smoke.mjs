// Calls real COM through the prebuilt binary of the installed package, for a host on which the test tools do not run, and prints what it found as JSON.
//
//   node smoke.mjs CONTENT_TRANSFER_LIBRARY

import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arch, argv, report, stdout } from 'node:process';
import { importBuilt } from '../../support/built-library.mjs';

const { connect } = await importBuilt('index');
const [, , libraryPath] = argv;

const connection = await connect({ backend: 'native' });
const { classes } = await connection.probe();
const results = {
  arch,
  hasBits: classes.some(({ name, available }) => name === 'BackgroundCopyManager' && available),
  download: await downloadThroughBits(),
  session: await reportToSession(),
  notification: await notifyLibrary(),
};
await connection.close();
report.excludeNetwork = true;
const addons = report.getReport().sharedObjects.filter((path) => path.endsWith('.node'));
stdout.write(`${JSON.stringify({ ...results, addons })}\n`);

/** Transfers a file with a job of BITS, which calls back when it is transferred. */
async function downloadThroughBits() {
  const content = Buffer.alloc(1_000_000, 'content');
  const headers = { 'content-length': content.length, 'accept-ranges': 'bytes', etag: '"1"' };
  const server = createServer(({ method }, response) => {
    response.writeHead(200, headers).end(method === 'HEAD' ? undefined : content);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const folder = await mkdtemp(join(tmpdir(), 'winprogress-smoke-'));
  const file = { url: `http://127.0.0.1:${server.address().port}/file`, path: join(folder, 'file') };
  const job = await connection.bits.createJob({ name: 'winprogress smoke', files: [file] });
  const transferred = Promise.withResolvers();
  await job.listen({ onTransferred: transferred.resolve, onError: transferred.reject, onModification() {} });
  await job.resume();
  await transferred.promise;
  await job.complete();
  const { state, bytesTransferred } = await job.snapshot();
  const isSame = content.equals(await readFile(file.path));
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
  return { state, bytesTransferred: String(bytesTransferred), isSame };
}

/** Reports to a session of Windows Sync as a provider does, through its vtable. */
async function reportToSession() {
  const { winsync } = connection;
  const session = await winsync.createSession();
  const state = await winsync.attach(session.pointer);
  const reports = session.progress();
  const next = reports.next();
  const counts = { completedWork: 3, totalWork: 8 };
  await state.onProgress({ provider: 'destination', stage: 'changeApplication', ...counts });
  const { provider, stage, completedWork, totalWork } = (await next).value;
  await state.close();
  await session.close();
  return { provider, stage, completedWork, totalWork };
}

/** Calls an export of a library of Content Transfer Manager with each kind of argument. */
async function notifyLibrary() {
  const notifier = await connection.ctm.openNotifier({ library: libraryPath });
  const id = '{0F8FAD5B-D9CB-469F-A165-70867728950E}';
  const counts = { bytesTotal: 2n ** 40n, bytesTransferred: 2n ** 40n, filesTotal: 2, filesTransferred: 2 };
  await notifier.notifySuccess({ endpoint: 'CTMNotify', id, clientData: 'client data', ...counts });
  await notifier.close();
  return 'S_OK';
}
