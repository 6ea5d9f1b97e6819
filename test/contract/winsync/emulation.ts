import { HResultError } from '../../../lib/com/error.js';
import { hresults } from '../../../lib/com/hresult.js';
import { createEmulation, type SessionStateObject, type SyncCallbackObject } from '../../../lib/emulation.js';
import { connect } from '../../../lib/index.js';
import { driveVirtualTime } from '../kit/drive.js';
import type { FamilyHost } from '../kit/host.js';
import { createRecordingSession } from './recording-session.js';
import type { ForeignWorld, Report } from './world.js';

const provider = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1A01}';
const failingProvider = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1A02}';

/** An emulated process, in virtual time. */
export const winsyncEmulation: FamilyHost<ForeignWorld> = { name: 'emulation', expectedFailures: {}, open: openWorld };

async function openWorld(): Promise<ForeignWorld> {
  const emulation = createEmulation();
  const connection = await connect({ backend: emulation });
  const backend = emulation.openBackend();
  let reports: readonly Report[] = [];
  let endResult: number = hresults.S_OK;
  emulation.winsync.registerProvider({
    clsid: provider,
    run({ state, signal }) {
      for (const report of reports) if (!signal.aborted) state.onProgress(...report);
    },
    endSession() {
      if (endResult !== hresults.S_OK) throw new HResultError(endResult, 'IKnowledgeSyncProvider.EndSession');
    },
  });
  emulation.winsync.registerProvider({
    clsid: failingProvider,
    beginSession() {
      throw new HResultError(hresults.SYNC_E_REPLICA_NOT_FOUND, 'IKnowledgeSyncProvider.BeginSession');
    },
  });
  return {
    connection,
    verbs: backend.winsync,
    openVerbs: async () => {
      const another = emulation.openBackend();
      return { verbs: another.winsync, close: () => another.close() };
    },
    createSession: (settings) => createRecordingSession(backend.winsync, settings),
    provider,
    scriptReports: (next) => {
      reports = next;
    },
    failingProvider,
    scriptEndResult: (hresult) => {
      endResult = hresult;
    },
    unknownClass: '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1AFF}',
    firstVersionState: () => emulation.winsync.placeState(quietState),
    firstVersionCallback: () => emulation.winsync.placeCallback(quietCallback),
    countReferences: (pointer) => emulation.winsync.countReferences(pointer),
    drive: (promise) => driveVirtualTime(emulation.clock, promise),
    async close() {
      await backend.close();
      await connection.close();
      await emulation.close();
    },
  };
}

const nothing = { hresult: hresults.S_OK, count: 0, bytes: new Uint8Array() };

const quietState: SessionStateObject = {
  onProgress() {},
  isCanceled: () => false,
  getInfoForChangeApplication: () => nothing,
  loadInfoFromChangeApplication() {},
  getForgottenKnowledgeRecoveryRangeStart: () => nothing,
  getForgottenKnowledgeRecoveryRangeEnd: () => nothing,
  setForgottenKnowledgeRecoveryRange() {},
};

const quietCallback: SyncCallbackObject = {
  onProgress() {},
  onChange() {},
  onConflict: () => 0,
  onRecoverableError() {},
  onFullEnumerationNeeded: () => 0,
};
