import { onTestFinished } from 'vitest';
import { createEmulation, type Emulation, type SyncManagerPolicy } from '../../../lib/emulation.js';
import { type Connection, connect, type SyncEvent, type SyncHandlerDefinition } from '../../../lib/index.js';

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
    await emulation.dispose();
  });
  return { emulation, connection };
}

/** A handler of two items that does nothing, unless it is told to. */
export function definition(fields: Partial<SyncHandlerDefinition> = {}): SyncHandlerDefinition {
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

export async function all(events: AsyncIterable<SyncEvent>): Promise<SyncEvent[]> {
  const told: SyncEvent[] = [];
  for await (const event of events) told.push(event);
  return told;
}
