import type { Connection } from '../../../lib/index.js';
import type { FamilyHost, World } from './host.js';

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
  | 'noNetwork'
  | 'groupPolicy'
  | 'systemPolicy';

/** A server that receives an upload. */
export interface ReceivingServer {
  readonly url: string;
  /** What it has received; undefined until an upload is complete. */
  received(): Promise<Uint8Array | undefined>;
}

/** What one test of modern BITS has: what each test of BITS has, and control of the service and of the machine. */
export interface ModernWorld extends World {
  /** Opens a connection to a service of this version, which does not have what later versions brought. */
  connectToVersion(version: BitsVersionName): Promise<Connection>;
  /** Opens a connection of another user of the machine, who is an administrator. */
  connectAsAdministrator(): Promise<Connection>;
  /** Opens a connection of another user of the machine, who is not an administrator. */
  connectAsUser(): Promise<Connection>;
  /**
   * Opens a connection of the user of this world with a restricted token.
   * @param refused the methods that a service is to refuse which does not read the tokens of its clients
   */
  connectWithRestrictedToken(refused: readonly string[]): Promise<Connection>;
  /** Logs off the user of the connection of this world. */
  logOff(): Promise<void>;
  /** Returns a full path that the user may not write to. */
  refusedPath(): Promise<string>;
  /** Makes a path read-only for all users; its file does not exist yet. */
  refuse(path: string): Promise<void>;
  /** Lets a condition of the machine begin or end. */
  setCondition(condition: BlockingCondition, on: boolean): Promise<void>;
  /** The values of a header in the requests for a URL, in their order; undefined in a request without it. */
  requestHeaders(url: string, name: string): Promise<(string | undefined)[]>;
  /** Starts a server that receives uploads, and sends a reply to `uploadReply` jobs. */
  receive(reply?: Uint8Array): Promise<ReceivingServer>;
  /** Writes a file into the folder of the world, and returns its full path. */
  writeLocal(name: string, content: Uint8Array): Promise<string>;
}

export type ModernHost = FamilyHost<ModernWorld>;
