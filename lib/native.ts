import type { Backend } from './backend.js';
import { httpDirectTransport } from './bits/http/deferred-direct-transport.js';
import type { BitsVerbs } from './bits/verbs.js';
import { loadAddonModule } from './com/addon.js';
import { AddonLoadError } from './com/addon-error.js';
import { realClock } from './com/clock.js';
import { HResultError } from './com/error.js';
import type { ServerKind } from './com/server-kind.js';
import type { ContentTransferVerbs } from './ctm/verbs.js';
import type { SyncManagerVerbs } from './syncmgr/verbs.js';
import type { WinSyncVerbs } from './winsync/verbs.js';

/** The exports of the addon. */
export interface Addon {
  /** Sets the class of the addon's errors, once per environment. Later calls do nothing. */
  initialize(errorClass: typeof HResultError): void;
  /** Opens a connection with its own lanes. */
  connect(): NativeConnection;
}

/** One connection of the addon: the verbs of each family, and a `close()` that joins its threads. */
export interface NativeConnection {
  readonly bits: BitsVerbs;
  readonly ctm: ContentTransferVerbs;
  readonly winsync: WinSyncVerbs;
  readonly syncmgr: SyncManagerVerbs;
  activate(clsid: string, server: ServerKind): Promise<number>;
  close(): Promise<void>;
}

function isAddon(value: unknown): value is Addon {
  return (
    typeof value === 'object' &&
    value !== null &&
    'initialize' in value &&
    typeof value.initialize === 'function' &&
    'connect' in value &&
    typeof value.connect === 'function'
  );
}

/** Loads the addon and initializes it. */
export function loadAddon(root?: string): Addon {
  const module = loadAddonModule(root);
  if (!isAddon(module)) {
    throw new AddonLoadError([{ what: 'the loaded module', error: 'is not the addon of this version of winprogress' }]);
  }
  module.initialize(HResultError);
  return module;
}

/** Creates the backend that calls real COM. */
export function createNativeBackend(): Backend {
  const connection = loadAddon().connect();
  return {
    kind: 'native',
    clock: realClock,
    bits: connection.bits,
    directTransport: httpDirectTransport,
    ctm: connection.ctm,
    winsync: connection.winsync,
    syncmgr: connection.syncmgr,
    activate: (clsid, server) => connection.activate(clsid, server),
    close: () => connection.close(),
  };
}
