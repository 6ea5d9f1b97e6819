import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CenterRequest, startInCenter, stopInCenter } from '../../lib/cli/syncmgr/center.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { type CenterHandlerDefinition, createEmulation, type Emulation } from '../../lib/emulation.js';
import { type Connection, connect } from '../../lib/index.js';
import { driveVirtualTime } from '../contract/kit/drive.js';
import { caught } from '../support/caught.js';
import { CollectedOutput } from './support/collected-output.js';

const handlerId = 'Contoso.Mail';

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

type Synchronize = CenterHandlerDefinition['synchronize'];

interface StartOptions {
  readonly itemIds?: readonly string[];
  readonly json?: boolean;
}

/** Starts a handler with the items inbox and photos, in virtual time. */
function start(synchronize: Synchronize, { itemIds = [], json = true }: StartOptions = {}): Promise<number> {
  register(synchronize);
  const surroundings = { json, output, interrupted: interrupt.signal };
  return driveVirtualTime(emulation.clock, startInCenter(connection, { handlerId, itemIds }, surroundings));
}

function register(synchronize: Synchronize): void {
  const items = ['inbox', 'photos'];
  emulation.syncmgr.center.registerHandler({ id: handlerId, items, ...(synchronize && { synchronize }) });
}

describe('startInCenter()', () => {
  it('synchronises the whole handler without items', async () => {
    const synchronized: (readonly string[])[] = [];
    await start(({ itemIds }) => void synchronized.push(itemIds));
    expect(synchronized).toEqual([['inbox', 'photos']]);
  });

  it('synchronises the given items', async () => {
    const synchronized: (readonly string[])[] = [];
    await start(({ itemIds }) => void synchronized.push(itemIds), { itemIds: ['photos', 'drafts'] });
    expect(synchronized).toEqual([['photos', 'drafts']]);
  });

  it('writes the result as a record with --json', async () => {
    expect(await start(() => ({ status: 'succeeded', errors: 0, conflicts: 2 }))).toBe(0);
    expect(output.records).toEqual([
      { type: 'done', backend: 'emulation', handlerId, status: 'succeeded', errors: 0, conflicts: 2 },
    ]);
  });

  it('prints the result in one line', async () => {
    await start(() => ({ status: 'succeeded', errors: 1, conflicts: 2 }), { json: false });
    expect(output.lines).toEqual(['succeeded, 1 error, 2 conflicts (emulation)']);
  });

  it.each(['failed', 'canceled', 'disconnected'] as const)('returns 1 for the result %s', async (status) => {
    expect(await start(() => ({ status, errors: 0, conflicts: 0 }))).toBe(1);
    expect(output.records.at(-1)).toMatchObject({ type: 'done', status });
  });

  it('fails with RPC_E_DISCONNECTED when Sync Center does not report a result', async () => {
    expect(await caught(start(() => null))).toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: 'ISyncMgrSyncResult.Result',
    });
  });

  it('fails with ERROR_NOT_FOUND for an unknown handler', async () => {
    const surroundings = { json: true, output, interrupted: interrupt.signal };
    expect(await caught(startInCenter(connection, { handlerId, itemIds: [] }, surroundings))).toMatchObject({
      code: 'ERROR_NOT_FOUND',
      operation: 'ISyncMgrControl.StartHandlerSync',
    });
  });
});

describe('startInCenter() after Ctrl-C', () => {
  /** Runs until it is stopped. */
  const runUntilStopped: Synchronize = async ({ signal }) => {
    interrupt.abort();
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return { status: 'canceled', errors: 0, conflicts: 1 };
  };

  it('stops the handler and writes its result', async () => {
    expect(await start(runUntilStopped)).toBe(130);
    const end = { status: 'canceled', errors: 0, conflicts: 1, message: null };
    expect(output.records).toEqual([{ type: 'interrupted', handlerId, ...end }]);
  });

  it('stops only the started items', async () => {
    expect(await start(runUntilStopped, { itemIds: ['photos'] })).toBe(130);
    const stops = emulation.syncmgr.calls.list().filter(({ call }) => call.includes('.Stop'));
    expect(stops).toMatchObject([{ call: 'ISyncMgrControl.StopItemSync', arguments: [handlerId, ['photos']] }]);
  });

  it('prints the result on standard error', async () => {
    expect(await start(runUntilStopped, { json: false })).toBe(130);
    expect([output.lines, output.warnings]).toEqual([[], ['Interrupted: canceled, 0 errors, 1 conflict.']]);
  });

  it('writes the error of a handler that cannot be stopped', async () => {
    const control = {
      startHandlerSync: () => new Promise<never>(() => {}),
      startItemSync: () => new Promise<never>(() => {}),
      stopHandlerSync: () =>
        Promise.reject(new HResultError(hresults.E_ACCESSDENIED, 'ISyncMgrControl.StopHandlerSync')),
      stopItemSync: () => expect.unreachable('no item was started'),
    };
    const surroundings = { json: true, output, interrupted: interrupt.signal };
    const request: CenterRequest = { handlerId, itemIds: [] };
    const ended = startInCenter({ backend: 'native', syncmgr: { control } }, request, surroundings);
    interrupt.abort();
    expect(await ended).toBe(130);
    expect(output.records).toMatchObject([
      {
        type: 'interrupted',
        status: null,
        errors: null,
        conflicts: null,
        message: expect.stringContaining('E_ACCESSDENIED'),
      },
    ]);
  });
});

describe('stopInCenter()', () => {
  /** Starts a handler that runs until its item photos is stopped. `stopped` resolves to the stopped items. */
  async function startUntilStopped(): Promise<{ readonly stopped: Promise<string[]> }> {
    let begun = () => {};
    const running = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const stopped = new Promise<string[]>((resolve) => {
      register(async (run) => {
        const photos = new Promise((stop) => run.signalOf('photos').addEventListener('abort', stop));
        begun();
        await photos;
        resolve(run.itemIds.filter((id) => run.signalOf(id).aborted));
        return undefined;
      });
    });
    void connection.syncmgr.control.startHandlerSync(handlerId);
    await running;
    return { stopped };
  }

  it('stops the whole handler without items', async () => {
    const { stopped } = await startUntilStopped();
    expect(await stopInCenter(connection, { handlerId, itemIds: [] }, { json: true, output })).toBe(0);
    expect(await stopped).toEqual(['inbox', 'photos']);
    expect(output.records).toEqual([{ type: 'done', backend: 'emulation', handlerId }]);
  });

  it('stops only the given items', async () => {
    const { stopped } = await startUntilStopped();
    await stopInCenter(connection, { handlerId, itemIds: ['photos'] }, { json: false, output });
    expect(await stopped).toEqual(['photos']);
    expect(output.lines).toEqual([`Sync Center accepted the request to stop ${handlerId} (emulation).`]);
  });

  it('fails with ERROR_NOT_FOUND for an unknown handler', async () => {
    const stop = stopInCenter(connection, { handlerId, itemIds: [] }, { json: true, output });
    expect(await caught(stop)).toMatchObject({
      code: 'ERROR_NOT_FOUND',
      operation: 'ISyncMgrControl.StopHandlerSync',
    });
  });
});
