import { expect } from 'vitest';
import type { SignalOptions } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { expectSignalOfEveryMethod } from '../kit/signal-methods.js';
import { detection, source } from './recording-session.js';
import type { ForeignWorld } from './world.js';

const reason = new Error('the user has left');

type Call = (world: ForeignWorld, options: SignalOptions) => Promise<unknown>;

const calls: readonly [string, Call][] = [
  ['providers()', ({ connection }, options) => connection.winsync.providers(options)],
  ['attach()', (world, options) => world.connection.winsync.attach(world.firstVersionState(), options)],
  [
    'attachCallback()',
    (world, options) => world.connection.winsync.attachCallback(world.firstVersionCallback(), options),
  ],
];

const report = { provider: 'source', stage: 'changeDetection', completedWork: 1, totalWork: 2 };

const stateArguments = {
  onProgress: [report],
  loadInfoFromChangeApplication: [Uint8Array.of(1)],
  setForgottenKnowledgeRecoveryRange: [{ lowerBound: new Uint8Array(16), upperBound: new Uint8Array(16) }],
  setProviderWithError: [true],
};

const totals = { changesApplied: 1, changesFailed: 0 };

const callbackArguments = {
  onProgress: [report],
  onChange: [{ deleted: true }],
  onConflict: [{ sourceChange: { deleted: true } }],
  onRecoverableError: [{ hresult: 0x8000_4005 }],
  onChangeApplied: [totals],
  onChangeFailed: [totals],
};

/** Calls that may wait, and what becomes of them when their signal is aborted. */
export function signalsContract({ group, test, each }: FamilyContract<ForeignWorld>): void {
  group('a signal that is aborted already', () => {
    each(calls, 'makes %s reject with its reason', async (world, _name, call) => {
      const pointers = [world.firstVersionState(), world.firstVersionCallback()];
      const before = pointers.map((pointer) => world.countReferences(pointer));
      expect(await caught(call(world, { signal: AbortSignal.abort(reason) }))).toBe(reason);
      expect(pointers.map((pointer) => world.countReferences(pointer))).toEqual(before);
    });

    test('makes every method reject with its reason', async (world) => {
      const { winsync } = world.connection;
      await expectSignalOfEveryMethod(winsync, {
        attach: [world.firstVersionState()],
        attachCallback: [world.firstVersionCallback()],
      });
      await using session = await winsync.createSession();
      await using state = await winsync.attach(session.pointer);
      await using callback = await winsync.attachCallback(session.callbackPointer);
      await using provider = await session.openProvider(world.provider, 'source');
      await expectSignalOfEveryMethod(session, {
        ...stateArguments,
        openProvider: [world.provider, 'source'],
        setSessionErrorStatus: [0],
      });
      await expectSignalOfEveryMethod(state, stateArguments);
      await expectSignalOfEveryMethod(callback, callbackArguments);
      await expectSignalOfEveryMethod(provider);
      expect(await session.isCanceled()).toBe(false);
    });

    test('makes openProvider() reject with its reason, and no provider is activated', async (world) => {
      await using session = await world.connection.winsync.createSession();
      const before = world.countReferences(session.pointer);
      const opening = session.openProvider(world.provider, 'source', { signal: AbortSignal.abort(reason) });
      expect(await caught(opening)).toBe(reason);
      expect(world.countReferences(session.pointer)).toBe(before);
    });
  });

  group('an abort while a call is under way', () => {
    each(calls, 'makes %s reject at once with the reason', async (world, _name, call) => {
      const controller = new AbortController();
      const waiting = call(world, { signal: controller.signal });
      controller.abort(reason);
      expect(await caught(waiting)).toBe(reason);
    });

    test('makes cancel() of a session reject at once, and the session is cancelled nevertheless', async (world) => {
      await using session = await world.connection.winsync.createSession();
      const reports = session.progress();
      const controller = new AbortController();
      const canceling = session.cancel({ signal: controller.signal });
      controller.abort(reason);
      expect(await caught(canceling)).toBe(reason);
      expect(await session.isCanceled()).toBe(true);
      expect(await reports.next()).toMatchObject({ done: true });
    });

    test('releases a state that is attached later', async (world) => {
      const pointer = world.firstVersionState();
      const before = world.countReferences(pointer);
      const controller = new AbortController();
      const attaching = world.connection.winsync.attach(pointer, { signal: controller.signal });
      controller.abort(reason);
      expect(await caught(attaching)).toBe(reason);
      // In turn after the call that was aborted.
      await (await world.connection.winsync.attach(pointer)).close();
      while (world.countReferences(pointer) !== before) await turn();
    });

    test('releases a callback that is attached later', async (world) => {
      const pointer = world.firstVersionCallback();
      const before = world.countReferences(pointer);
      const controller = new AbortController();
      const attaching = world.connection.winsync.attachCallback(pointer, { signal: controller.signal });
      controller.abort(reason);
      expect(await caught(attaching)).toBe(reason);
      await (await world.connection.winsync.attachCallback(pointer)).close();
      while (world.countReferences(pointer) !== before) await turn();
    });

    test('ends the session of a provider that opens later, and releases it', async (world) => {
      world.scriptReports([[source, detection, 1, 4]]);
      let began = () => {};
      const reported = new Promise<void>((resolve) => {
        began = resolve;
      });
      await using session = await world.connection.winsync.createSession({ onProgress: () => began() });
      const before = world.countReferences(session.pointer);
      const controller = new AbortController();
      const opening = session.openProvider(world.provider, 'source', { signal: controller.signal });
      controller.abort(reason);
      expect(await caught(opening)).toBe(reason);
      // Its session has begun, although the call was aborted.
      await reported;
      while (world.countReferences(session.pointer) !== before) await turn();
      // Only a session that runs takes the provider at fault.
      expect(await caught(session.setProviderWithError(true))).toMatchObject({ code: 'SYNC_E_INVALID_OPERATION' });
    });
  });

  group('an abort of a provider', () => {
    test('makes beginSession() reject at once, and the session may begin nevertheless', async (world) => {
      await using session = await world.connection.winsync.createSession();
      await using provider = await session.openProvider(world.provider, 'source');
      await provider.endSession();
      const controller = new AbortController();
      const beginning = provider.beginSession({ signal: controller.signal });
      controller.abort(reason);
      expect(await caught(beginning)).toBe(reason);
      // In turn after the call that was aborted.
      await provider.endSession();
    });

    test('makes endSession() reject at once, and the session ends nevertheless', async (world) => {
      await using session = await world.connection.winsync.createSession();
      await using provider = await session.openProvider(world.provider, 'source');
      const controller = new AbortController();
      const ending = provider.endSession({ signal: controller.signal });
      controller.abort(reason);
      expect(await caught(ending)).toBe(reason);
      expect(await caught(provider.endSession())).toMatchObject({ code: 'SYNC_E_INVALID_OPERATION' });
    });

    test('makes getIdParameters() reject at once', async (world) => {
      await using session = await world.connection.winsync.createSession();
      await using provider = await session.openProvider(world.provider, 'source');
      const controller = new AbortController();
      const reading = provider.getIdParameters({ signal: controller.signal });
      controller.abort(reason);
      expect(await caught(reading)).toBe(reason);
    });
  });
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
