import type { ContentTransferNotification } from '../../../lib/emulation.js';
import type { Connection } from '../../../lib/index.js';
import type { FamilyWorld } from '../kit/host.js';

/** The world of one test of Content Transfer Manager: a connection, and notification libraries that record their calls. */
export interface CtmWorld extends FamilyWorld {
  /** Opens another connection to the same backend. */
  connect(): Promise<Connection>;
  /** The absolute path of a library that exports the three functions under their documented names. */
  readonly library: string;
  /** The absolute path of a library that exports them as `ReportProgress`, `ReportSuccess` and `ReportError`. */
  readonly renamedLibrary: string;
  /** The absolute path of a library that lacks `SendNotifyErrorToCTM`. */
  readonly incompleteLibrary: string;
  /** The absolute path of a file that is not a library. */
  readonly noLibrary: string;
  /** An absolute path at which there is nothing. */
  readonly missingLibrary: string;
  /** The calls that `library` and `renamedLibrary` received, with all arguments, the oldest first. */
  recorded(): readonly ContentTransferNotification[];
  /** Sets the result of every further call of `library`. */
  scriptResult(hresult: number): void;
}
