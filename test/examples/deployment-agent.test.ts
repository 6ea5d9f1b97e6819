import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ManagedContentJob } from '../../lib/emulation.js';
import { downloadFlags } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { contentOf, isSameContent } from '../support/content.js';
import type { DeploymentAgent, DeploymentRequest } from './example-types.js';
import { type ExampleMachine, openExampleMachine } from './machine.js';

const { deploy }: DeploymentAgent = await import(new URL('../../examples/deployment-agent.mjs', import.meta.url).href);
const url = 'http://content.test/package.cab';
const content = contentOf(400_000);
const sha256 = createHash('sha256').update(content).digest('hex');
const id = '{11111111-2222-3333-4444-5555AAAABBBB}';

/** A job of the emulated manager, and the request that a native provider writes for it. */
async function requestOf(
  { emulation, folder }: ExampleMachine,
  expected = sha256,
): Promise<{ job: ManagedContentJob; request: DeploymentRequest }> {
  emulation.network.serve(url, { content, bytesPerSecond: 50_000 });
  const { manager } = emulation.ctm;
  const requests: DeploymentRequest[] = [];
  const unused = () => Promise.reject(new Error('not used'));
  manager.registerProvider(
    { logicalName: 'Example', priority: 1 },
    {
      async downloadContent({ notifyEndpoint, notifyData, chunkSize, flags, localPath }) {
        requests.push({
          library: manager.library,
          endpoint: notifyEndpoint,
          id,
          clientData: notifyData,
          chunkSize,
          wantsProgress: (flags & downloadFlags.notifyProgress) !== 0,
          url,
          path: join(localPath, 'package.cab'),
          sha256: expected,
          size: content.length,
        });
        return id;
      },
      cancelJob: unused,
      modifyJobSource: unused,
      modifyJobPriority: unused,
      modifyJobTimeout: unused,
      resume: unused,
      suspend: unused,
    },
  );
  const job = await manager.requestContent({
    contentId: 'ABC00001',
    localPath: folder,
    chunkSize: 50_000,
    timeoutSeconds: 10_000_000,
  });
  const [request] = requests;
  return { job, request: request ?? expect.unreachable('the manager has not called the provider') };
}

it('the deployment agent example reports progress, then success when the package is verified', async () => {
  await using machine = await openExampleMachine();
  const { job, request } = await requestOf(machine);
  expect(await machine.drive(deploy(machine.connection, request))).toEqual({ outcome: 'success', error: null });
  expect(isSameContent(machine.emulation.files.read(request.path), content)).toBe(true);
  expect([job.state, job.violations]).toEqual(['succeeded', []]);
  expect(job.notifications.length).toBeGreaterThan(3);
});

it('the deployment agent example reports another hash as one error, never as success', async () => {
  await using machine = await openExampleMachine();
  const { job, request } = await requestOf(machine, '0'.repeat(64));
  expect(await machine.drive(deploy(machine.connection, request))).toMatchObject({ outcome: 'error' });
  const ends = job.notifications.filter(({ notification }) => notification.function !== 'SendNotifyProgressToCTM');
  expect(ends).toMatchObject([{ notification: { function: 'SendNotifyErrorToCTM', hresult: 0x80070570 } }]);
  expect([job.state, job.violations]).toEqual(['failed', []]);
  expect(machine.emulation.files.read(request.path)).toBeUndefined();
});

it('the deployment agent example reports the error of a server with its code', async () => {
  await using machine = await openExampleMachine();
  const { job, request } = await requestOf(machine);
  machine.emulation.network.remove(url);
  await machine.drive(deploy(machine.connection, request));
  expect(job.error).toMatchObject({ code: 'BG_E_HTTP_ERROR_404' });
  expect(job.violations).toEqual([]);
});

it('the deployment agent example reports no end when it is interrupted, and the next run continues the job', async () => {
  await using machine = await openExampleMachine();
  const { connection } = machine;
  const { job, request } = await requestOf(machine);
  const stop = new AbortController();
  const first = caught(deploy(connection, request, { signal: stop.signal }));
  await machine.advanceUntil(() => job.progress.bytesTransferred > 0n);
  stop.abort();
  expect(await machine.drive(first)).toMatchObject({ name: 'AbortError' });
  expect(job.state).not.toBe('failed');
  const [left] = await machine.drive(connection.bits.jobs());
  expect(await machine.drive(deploy(connection, request))).toMatchObject({ outcome: 'success' });
  expect(await left?.getState()).toBe('acknowledged');
  expect([job.state, job.violations]).toEqual(['succeeded', []]);
});
