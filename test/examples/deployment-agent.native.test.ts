import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { toNotification } from '../contract/ctm/recorded-call.js';
import { openReferenceLibrary, type ReferenceLibrary } from '../native/ctm-library.js';
import { contentOf } from '../support/content.js';
import { createGuid } from '../support/create-guid.js';
import type { DeploymentAgent, DeploymentRequest } from './example-types.js';
import { importExample, type NativeExampleMachine, openNativeMachine } from './native-machine.js';

const { deploy } = await importExample<DeploymentAgent>('deployment-agent');
const content = contentOf(400_000);
const sha256 = createHash('sha256').update(content).digest('hex');
const target = { endpoint: 'CTMNotify', clientData: 'Daten für \u{1f600}' };
let library: ReferenceLibrary;

beforeEach(() => {
  library = openReferenceLibrary();
});

function requestOf({ server, folder }: NativeExampleMachine): DeploymentRequest {
  return {
    ...target,
    library: library.path,
    id: createGuid(),
    chunkSize: 50_000,
    wantsProgress: true,
    url: server.serve('/package.cab', { content }),
    path: join(folder, 'package.cab'),
    sha256,
    size: content.length,
  };
}

/** The notifications that the library has received, without those of progress. */
function ends() {
  return library
    .calls()
    .map(toNotification)
    .filter((call) => call.function !== 'SendNotifyProgressToCTM');
}

it('the deployment agent example reports one success to the library when the package of real BITS is verified', async () => {
  await using machine = await openNativeMachine();
  const request = requestOf(machine);
  expect(await deploy(machine.connection, request)).toEqual({ outcome: 'success', error: null });
  expect((await readFile(request.path)).equals(content)).toBe(true);
  const all = { bytesTotal: '400000', bytesTransferred: '400000', filesTotal: 1, filesTransferred: 1 };
  expect(ends()).toEqual([{ function: 'SendNotifySuccessToCTM', ...target, id: request.id, ...all }]);
});

it('the deployment agent example reports another hash to the library as one error, and leaves no file', async () => {
  await using machine = await openNativeMachine();
  const request = { ...requestOf(machine), sha256: '0'.repeat(64) };
  expect(await deploy(machine.connection, request)).toMatchObject({ outcome: 'error' });
  expect(ends()).toMatchObject([{ function: 'SendNotifyErrorToCTM', ...target, id: request.id, hresult: 0x80070570 }]);
  expect(existsSync(request.path)).toBe(false);
});
