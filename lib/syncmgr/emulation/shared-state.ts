import type { EmulationClock } from '../../emulation/clock.js';
import type { References } from '../../emulation/references.js';
import type { CallLog } from './call-log.js';
import type { CenterRunner, CenterStore } from './center-store.js';
import type { HandlerClasses } from './handler-classes.js';
import type { InterfaceTable } from './interface-table.js';
import type { SyncManagerPolicy } from './policy.js';

/** The state of an emulated Sync Manager and Sync Center, which all connections share. */
export interface SharedState {
  readonly clock: EmulationClock;
  readonly policy: SyncManagerPolicy;
  readonly references: References;
  readonly table: InterfaceTable;
  readonly classes: HandlerClasses;
  readonly calls: CallLog;
  readonly center: CenterStore;
  readonly centerRunner: CenterRunner;
  /** Calls a listener in a later turn. */
  later(deliver: () => void): void;
  /** Runs a handler for `UpdateItems`; all listed handlers for null. */
  runHandlers(clsid: string | null, cookie: Uint8Array | null): void;
}
