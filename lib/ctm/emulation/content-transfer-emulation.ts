import type { Clock } from '../../com/clock.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { Libraries } from './libraries.js';
import type { EmulatedLibrary, EmulatedLibraryOptions } from './library.js';
import { ContentTransferManager } from './manager.js';
import { EmulatedContentTransfer } from './verbs.js';

/** The behavior of the emulated Content Transfer Manager. */
export interface ContentTransferPolicy {
  /** Whether notifications that break a rule which is only recommended are refused as well; true by default. */
  readonly strict: boolean;
}

/** Drives the emulated Content Transfer Manager: its jobs, its providers and its notification libraries. `emulation.ctm`. */
export class ContentTransferEmulation {
  /** The manager, which calls providers and receives their notifications. */
  readonly manager: ContentTransferManager;
  readonly #libraries = new Libraries();

  /** @internal */
  constructor(clock: Clock, policy: ContentTransferPolicy) {
    this.manager = new ContentTransferManager(clock, policy.strict);
    this.#libraries.add(this.manager.library, { hresult: (call) => this.manager.receive(call) });
  }

  /**
   * Adds a notification library to the emulated disk, or replaces it. It records each call as sent, and returns the results of its options. Opening a
   * path without a library fails with `ERROR_MOD_NOT_FOUND`.
   * @throws {TypeError | RangeError} for wrong arguments
   */
  addLibrary(path: string, options?: EmulatedLibraryOptions): EmulatedLibrary {
    return this.#libraries.add(path, options);
  }

  /** @internal Returns the verbs of a connection. */
  open(connection: ServiceConnection): EmulatedContentTransfer {
    return new EmulatedContentTransfer(this.#libraries, connection);
  }

  /** @internal Ends all jobs. */
  dispose(): void {
    this.manager.dispose();
  }
}
