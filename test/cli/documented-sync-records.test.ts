import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { runSession } from '../../lib/cli/sync/session.js';
import { startInCenter } from '../../lib/cli/syncmgr/center.js';
import { exampleClsid, exampleHandlerId } from '../../lib/cli/syncmgr/examples.js';
import { runHandler } from '../../lib/cli/syncmgr/run-handler.js';
import { createEmulation, type Emulation, runScript } from '../../lib/emulation.js';
import { type Connection, connect } from '../../lib/index.js';
import { driveVirtualTime } from '../contract/kit/drive.js';
import { CollectedOutput } from './support/collected-output.js';
import { type JsonRecord, parseRecord, Workplace } from './support/command.js';
import { documented, expectDocumented } from './support/documented-records.js';
import { bytes, TestServer } from './support/server.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const provider = '{8D0A4C57-6E1B-4F0C-9B53-2A7C61D0E4F8}';
const own = '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1F0}';
const item = '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1A1}';
const contentProvider = fileURLToPath(new URL('../../examples/alternate-content-provider.mjs', import.meta.url));

/** A part of a command, with the connection that it would have opened and the signal of Ctrl-C. */
type Part = (connection: Connection, output: CollectedOutput, interrupt: AbortController) => Promise<unknown>;

/** Runs a part of a command in virtual time, where the whole command cannot be brought to its record. Resolves to its records. */
async function runPart(prepare: (emulation: Emulation) => unknown, part: Part): Promise<JsonRecord[]> {
  await using emulation = createEmulation();
  await prepare(emulation);
  await using connection = await connect({ backend: emulation });
  const output = new CollectedOutput();
  await driveVirtualTime(emulation.clock, part(connection, output, new AbortController()));
  return output.records;
}

function session(abort: boolean): Promise<JsonRecord[]> {
  const run = runScript([
    { recoverableError: { itemDisplayName: 'note 7' } },
    { progress: { stage: 'changeApplication', completedWork: 4, totalWork: 0 } },
  ]);
  return runPart(
    ({ winsync }) => winsync.registerProvider({ clsid: own, run }),
    (connection, output, interrupt) => {
      if (abort) interrupt.abort();
      const options = { role: 'destination', backend: 'emulation', json: true, idle: 1000 } as const;
      return runSession(connection, own, options, { output, interrupted: interrupt.signal });
    },
  );
}

function handler(abort: boolean): Promise<JsonRecord[]> {
  return runPart(
    ({ syncmgr }) =>
      syncmgr.registerHandler({
        clsid: own,
        name: 'Mail',
        items: [{ id: item, name: 'Inbox' }],
        async synchronize([id = item], mail) {
          await mail.logError({ level: 'warning', text: 'It is late.', itemId: id });
          await mail.deleteLogError();
          await mail.establishConnection('Office');
          await mail.progress(id, { status: 'succeeded', value: 4, max: 4 });
        },
      }),
    (connection, output, interrupt) => {
      if (abort) interrupt.abort();
      const surroundings = { json: true, output, interrupted: interrupt.signal };
      return runHandler(connection, { clsid: own, items: [] }, surroundings);
    },
  );
}

function stoppedInCenter(): Promise<JsonRecord[]> {
  return runPart(
    ({ syncmgr }) => syncmgr.center.registerHandler({ id: 'Contoso.Mail', items: ['inbox'] }),
    (connection, output, interrupt) => {
      interrupt.abort();
      const surroundings = { json: true, output, interrupted: interrupt.signal };
      return startInCenter(connection, { handlerId: 'Contoso.Mail', itemIds: [] }, surroundings);
    },
  );
}

describe('docs/command-line.md', () => {
  /** The records that the commands have written. */
  const written: (readonly [command: string, record: JsonRecord])[] = [];

  beforeAll(async () => {
    const add = (command: string, records: readonly JsonRecord[]) =>
      void written.push(...records.map((record) => [command, record] as const));
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content: bytes(1000) } });
    const simulated = (name: string) => ['ctm simulate', contentProvider, '--content', server.url(name)] as const;
    const commands = [
      ['sync'],
      ['sync', provider],
      ['syncmgr list'],
      ['syncmgr run', exampleClsid],
      ['syncmgr start', exampleHandlerId, 'inbox'],
      ['syncmgr start', 'unknown'],
      ['syncmgr stop', exampleHandlerId, 'inbox'],
      simulated('file.bin'),
      simulated('none.bin'),
    ] as const;
    // At the same time: each of them waits for most of its time.
    const ends = await place.runAll(
      ...commands.map(([command, ...args]) => [...command.split(' '), ...args, '--json']),
    );
    for (const [index, { lines }] of ends.entries()) add(commands[index]?.[0] ?? '', lines.map(parseRecord));
    add('sync', [...(await session(false)), ...(await session(true))]);
    add('syncmgr run', [...(await handler(false)), ...(await handler(true))]);
    add('syncmgr start', await stoppedInCenter());
  });

  it('documents the properties of each record of sync, syncmgr and ctm', () => {
    for (const [command, record] of written) expectDocumented(command, record);
  });

  it('documents no other records of these commands', () => {
    // The first needs a native library, and its record is read where there is one; the other one needs Ctrl-C.
    const elsewhere = ['ctm notify: done', 'ctm simulate: interrupted'];
    const keys = new Set([...written.map(([command, { type }]) => `${command}: ${String(type)}`), ...elsewhere]);
    keys.delete('syncmgr start: error');
    const expected = [...documented.keys()].filter((key) => /^(?:sync|syncmgr|ctm)\b/.test(key));
    expect([...keys].sort()).toEqual(expected.sort());
  });

  it('documents the shape of a job of ctm simulate that has failed', () => {
    const failed = ([command, { type, error }]: (typeof written)[number]) =>
      command === 'ctm simulate' && type === 'job' && error !== undefined;
    expect(written.some(failed)).toBe(true);
  });

  it('documents the records of ctm simulate up to Ctrl-C', async () => {
    await using place = await Workplace.create();
    const running = place.begin('ctm', 'simulate', contentProvider, '--json');
    await running.record(() => true);
    running.interrupt();
    const records = (await running.ended).lines.map(parseRecord);
    for (const record of records) expectDocumented('ctm simulate', record);
    expect(records.at(-1)?.type).toBe('interrupted');
  });
});
