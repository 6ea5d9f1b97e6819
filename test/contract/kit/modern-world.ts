import type { Connection } from '../../../lib/index.js';
import type { FamilyHost, FileToServe, ServedFile, World } from './host.js';

/** Versions of BITS that brought interfaces or properties. */
export type BitsVersionName = '1.0' | '1.5' | '2.0' | '2.5' | '3.0' | '4.0' | '5.0' | '10.1' | '10.2' | '10.3';

/** A condition of the machine with which BITS blocks transfers. */
export type BlockingCondition =
  | 'meteredNetwork'
  | 'battery'
  | 'batterySaver'
  | 'gameMode'
  | 'noBackgroundAccess'
  | 'standby'
  | 'groupPolicy'
  | 'systemPolicy';

/** What one test of modern BITS has: what each test of BITS has, and control of the service and of the machine. */
export interface ModernWorld extends World {
  /** Opens a connection to a service of this version, which does not have what later versions brought. */
  connectToVersion(version: BitsVersionName): Promise<Connection>;
  /** Lets a condition of the machine begin or end. */
  setCondition(condition: BlockingCondition, on: boolean): Promise<void>;
  /** Serves a file whose responses have these headers in addition. */
  serveWithHeaders(headers: Readonly<Record<string, string>>, file?: FileToServe): Promise<ServedFile>;
}

export type ModernHost = FamilyHost<ModernWorld>;
