import type { EmulationClock } from '../../emulation/clock.js';
import type { References } from '../../emulation/references.js';
import type { CallLog } from './call-log.js';
import type { SyncCenter } from './center.js';
import type { HandlerClasses } from './handler-classes.js';
import type { InterfaceTable } from './interface-table.js';
import type { SyncManagerPolicy } from './policy.js';

/** The emulated machine, as its connections share it. */
export interface Machine {
  readonly clock: EmulationClock;
  readonly policy: SyncManagerPolicy;
  readonly references: References;
  readonly table: InterfaceTable;
  readonly classes: HandlerClasses;
  readonly calls: CallLog;
  readonly center: SyncCenter;
  /** Runs a listener in a later turn. */
  later(deliver: () => void): void;
  /** Sync Manager runs this handler, which it was asked to by `UpdateItems`; all of them for null. */
  runHandlers(clsid: string | null, cookie: Uint8Array | null): void;
}
