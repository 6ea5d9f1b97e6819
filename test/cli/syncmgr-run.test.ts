import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../lib/cli/errors.js';
import { printHandlers } from '../../lib/cli/syncmgr/commands.js';
import { runHandler } from '../../lib/cli/syncmgr/run-handler.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { createEmulation, type Emulation } from '../../lib/emulation.js';
import { type Connection, connect, type SyncManagerHandlerDefinition } from '../../lib/index.js';
import { driveVirtualTime } from '../contract/kit/drive.js';
import { caught } from '../support/caught.js';
import { CollectedOutput } from './support/collected-output.js';

const clsid = '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1F0}';
const inbox = '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1A1}';
const photos = '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1A2}';

let emulation: Emulation;
let connection: Connection;
let output: CollectedOutput;
let interrupt: AbortController;

beforeEach(async () => {
  emulation = createEmulation();
  connection = await connect({ backend: emulation });
  output = new CollectedOutput();
  interrupt = new AbortController();
});

afterEach(async () => {
  await connection.close();
  await emulation.close();
});

interface RunOptions {
  readonly items?: readonly string[];
  readonly json?: boolean;
}

/** Runs a handler with the items Inbox and Photos (checked), in virtual time. */
async function run(definition: Partial<SyncManagerHandlerDefinition>, options: RunOptions = {}): Promise<number> {
  const items = [
    { id: inbox, name: 'Inbox', checked: false },
    { id: photos, name: 'Photos' },
  ];
  await emulation.syncmgr.registerHandler({ clsid, name: 'Mail', items, synchronize: () => {}, ...definition });
  return await runRegistered(options);
}

function runRegistered({ items = [], json = true }: RunOptions = {}): Promise<number> {
  const surroundings = { json, output, interrupted: interrupt.signal };
  return driveVirtualTime(emulation.clock, runHandler(connection, { clsid, items }, surroundings));
}

const succeed: SyncManagerHandlerDefinition['synchronize'] = async (itemIds, session) => {
  for (const id of itemIds) await session.progress(id, { status: 'succeeded', value: 4, max: 4 });
};

/** Reports Inbox as failed and other items as succeeded. */
const failInbox: SyncManagerHandlerDefinition['synchronize'] = async (itemIds, session) => {
  for (const id of itemIds) await session.progress(id, { status: id === inbox ? 'failed' : 'succeeded' });
};

describe('runHandler()', () => {
  it('synchronises the checked items by default', async () => {
    const synchronized: (readonly string[])[] = [];
    expect(await run({ synchronize: (itemIds) => void synchronized.push(itemIds) })).toBe(0);
    expect(synchronized).toEqual([[photos]]);
  });

  it('synchronises the given items in the given order', async () => {
    const synchronized: (readonly string[])[] = [];
    await run({ synchronize: (itemIds) => void synchronized.push(itemIds) }, { items: ['Photos', inbox] });
    expect(synchronized).toEqual([[photos, inbox]]);
  });

  it('writes each event and the result as records with --json', async () => {
    expect(await run({ synchronize: succeed })).toBe(0);
    const item = { status: 'succeeded', statusText: null, value: 4, max: 4, fraction: 1 };
    const rates = { valuePerSecond: null, remainingSeconds: 0 };
    const completed = { succeeded: true, code: 'S_OK', hresult: 0 };
    expect(output.records).toEqual([
      { type: 'progress', name: 'Photos', itemId: photos, ...item, ...rates, folded: 0 },
      { type: 'completed', ...completed },
      { type: 'done', backend: 'emulation', clsid, ...completed, missing: false, items: { succeeded: 1 } },
    ]);
  });

  it('prints the progress and the result', async () => {
    expect(await run({ synchronize: succeed }, { json: false })).toBe(0);
    expect(output.lines).toEqual(['Photos: 100 %  4 of 4  succeeded', 'Completed: 1 succeeded (emulation)']);
  });

  it('prints log entries of the handler on standard error', async () => {
    await run(
      { synchronize: (_, session) => session.logError({ level: 'warning', text: 'It is late.', itemId: photos }) },
      { json: false },
    );
    expect(output.warnings).toEqual(['warning: Photos: It is late.']);
  });

  it('returns 1 when an item has failed and the handler has succeeded', async () => {
    expect(await run({ synchronize: failInbox }, { items: ['Inbox', 'Photos'] })).toBe(1);
    const items = { failed: 1, succeeded: 1 };
    expect(output.records.at(-1)).toMatchObject({ type: 'done', succeeded: false, code: 'S_OK', items });
  });

  it('returns 1 when the handler has failed and no item has failed', async () => {
    const synchronize = () => refuse(hresults.E_ACCESSDENIED);
    expect(await run({ synchronize })).toBe(1);
    const end = { succeeded: false, code: 'E_ACCESSDENIED', hresult: hresults.E_ACCESSDENIED };
    expect(output.records).toMatchObject([
      { type: 'completed', ...end },
      { type: 'done', ...end, items: { notReported: 1 } },
    ]);
  });

  it('prints the error of the handler', async () => {
    await run({ synchronize: () => refuse(0x8765_4321) }, { json: false });
    expect(output.lines).toEqual(['Failed with 0x87654321: 1 not reported (emulation)']);
  });

  it('returns 1 without synchronising when the handler fails to prepare', async () => {
    let synchronized = false;
    const prepare = () => refuse(hresults.E_ACCESSDENIED);
    const synchronize = () => {
      synchronized = true;
    };
    expect(await run({ prepare, synchronize })).toBe(1);
    expect(output.records[0]).toMatchObject({ type: 'completed', code: 'E_ACCESSDENIED' });
    expect(synchronized).toBe(false);
  });

  it('fails with the result of Initialize when the handler does not accept the event', async () => {
    expect(await caught(run({ initialize: () => false }))).toMatchObject({
      hresult: 1,
      operation: 'ISyncMgrSynchronize.Initialize',
    });
  });

  it('initialises the handler for a manual synchronisation', async () => {
    const events: (string | number)[] = [];
    await run({ initialize: ({ event }) => events.push(event) > 0 });
    expect(events).toEqual(['manual']);
  });

  it('refuses dialogs', async () => {
    const answers: boolean[] = [];
    await run({ synchronize: async (_, session) => void answers.push(await session.enableModeless(true)) });
    expect(answers).toEqual([false]);
  });

  it('does nothing when no item is checked', async () => {
    let synchronized = false;
    const synchronize = () => {
      synchronized = true;
    };
    expect(await run({ items: [{ id: inbox, name: 'Inbox', checked: false }], synchronize })).toBe(0);
    expect(output.records).toEqual([
      {
        type: 'done',
        backend: 'emulation',
        clsid,
        succeeded: true,
        code: null,
        hresult: null,
        missing: false,
        items: {},
      },
    ]);
    expect(synchronized).toBe(false);
  });

  it('prints that no items are checked', async () => {
    await run({ items: [] }, { json: false });
    expect(output.lines).toEqual(['No items are checked (emulation)']);
  });

  it('writes with --json that items are not available', async () => {
    const items = { items: [{ id: photos, name: 'Photos' }], missing: true };
    await run({ items });
    expect(output.records.at(-1)).toMatchObject({ missing: true });
  });

  it('prints that items are not available', async () => {
    await run({ items: { items: [], missing: true } }, { json: false });
    expect(output.warnings).toHaveLength(1);
  });

  it('rejects a name that no item has without synchronising', async () => {
    expect(await caught(run({}, { items: ['Calendar'] }))).toBeInstanceOf(UsageError);
    expect(output.lines).toEqual([]);
  });
});

describe('runHandler() after Ctrl-C', () => {
  /** A handler that reports progress and stops when it is cancelled. Ctrl-C is pressed between its first two reports. */
  const interrupted: SyncManagerHandlerDefinition['synchronize'] = async (_, session) => {
    await session.progress(photos, { status: 'updating', value: 1, max: 4 });
    interrupt.abort();
    const answer = await session.progress(photos, { value: 2 });
    await session.progress(photos, { status: answer === 'cancelAll' ? 'stopped' : 'succeeded' });
    refuse(hresults.E_ABORT);
  };

  it('cancels all items and writes the events of the handler until its end', async () => {
    expect(await run({ synchronize: interrupted })).toBe(130);
    expect(output.records.slice(-3)).toMatchObject([
      { type: 'progress', itemId: photos, status: 'stopped', value: 2 },
      { type: 'completed', code: 'E_ABORT' },
      { type: 'interrupted', clsid, items: { stopped: 1 } },
    ]);
  });

  it('prints the status of the items on standard error', async () => {
    expect(await run({ synchronize: interrupted }, { json: false })).toBe(130);
    expect(output.warnings).toEqual(['Interrupted: the synchronisation is cancelled (1 stopped).']);
  });

  it('waits for the end of the handler', async () => {
    let ended = false;
    await run({
      synchronize: async (_, session) => {
        interrupt.abort();
        await session.progress(photos, { status: 'updating' });
        await new Promise<void>((resolve) => emulation.clock.schedule(resolve, 3_600_000));
        ended = true;
      },
    });
    expect(ended).toBe(true);
  });

  it('does not synchronise when the handler is still preparing', async () => {
    let synchronized = false;
    const prepare = () => interrupt.abort();
    const synchronize = () => {
      synchronized = true;
    };
    expect(await run({ prepare, synchronize })).toBe(130);
    expect(output.records).toEqual([{ type: 'interrupted', clsid, items: { notReported: 1 } }]);
    expect(synchronized).toBe(false);
  });

  it('returns 130 when the handler fails because it is cancelled', async () => {
    const prepare = () => {
      interrupt.abort();
      refuse(hresults.E_ABORT);
    };
    expect(await run({ prepare })).toBe(130);
  });

  it('does not wait for a handler that hangs before it is open', async () => {
    const syncmgr = { openHandler: () => new Promise<never>(() => {}) };
    const surroundings = { json: true, output, interrupted: interrupt.signal };
    const ended = runHandler({ backend: 'native', syncmgr }, { clsid, items: [] }, surroundings);
    interrupt.abort();
    expect(await ended).toBe(130);
    expect(output.records).toEqual([{ type: 'interrupted', clsid, items: {} }]);
  });
});

describe('printHandlers()', () => {
  it('writes a record for each handler with --json', async () => {
    await emulation.syncmgr.registerHandler({ clsid, name: 'Mail', items: [], synchronize: () => {} });
    expect(await printHandlers(connection.syncmgr, true, output)).toBe(0);
    expect(output.records).toEqual([{ type: 'handler', clsid, description: 'Mail' }]);
  });

  it('omits an unknown description', async () => {
    const handlers = async () => [{ clsid, description: null }];
    await printHandlers({ handlers }, false, output);
    expect(output.lines).toEqual([clsid]);
  });

  it('prints that no handler is registered', async () => {
    await printHandlers(connection.syncmgr, false, output);
    expect(output.lines).toEqual(['No handler is registered.']);
  });

  it('writes nothing with --json when no handler is registered', async () => {
    expect(await printHandlers(connection.syncmgr, true, output)).toBe(0);
    expect(output.lines).toEqual([]);
  });
});

function refuse(hresult: number): never {
  throw new HResultError(hresult, '');
}
