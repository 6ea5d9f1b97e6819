import { afterEach, beforeEach } from 'vitest';
import { release } from './koffi-com.js';
import { openSyncManagerLibrary, type SyncManagerLibrary } from './syncmgr-library.js';

/** The reference library of one test; at the end its objects are released and the library is reset. */
export interface ReferenceSyncManager {
  readonly library: SyncManagerLibrary;
  /** Releases this object at the end of the test. */
  hold(object: bigint): bigint;
  /** Waits for the worker threads of the library. */
  workersEnd(): Promise<void>;
}

/** Opens the library for each test of the enclosing group. */
export function useReferenceSyncManager(): ReferenceSyncManager {
  let opened: SyncManagerLibrary | undefined;
  let objects: bigint[] = [];
  const library = () => {
    if (opened === undefined) throw new TypeError('the library is opened for a test');
    return opened;
  };
  beforeEach(() => {
    opened = openSyncManagerLibrary();
    objects = [];
  });
  afterEach(() => {
    for (const object of objects) release(object);
    library().reset();
  });
  return {
    get library() {
      return library();
    },
    hold(object) {
      objects.push(object);
      return object;
    },
    async workersEnd() {
      while (library().countWorkers() > 0) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
