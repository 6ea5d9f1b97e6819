import type { Clock } from '../../com/clock.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { Libraries } from './libraries.js';
import type { EmulatedLibrary, EmulatedLibraryOptions } from './library.js';
import { ContentTransferManager } from './manager.js';
import { EmulatedContentTransfer } from './verbs.js';

/** How the emulated side of Content Transfer Manager behaves. */
export interface ContentTransferPolicy {
  /** Whether notifications that break what the documents only recommend are refused, too; true by default. */
  readonly strict: boolean;
}

/** The other side of the conversation with Content Transfer Manager: `emulation.ctm`. */
export class ContentTransferEmulation {
  /** The manager, which calls providers and reads what they report. */
  readonly manager: ContentTransferManager;
  readonly #libraries = new Libraries();

  /** @internal */
  constructor(clock: Clock, policy: ContentTransferPolicy) {
    this.manager = new ContentTransferManager(clock, policy.strict);
    this.#libraries.add(this.manager.library, { hresult: (call) => this.manager.receive(call) });
  }

  /**
   * Puts a notification library on the emulated disk, or another in its place: it keeps every call as it was sent, and answers as it
   * is told. A path where there is none is `ERROR_MOD_NOT_FOUND` to those who open it.
   * @throws {TypeError | RangeError} for wrong arguments
   */
  addLibrary(path: string, options?: EmulatedLibraryOptions): EmulatedLibrary {
    return this.#libraries.add(path, options);
  }

  /** @internal The verbs of one connection. */
  open(connection: ServiceConnection): EmulatedContentTransfer {
    return new EmulatedContentTransfer(this.#libraries, connection);
  }

  /** @internal Ends the jobs that have not ended. */
  dispose(): void {
    this.manager.dispose();
  }
}
