import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { Calls } from '../../lib/com/calls.js';
import type { WinSyncSession } from '../../lib/winsync/session.js';
import type { SessionListener } from '../../lib/winsync/verbs.js';
import { WinSync } from '../../lib/winsync/win-sync.js';
import { FakeClock, settled } from '../bits/fake-clock.js';
import { FakeSession, FakeWinSync } from './fake-session.js';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

interface Opened {
  readonly session: WeakRef<WinSyncSession>;
  readonly verbs: WeakRef<FakeSession>;
  readonly listener: SessionListener;
}

const calls = new Calls();

/** The test references only the listener of a session, as native code does. */
async function open(use: (session: WinSyncSession) => Promise<void>): Promise<Opened> {
  const backend = new FakeWinSync();
  const session = await new WinSync(calls, new FakeClock(), backend).createSession({ onProgress() {} });
  await use(session);
  const { listener, session: verbs } = backend;
  if (listener === undefined) throw new Error('the session has no listener');
  // A backend does not reference its sessions.
  backend.session = new FakeSession();
  return { session: new WeakRef(session), verbs: new WeakRef(verbs), listener };
}

it('the listener and the connection reference neither a session nor its object', async () => {
  const opened = await open(async () => {});
  await settled();
  collect();
  expect([opened.session.deref(), opened.verbs.deref()]).toEqual([undefined, undefined]);
  expect(() => opened.listener([])).not.toThrow();
});

it('an iteration that has ended does not reference its session', async () => {
  const { session } = await open(async (opened) => {
    await opened.progress().return?.();
  });
  await settled();
  collect();
  expect(session.deref()).toBeUndefined();
});

it('a pending iteration references its session', async () => {
  const { session, listener } = await open(async (opened) => void opened.progress().next());
  await settled();
  collect();
  expect(session.deref()).toBeDefined();
  expect(() => listener([])).not.toThrow();
});
