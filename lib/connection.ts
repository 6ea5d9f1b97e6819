import type { Backend } from './backend.js';
import { Bits, groupCalls, jobCalls } from './bits/bits.js';
import { requireSignalOf, type SignalOptions, untilAborted } from './com/abort.js';
import { Calls } from './com/calls.js';
import { Closable } from './com/closable.js';
import { ContentTransfer, contentTransferCalls } from './ctm/content-transfer.js';
import { type ProbeReport, probe } from './probe.js';
import { SyncManager, syncmgrCalls } from './syncmgr/sync-manager.js';
import { WinSync, winsyncCalls } from './winsync/win-sync.js';

/**
 * An open connection to one backend. Made by `connect()`. `close()` rejects pending calls and watches with `RPC_E_DISCONNECTED`, revokes callbacks
 * and ends threads. Jobs and groups continue in the service.
 */
export class Connection extends Closable {
  readonly #backend: Backend;
  readonly #calls = new Calls();
  /** Background Intelligent Transfer Service. */
  readonly bits: Bits;
  /** Configuration Manager's Content Transfer Manager: the reports of an alternate content provider. */
  readonly ctm: ContentTransfer;
  /** Windows Sync: sessions of this process, and sessions of other native code. */
  readonly winsync: WinSync;
  /** Sync Manager, on the side of the manager and of the handler, and Sync Center. */
  readonly syncmgr: SyncManager;

  /** @internal */
  constructor(backend: Backend) {
    super();
    this.#backend = backend;
    this.bits = new Bits(this.#calls, backend.clock, backend.bits, backend.directTransport);
    this.ctm = new ContentTransfer(this.#calls, backend.clock, backend.ctm);
    this.winsync = new WinSync(this.#calls, backend.clock, backend.winsync);
    this.syncmgr = new SyncManager(this.#calls, backend.clock, backend.syncmgr);
  }

  /** The backend that runs the calls: real COM, or the emulation. */
  get backend(): 'native' | 'emulation' {
    return this.#backend.kind;
  }

  /** Activates each COM class that this package can use. Resolves to the HRESULT of each. */
  async probe(options?: SignalOptions): Promise<ProbeReport> {
    return await untilAborted(requireSignalOf(options), () => probe(this.#calls, this.#backend));
  }

  /** @internal */
  protected override async release(): Promise<void> {
    const ending = this.#calls.end();
    if (ending !== undefined) await ending;
    const closing = this.#calls.close();
    if (closing !== undefined) await closing;
    await this.#backend.close();
  }
}

/** Loads the modules that calls of the families load at their first use. In virtual time a call must not wait for a file. */
export async function loadAllCalls(): Promise<void> {
  await Promise.all([
    import('./bits/transfers.js'),
    jobCalls.load(),
    groupCalls.load(),
    winsyncCalls.load(),
    syncmgrCalls.load(),
    contentTransferCalls.load(),
  ]);
}
