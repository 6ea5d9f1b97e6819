import { describe, expect, it, vi } from 'vitest';
import { connect } from '../../lib/index.js';
import { goneCode, HandlerProcess } from '../native/handler-process.js';
import { useReferenceSyncManager } from '../native/reference-sync-manager.js';
import { numberedItem, referenceHandler } from '../native/syncmgr-ids.js';
import { hasSyncManagerLibrary } from '../native/syncmgr-library.js';
import { parseRecord, Workplace } from './support/command.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const native = { WINPROGRESS_BACKEND: 'native' };

describe.runIf(hasSyncManagerLibrary)('winprogress syncmgr with the native backend', () => {
  useReferenceSyncManager();

  it('lists the registered handlers', async () => {
    await using place = await Workplace.create();
    const { code, lines } = await place.runWith(native, 'syncmgr', 'list', '--json');
    expect(code).toBe(0);
    const handler = { type: 'handler', clsid: referenceHandler, description: 'Reference handler' };
    expect(lines.map(parseRecord)).toContainEqual(handler);
  });

  it('runs a registered handler with its checked items', async () => {
    await using place = await Workplace.create();
    const command = place.startWith(native, 'syncmgr', 'run', referenceHandler, '--json');
    const { code, lines, stderr } = await command.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const records = lines.map(parseRecord);
    for (const number of [1, 2, 3]) {
      const last = records.findLast(({ type, itemId }) => type === 'progress' && itemId === numberedItem(number));
      expect(last).toMatchObject({ name: `Item ${number}`, status: 'succeeded', value: 3, max: 3, fraction: 1 });
    }
    expect(records.at(-1)).toEqual({
      type: 'done',
      backend: 'native',
      clsid: referenceHandler,
      succeeded: true,
      code: 'S_OK',
      hresult: 0,
      missing: false,
      items: { succeeded: 3 },
    });
  });

  it('runs a handler with the given items', async () => {
    await using place = await Workplace.create();
    const { code, lines } = await place.runWith(native, 'syncmgr', 'run', referenceHandler, 'Item 2', '--json');
    expect(code).toBe(0);
    const progress = lines.map(parseRecord).filter(({ type }) => type === 'progress');
    expect(new Set(progress.map(({ itemId }) => itemId))).toEqual(new Set([numberedItem(2)]));
  });

  it('starts a handler in Sync Center and waits for the result', async () => {
    await using place = await Workplace.create();
    const { code, lines } = await place.runWith(native, 'syncmgr', 'start', referenceHandler, '--json');
    expect(code).toBe(0);
    const result = { status: 'succeeded', errors: 0, conflicts: 0 };
    expect(lines.map(parseRecord)).toEqual([
      { type: 'done', backend: 'native', handlerId: referenceHandler, ...result },
    ]);
  });

  it('stops a handler in Sync Center', async () => {
    await using place = await Workplace.create();
    const { code, lines } = await place.runWith(native, 'syncmgr', 'stop', referenceHandler, '--json');
    expect(code).toBe(0);
    expect(lines.map(parseRecord)).toEqual([{ type: 'done', backend: 'native', handlerId: referenceHandler }]);
  });

  it('fails with an RPC error when the process of the handler is killed', async () => {
    await using place = await Workplace.create();
    await using connection = await connect({ backend: 'native' });
    await using handler = await HandlerProcess.start(connection);
    const command = place.startWith(native, 'syncmgr', 'run', handler.clsid, '--json');
    await command.record(({ type }) => type === 'progress');
    handler.kill();
    const { code, lines } = await command.ended;
    expect(code).toBe(1);
    expect(lines.map(parseRecord).at(-1)).toMatchObject({ type: 'error', code: expect.stringMatching(goneCode) });
  });

  it('fails with REGDB_E_CLASSNOTREG for a class that is not registered', async () => {
    await using place = await Workplace.create();
    const unknown = '{99999999-9999-4999-8999-999999999999}';
    const { code, lines } = await place.runWith(native, 'syncmgr', 'run', unknown, '--json');
    expect(code).toBe(1);
    expect(lines.map(parseRecord).at(-1)).toMatchObject({ type: 'error', code: 'REGDB_E_CLASSNOTREG' });
  });
});
