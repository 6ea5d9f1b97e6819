import type { ContentTransferNotification } from '../../../lib/emulation.js';
import type { Connection } from '../../../lib/index.js';
import type { FamilyWorld } from '../kit/host.js';

/** What one test of Content Transfer Manager has to itself: a connection, and notification libraries that record what they are told. */
export interface CtmWorld extends FamilyWorld {
  /** Opens another connection to the same side. */
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
  /** What `library` and `renamedLibrary` were told so far, with every argument as it came there, the oldest first. */
  recorded(): readonly ContentTransferNotification[];
  /** What `library` answers from now on. */
  scriptResult(hresult: number): void;
}
