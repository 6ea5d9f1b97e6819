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

/** An `IBackgroundCopyGroup` in this process, of test/reference/in-process-group, with what its library tells about it. */
export interface InProcessGroup {
  attach(connection: NativeConnection): Promise<GroupVerbs>;
  /** References to all groups of the library, ours included. */
  countReferences(): number;
  /** Lets the calls of `get_Size` return, which wait until then. */
  openGate(): void;
  release(): void;
}

/** Loads the library, closes its gate, and makes a group in it; the one reference that this makes is ours. */
export function createInProcessGroup(): InProcessGroup {
  const path = process.env.WINPROGRESS_TEST_GROUP;
  if (path === undefined) throw new Error('WINPROGRESS_TEST_GROUP does not say where group.dll is');
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

/** A job of the library, through a connection of its own. */
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
