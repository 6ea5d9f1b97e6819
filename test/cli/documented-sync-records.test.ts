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
import { TestServer } from './support/server.js';

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
    await using server = await TestServer.start({});
    // At the same time: each of them waits for most of its time.
    const run = async (command: string, ...args: readonly string[]) => {
      const { lines } = await place.start(...command.split(' '), ...args, '--json').ended;
      add(command, lines.map(parseRecord));
    };
    await Promise.all([
      run('sync'),
      run('sync', provider),
      run('syncmgr list'),
      run('syncmgr run', exampleClsid),
      run('syncmgr start', exampleHandlerId, 'inbox'),
      run('syncmgr start', 'unknown'),
      run('syncmgr stop', exampleHandlerId, 'inbox'),
      run('ctm simulate', contentProvider),
      run('ctm simulate', contentProvider, '--content', server.url('none.bin')),
      run('demo'),
    ]);
    add('sync', [...(await session(false)), ...(await session(true))]);
    add('syncmgr run', [...(await handler(false)), ...(await handler(true))]);
    add('syncmgr start', await stoppedInCenter());
  });

  it('documents the properties of each record of sync, syncmgr, ctm and demo', () => {
    for (const [command, record] of written) expectDocumented(command, record);
  });

  it('documents no other records of these commands', () => {
    // The first needs a native library, and its record is read where there is one; the others need a process that Ctrl-C ends.
    const elsewhere = ['ctm notify: done', 'ctm simulate: interrupted', 'demo: interrupted'];
    const keys = new Set([...written.map(([command, { type }]) => `${command}: ${String(type)}`), ...elsewhere]);
    keys.delete('syncmgr start: error');
    const expected = [...documented.keys()].filter((key) => /^(?:sync|syncmgr|ctm|demo)\b/.test(key));
    expect([...keys].sort()).toEqual(expected.sort());
  });

  it.each([
    ['demo: progress', ({ stage }: JsonRecord) => stage !== undefined],
    ['demo: progress', ({ stage }: JsonRecord) => stage === undefined],
    ['demo: verification', ({ file }: JsonRecord) => file !== undefined],
    ['demo: verification', ({ file }: JsonRecord) => file === undefined],
    ['ctm simulate: job', ({ error }: JsonRecord) => error !== undefined],
  ])('documents each shape of %s that is written', (key, matches) => {
    expect(written.some(([command, record]) => `${command}: ${String(record.type)}` === key && matches(record))).toBe(
      true,
    );
  });

  // On Windows, a process cannot send SIGINT to another process: Ctrl-C is an event of the console.
  it.runIf(process.platform !== 'win32').each([
    ['ctm simulate', [contentProvider]],
    ['demo', []],
  ])('documents the records of %s up to Ctrl-C', async (command, args) => {
    await using place = await Workplace.create();
    const { lines } = await place.startInterrupted(...command.split(' '), ...args, '--json').ended;
    const records = lines.map(parseRecord);
    for (const record of records) expectDocumented(command, record);
    expect(records.at(-1)?.type).toBe('interrupted');
  });
});
