import { createRequire } from 'node:module';
import { win32 } from 'node:path';
import { loadAddon, type NativeConnection } from '../../lib/native.js';

const require = createRequire(import.meta.url);

/** The part of koffi that is used here. */
interface Koffi {
  load(path: string): { func(prototype: string): (...values: unknown[]) => unknown };
}

function isKoffi(value: unknown): value is Koffi {
  return typeof value === 'object' && value !== null && 'load' in value;
}

/** Loads a library beside the addon, as another client in the same process. */
export function loadWithKoffi(path: string): ReturnType<Koffi['load']> {
  const koffi: unknown = require('koffi');
  if (!isKoffi(koffi)) throw new TypeError('koffi is not what it was');
  return koffi.load(path);
}

/** The exports of a library of Content Transfer Manager. */
export const functionNames = {
  progress: 'SendNotifyProgressToCTM',
  success: 'SendNotifySuccessToCTM',
  error: 'SendNotifyErrorToCTM',
} as const;

/** A call as the reference library received it, code unit by code unit; `null` is NULL, and an `HRESULT` is an unsigned number. */
export interface RecordedCall {
  readonly function: string;
  readonly arguments: readonly (string | number | null)[];
}

interface CallRecord {
  function: string;
  arguments: (number[] | number | null)[];
}

function isCallRecord(value: unknown): value is CallRecord {
  return typeof value === 'object' && value !== null && 'function' in value && 'arguments' in value;
}

/** The variants of test/reference/content-transfer; `''` is the library that records. */
export type LibraryVariant = '' | 'forwarding' | 'misdirected' | 'needing' | 'renamed' | 'without_error';

/** The absolute path of the reference library, or of one of its variants, for an architecture (default: that of this process). */
export function libraryPath(variant: LibraryVariant = '', architecture: string = process.arch): string {
  const variable = architecture === 'ia32' ? 'WINPROGRESS_TEST_CTM_IA32' : 'WINPROGRESS_TEST_CTM_X64';
  const path = process.env[variable];
  if (path === undefined) throw new Error(`${variable} must be the path of content_transfer.dll`);
  return variant === '' ? path : win32.join(win32.dirname(path), `content_transfer_${variant}.dll`);
}

/** The reference library, loaded a second time beside the addon to read what it has recorded. */
export interface ReferenceLibrary {
  readonly path: string;
  /** Number of calls since the last reset. */
  count(): number;
  calls(): RecordedCall[];
  /** Sets the result of the next `count` calls (default: all). */
  scriptResult(hresult: number, calls?: number): void;
  /** Makes further calls wait, after they are recorded, until `unblock()`. */
  block(): void;
  unblock(): void;
  /** Clears records and script, and unblocks. */
  reset(): void;
}

/** Loads the reference library and resets it. */
export function openReferenceLibrary(): ReferenceLibrary {
  const path = libraryPath();
  const library = loadWithKoffi(path);
  const count = library.func('uint32_t CountRecorded()');
  const recorded = library.func('const char *Recorded(uint32_t index)');
  const script = library.func('void ScriptResult(int32_t result, uint32_t calls)');
  const block = library.func('void Block()');
  const unblock = library.func('void Unblock()');
  const reset = library.func('void Reset()');
  reset();
  return {
    path,
    count: () => Number(count()),
    calls: () => Array.from({ length: Number(count()) }, (_, index) => readRecord(recorded(index))),
    scriptResult(hresult, calls = 0xffffffff) {
      script(hresult | 0, calls);
    },
    block() {
      block();
    },
    unblock() {
      unblock();
    },
    reset() {
      reset();
    },
  };
}

function readRecord(json: unknown): RecordedCall {
  const record: unknown = JSON.parse(String(json));
  if (!isCallRecord(record)) throw new TypeError(`not a record: ${String(json)}`);
  return {
    function: record.function,
    arguments: record.arguments.map((value) =>
      Array.isArray(value) ? value.map((unit) => String.fromCharCode(unit)).join('') : value,
    ),
  };
}

/** A connection of the addon, below the seam. */
export function openNativeConnection(): NativeConnection {
  return loadAddon().connect();
}
