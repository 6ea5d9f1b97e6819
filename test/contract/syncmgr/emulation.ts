import { hresults } from '../../../lib/com/hresult.js';
import { createEmulation } from '../../../lib/emulation.js';
import { type Connection, connect } from '../../../lib/index.js';
import { logLevels, reportStatuses } from '../../../lib/syncmgr/constants.js';
import { referenceHandler, servedHandler } from '../../native/syncmgr-ids.js';
import { driveVirtualTime } from '../kit/drive.js';
import type { FamilyHost } from '../kit/host.js';
import { Gate } from './gate.js';
import { LoggingCallback } from './logging-callback.js';
import { HandlerScript, ScriptedHandler } from './scripted-handler.js';
import type { ScriptedMachine, SyncManagerWorld } from './world.js';

/** An emulated machine, in virtual time. */
export const syncmgrEmulation: FamilyHost<SyncManagerWorld> = {
  name: 'emulation',
  expectedFailures: {},
  open: openWorld,
};

async function openWorld(): Promise<SyncManagerWorld> {
  // Runs that Sync Manager starts by itself are not part of the contract.
  const emulation = createEmulation({ syncmgr: { runsHandlers: false } });
  const connections: Connection[] = [];
  const open = async () => {
    const connection = await connect({ backend: emulation });
    connections.push(connection);
    return connection;
  };
  const connection = await open();
  const backend = emulation.openBackend();
  const machine = createMachine(emulation);
  return {
    connection,
    verbs: backend.syncmgr,
    connect: open,
    openVerbs: async () => {
      const another = emulation.openBackend();
      return { verbs: another.syncmgr, close: () => another.close() };
    },
    machine,
    drive: (promise) => driveVirtualTime(emulation.clock, promise),
    async close() {
      machine.openGate();
      await backend.close();
      for (const opened of connections.reverse()) await opened.close();
      await emulation.close();
    },
  };
}

type Outcome = { status: number; errors: number; conflicts: number };

function createMachine({ syncmgr }: ReturnType<typeof createEmulation>): ScriptedMachine {
  const gate = new Gate();
  const script = new HandlerScript();
  const placed = new Set<bigint>();
  const handlers = new Set<ScriptedHandler>();
  let ending: 'atOnce' | 'gate' | 'never' = 'atOnce';
  let outcome: Outcome = { status: 3, errors: 0, conflicts: 0 };

  const place = (pointer: bigint) => {
    placed.add(pointer);
    return pointer;
  };
  const addSyncCenterHandler = (id: string) =>
    syncmgr.center.registerHandler({
      id,
      async synchronize(run) {
        if (ending === 'never') return null;
        if (ending === 'gate') {
          await Promise.race([gate.wait(), ...run.itemIds.map((itemId) => aborted(run.signalOf(itemId)))]);
          const isStopped = run.signal.aborted || run.itemIds.some((itemId) => run.signalOf(itemId).aborted);
          if (isStopped) return { status: 'canceled', errors: 0, conflicts: 0 };
        }
        const { status, errors, conflicts } = outcome;
        return { status: reportStatuses[status - 1] ?? 'failed', errors, conflicts };
      },
    });
  syncmgr.registerClass({
    clsid: referenceHandler,
    description: 'Reference handler',
    create: () => {
      const handler = new ScriptedHandler(syncmgr.calls, script, gate, () => handlers.delete(handler));
      handlers.add(handler);
      return handler;
    },
  });
  for (const id of [referenceHandler, servedHandler]) addSyncCenterHandler(id);
  return {
    scriptResult: (call, hresult) => syncmgr.calls.script(call, hresult === hresults.S_OK ? null : hresult),
    scriptHandler: (handler) => script.setHandler(handler),
    scriptItemCount: (count) => script.setItemCount(count),
    scriptItems: (items) => script.setItems(items),
    scriptSteps: (call, steps) => script.setSteps(call, steps),
    closeGate: () => gate.close(),
    openGate: () => gate.open(),
    log: () => syncmgr.calls.list(),
    countReferences: () =>
      handlers.size +
      syncmgr.center.countSessions() +
      [...placed].reduce((sum, pointer) => sum + syncmgr.countReferences(pointer), 0),
    createCallback: () => place(syncmgr.placeCallback(new LoggingCallback(syncmgr.calls))),
    createCallbackInTable: () => syncmgr.registerInTable(new LoggingCallback(syncmgr.calls)),
    revokeFromTable: (cookie) => void syncmgr.revokeFromTable(cookie),
    addSyncCenterHandler,
    requestCancel: (itemId) => void syncmgr.center.requestCancel(referenceHandler, itemId === '' ? undefined : itemId),
    scriptAdditionalItems: (itemIds, objects) => syncmgr.center.setAdditionalItems(referenceHandler, itemIds, objects),
    scriptSyncResult(next, result = { status: 3, errors: 0, conflicts: 0 }) {
      ending = next;
      outcome = result;
    },
    events: () =>
      syncmgr.center.events().map(({ time: _time, level, ...event }) => ({
        ...event,
        level: numberOf(logLevels, level),
        flags: 0,
      })),
    sessionItems: () =>
      syncmgr.center.items().map((item) => ({
        ...item,
        status: numberOf(reportStatuses, item.status),
      })),
    createSyncItem: (itemId) => place(syncmgr.placeSyncItem(itemId)),
    createConflict: () => place(syncmgr.placeConflict()),
    release: (pointer) => syncmgr.release(pointer),
    localServer: (clsid, scope) => syncmgr.localServer(clsid, scope),
    setLocalServer: (clsid, scope, server) => syncmgr.setLocalServer(clsid, scope, server),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** The number of a word in the interface; 0 if it has none. */
function numberOf(words: readonly unknown[], word: unknown): number {
  return words.indexOf(word) + 1;
}
