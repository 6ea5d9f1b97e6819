import type { DirectTransport } from './bits/http/direct-transport.js';
import type { BitsVerbs } from './bits/verbs.js';
import type { Clock } from './com/clock.js';
import type { ServerKind } from './com/server-kind.js';
import type { ContentTransferVerbs } from './ctm/verbs.js';
import type { SyncManagerVerbs } from './syncmgr/verbs.js';
import type { WinSyncVerbs } from './winsync/verbs.js';

/** The part of a backend that a connection uses: the verbs of each family, a clock, activation and `close()`. */
export interface Backend {
  readonly kind: 'native' | 'emulation';
  readonly clock: Clock;
  readonly bits: BitsVerbs;
  /** Downloads without BITS. */
  readonly directTransport: DirectTransport;
  readonly ctm: ContentTransferVerbs;
  readonly winsync: WinSyncVerbs;
  readonly syncmgr: SyncManagerVerbs;
  /** Activates a class (`CoCreateInstance`) and releases it at once. Resolves to the HRESULT, also for a failure. */
  activate(clsid: string, server: ServerKind): Promise<number>;
  /** Rejects pending calls with `RPC_E_DISCONNECTED`, revokes the sinks and frees everything. Called once. */
  close(): Promise<void>;
}
