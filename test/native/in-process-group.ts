import { createRequire } from 'node:module';
import type { GroupVerbs, JobVerbs } from '../../lib/bits/verbs.js';
import { loadAddon, type NativeConnection } from '../../lib/native.js';

const require = createRequire(import.meta.url);

/** The part of koffi that is used here. */
interface Koffi {
  load(path: string): { func(prototype: string): (...values: unknown[]) => unknown };
  address(pointer: unknown): bigint;
}

function isKoffi(value: unknown): value is Koffi {
  return typeof value === 'object' && value !== null && 'load' in value && 'address' in value;
}

interface AttachingBits {
  attachGroup(pointer: bigint): Promise<GroupVerbs>;
}

function isAttaching(value: object): value is AttachingBits {
  return 'attachGroup' in value && typeof value.attachGroup === 'function';
}

/** An `IBackgroundCopyGroup` in this process, of test/reference/in-process-group, with the counts of its library. */
export interface InProcessGroup {
  attach(connection: NativeConnection): Promise<GroupVerbs>;
  /** References to all groups of the library, including that of the test. */
  countReferences(): number;
  /** Opens the gate at which calls of `get_Size` wait. */
  openGate(): void;
  release(): void;
}

/** Loads the library, closes its gate, and creates a group with one reference, owned by the test. */
export function createInProcessGroup(): InProcessGroup {
  const path = process.env.WINPROGRESS_TEST_GROUP;
  if (path === undefined) throw new Error('WINPROGRESS_TEST_GROUP must be the path of group.dll');
  const koffi: unknown = require('koffi');
  if (!isKoffi(koffi)) throw new TypeError('koffi is not what it was');
  const library = koffi.load(path);
  const create = library.func('void *CreateInProcessGroup()');
  const release = library.func('void ReleaseInProcessGroup(void *group)');
  const count = library.func('unsigned long CountReferences()');
  const open = library.func('void OpenGate()');
  library.func('void CloseGate()')();
  const pointer = create();
  return {
    async attach({ bits }) {
      if (!isAttaching(bits)) throw new TypeError('the addon has no attachGroup');
      return await bits.attachGroup(koffi.address(pointer));
    },
    countReferences: () => Number(count()),
    openGate: () => {
      open();
    },
    release: () => {
      release(pointer);
    },
  };
}

/** A job of the library, through a separate connection. */
export async function openInProcessJob(): Promise<{
  readonly group: InProcessGroup;
  readonly connection: NativeConnection;
  readonly job: JobVerbs;
  close(): Promise<void>;
}> {
  const group = createInProcessGroup();
  const connection = openNativeConnection();
  const job = await (await group.attach(connection)).queryNewJobInterface();
  return {
    group,
    connection,
    job,
    async close() {
      await connection.close();
      group.release();
    },
  };
}

/** A connection of the addon, below the seam. */
export function openNativeConnection(): NativeConnection {
  return loadAddon().connect();
}
