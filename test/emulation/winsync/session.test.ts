import { describe, expect, it } from 'vitest';
import { HResultError } from '../../../lib/com/error.js';
import { hresults } from '../../../lib/com/hresult.js';
import { createEmulation } from '../../../lib/emulation.js';
import { caught } from '../../support/caught.js';
import { clsid, host, settings, source } from './support.js';

describe('the address of a session state', () => {
  it('is valid in another connection of the same emulation', async () => {
    const emulation = createEmulation();
    const [one, other] = [emulation.openBackend(), emulation.openBackend()];
    const session = await one.winsync.createSession(settings, () => {});
    const state = await other.winsync.attachState(session.pointer, null);
    await session.cancel();
    expect(await state.isCanceled()).toBe(true);
  });

  it('fails with E_POINTER without an object, and with E_NOINTERFACE for another object', async () => {
    const { verbs, session } = await host();
    const operation = 'ISyncSessionState.QueryInterface';
    expect(await caught(verbs.attachState(64n, null))).toMatchObject({ code: 'E_POINTER', operation });
    expect(await caught(verbs.attachState(session.callbackPointer, null))).toMatchObject({
      code: 'E_NOINTERFACE',
      operation,
    });
  });

  it('refuses the methods of the second interface for an object without it', async () => {
    const { verbs, winsync } = await host();
    const reports: number[][] = [];
    const empty = { hresult: 0, count: 0, bytes: new Uint8Array() };
    const pointer = winsync.placeState({
      onProgress: (...report) => reports.push(report),
      isCanceled: () => {
        throw new HResultError(hresults.E_UNEXPECTED, 'its own');
      },
      getInfoForChangeApplication: () => empty,
      loadInfoFromChangeApplication: () => {},
      getForgottenKnowledgeRecoveryRangeStart: () => empty,
      getForgottenKnowledgeRecoveryRangeEnd: () => empty,
      setForgottenKnowledgeRecoveryRange: () => {},
    });
    const state = await verbs.attachState(pointer, null);
    await state.onProgress(1, 2, 3, 4);
    expect(reports).toEqual([[1, 2, 3, 4]]);
    expect(await caught(state.isCanceled())).toMatchObject({
      code: 'E_UNEXPECTED',
      operation: 'ISyncSessionState.IsCanceled',
    });
    expect(await caught(state.getSessionErrorStatus())).toMatchObject({
      code: 'E_NOINTERFACE',
      operation: 'ISyncSessionState.QueryInterface',
    });
    await state.close();
    winsync.release(pointer);
    expect(winsync.countReferences(pointer)).toBe(0);
  });

  it.each([0, 0x1_0002])(
    'refuses a bound of %i bytes without a call, because no id has this length',
    async (length) => {
      const { verbs, winsync } = await host();
      const ranges: Uint8Array[] = [];
      const empty = { hresult: 0, count: 0, bytes: new Uint8Array() };
      const pointer = winsync.placeState({
        onProgress: () => {},
        isCanceled: () => false,
        getInfoForChangeApplication: () => empty,
        loadInfoFromChangeApplication: () => {},
        getForgottenKnowledgeRecoveryRangeStart: () => empty,
        getForgottenKnowledgeRecoveryRangeEnd: () => empty,
        setForgottenKnowledgeRecoveryRange: (...bounds) => ranges.push(...bounds),
      });
      const state = await verbs.attachState(pointer, null);
      const [bound, longest] = [Uint8Array.of(1), new Uint8Array(0x1_0001)];
      expect(await caught(state.setForgottenKnowledgeRecoveryRange(bound, new Uint8Array(length)))).toMatchObject({
        code: 'SYNC_E_ID_FORMAT_MISMATCH',
        operation: 'ISyncSessionState.SetForgottenKnowledgeRecoveryRange',
      });
      expect(ranges).toEqual([]);
      await state.setForgottenKnowledgeRecoveryRange(bound, longest);
      expect(ranges).toEqual([bound, longest]);
    },
  );
});

describe('close() of a connection', () => {
  it('cancels its sessions, ends its providers and releases all references', async () => {
    const hosted = await host();
    const ended: string[] = [];
    const registered = hosted.winsync.registerProvider({
      clsid,
      run: (context) => context.delay(1000),
      endSession: () => ended.push('ended'),
    });
    const { pointer } = hosted.session;
    const provider = await hosted.session.openProvider(clsid, source);
    await provider.beginSession();
    await hosted.close();
    await registered.settled();
    expect(ended).toEqual(['ended']);
    expect(hosted.winsync.countReferences(pointer)).toBe(0);
    expect(await caught(provider.endSession())).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  });
});
