import type { BitsVerbs } from './bits/verbs.js';
import type { Clock } from './com/clock.js';
import type { ServerKind } from './com/server-kind.js';
import type { ContentTransferVerbs } from './ctm/verbs.js';
import type { SyncManagerVerbs } from './syncmgr/verbs.js';
import type { WinSyncVerbs } from './winsync/verbs.js';

/** All that a connection needs from the side that answers its calls: the families' verbs, a clock, activation and an end. */
export interface Backend {
  readonly kind: 'native' | 'emulation';
  readonly clock: Clock;
  readonly bits: BitsVerbs;
  readonly ctm: ContentTransferVerbs;
  readonly winsync: WinSyncVerbs;
  readonly syncmgr: SyncManagerVerbs;
  /** `CoCreateInstance`, released at once: resolves to its HRESULT, success or not. */
  activate(clsid: string, server: ServerKind): Promise<number>;
  /** Rejects what is pending with `RPC_E_DISCONNECTED`, takes the sinks away and frees everything. Called once. */
  close(): Promise<void>;
}
