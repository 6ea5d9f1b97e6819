import { onTestFinished } from 'vitest';
import { hresults } from '../../../lib/com/hresult.js';
import {
  createEmulation,
  type Emulation,
  type SynchronizeObject,
  type SyncManagerPolicy,
} from '../../../lib/emulation.js';
import {
  type Connection,
  connect,
  type SyncManagerEvent,
  type SyncManagerHandlerDefinition,
} from '../../../lib/index.js';

export const clsid = '{3D6B5E10-8C1F-4B7E-9A21-77D0C4E1C001}';
export const first = '{00000001-0000-4000-8000-000000000000}';
export const second = '{00000002-0000-4000-8000-000000000000}';
export const errorId = '{EEEEEEEE-0000-4000-8000-000000000001}';

/** An emulated machine in virtual time, and a connection to it; both end with the test. */
export async function openMachine(
  syncmgr?: Partial<SyncManagerPolicy>,
): Promise<{ readonly emulation: Emulation; readonly connection: Connection }> {
  const emulation = createEmulation(syncmgr === undefined ? {} : { syncmgr });
  const connection = await connect({ backend: emulation });
  onTestFinished(async () => {
    await connection.close();
    await emulation.close();
  });
  return { emulation, connection };
}

/** A handler of two items that does nothing by default. */
export function definition(fields: Partial<SyncManagerHandlerDefinition> = {}): SyncManagerHandlerDefinition {
  return {
    clsid,
    name: 'Emulated',
    items: [
      { id: first, name: 'One' },
      { id: second, name: 'Two', checked: false },
    ],
    synchronize() {},
    ...fields,
  };
}

export async function all(events: AsyncIterable<SyncManagerEvent>): Promise<SyncManagerEvent[]> {
  const recorded: SyncManagerEvent[] = [];
  for await (const event of events) recorded.push(event);
  return recorded;
}

/** A handler at the level of COM, whose methods a test can replace. */
export function rawHandler(methods: Partial<SynchronizeObject> = {}): SynchronizeObject {
  return {
    initialize: () => hresults.S_OK,
    getHandlerInfo: () => ({ hresult: hresults.S_OK, info: { name: 'Raw', flags: 0, icon: null } }),
    enumerateItems: () => ({
      hresult: hresults.S_OK,
      items: [{ itemId: first, name: 'One', flags: 0, checked: true, lastUpdate: 0n, icon: null }],
    }),
    showProperties: () => hresults.E_NOTIMPL,
    setProgressCallback: () => hresults.S_OK,
    prepareForSync: () => hresults.S_OK,
    synchronize: () => hresults.S_OK,
    setItemStatus: () => hresults.S_OK,
    showError: () => hresults.E_NOTIMPL,
    ...methods,
  };
}
