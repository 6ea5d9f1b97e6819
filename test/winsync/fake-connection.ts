import { Calls } from '../../lib/com/calls.js';
import type { CreateWinSyncSessionOptions } from '../../lib/winsync/open.js';
import type { WinSyncSession } from '../../lib/winsync/session.js';
import type { SessionEvent } from '../../lib/winsync/verbs.js';
import { WinSync } from '../../lib/winsync/win-sync.js';
import { FakeClock } from '../bits/fake-clock.js';
import { FakeWinSync } from './fake-session.js';

export const clsid = '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1F0}';

/** The report of `progressed()` with names. */
export const report = { provider: 'source', stage: 'changeDetection', completedWork: 1, totalWork: 4 } as const;

export const end = { done: true, value: undefined };

export const disconnected = { code: 'RPC_E_DISCONNECTED' };

/** A connection to a backend whose events the test emits. */
export class FakeConnection {
  readonly calls = new Calls();
  readonly backend = new FakeWinSync();

  open(options?: CreateWinSyncSessionOptions): Promise<WinSyncSession> {
    return new WinSync(this.calls, new FakeClock(), this.backend).createSession(options);
  }

  /** Emits events of the session. */
  deliver(...events: SessionEvent[]): void {
    this.backend.listener?.(events);
  }

  /** Emits progress with this completed work. */
  tellProgress(completedWork = 1): void {
    this.deliver({ type: 'progress', provider: 0, stage: 0, completedWork, totalWork: 4, folded: 0 });
  }
}
