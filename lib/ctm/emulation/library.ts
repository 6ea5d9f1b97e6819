import { requireArray, requireOptions, requireResult, requireText, wrongValue } from '../../com/arguments.js';
import { hresults } from '../../com/hresult.js';
import { RecentLog } from '../../emulation/bounded-lists.js';
import { functionNames } from '../constants.js';
import type { ContentTransferNotification } from './sent-notifications.js';

/** What a library is built for. The emulated process is `x64`. */
export type LibraryArchitecture = 'x64' | 'ia32' | 'arm64';

/** What a library answers: an HRESULT, or what decides it call by call; a promise is a library that is slow. */
export type LibraryAnswer = number | ((call: ContentTransferNotification) => number | Promise<number>);

export interface EmulatedLibraryOptions {
  /** The names that the library exports; the three documented ones by default. */
  readonly exports?: readonly string[] | undefined;
  /** What each call answers; `S_OK` by default. */
  readonly hresult?: LibraryAnswer | undefined;
  /** What the library is built for, `'x64'` by default; `null` for a file that is no library. */
  readonly architecture?: LibraryArchitecture | null | undefined;
}

const architectures: readonly unknown[] = ['x64', 'ia32', 'arm64', null];

/** An emulated notification library: it keeps every call as it was sent. Made by `emulation.ctm.addLibrary()`. */
export class EmulatedLibrary {
  readonly path: string;
  readonly exports: readonly string[];
  readonly architecture: LibraryArchitecture | null;
  readonly #answer: LibraryAnswer;
  readonly #calls = new RecentLog<ContentTransferNotification>();

  /** @internal @throws {TypeError | RangeError} for wrong options */
  constructor(path: string, options: EmulatedLibraryOptions | undefined) {
    const { exports, hresult = hresults.S_OK, architecture = 'x64' } = requireOptions(options);
    this.path = requireText(path, 'path');
    this.exports = readExports(exports);
    if (!architectures.includes(architecture)) throw wrongValue('architecture must be x64, ia32, arm64 or null');
    this.architecture = architecture;
    this.#answer = typeof hresult === 'function' ? hresult : requireResult(hresult);
  }

  /** The calls so far, the oldest first: the latest 10 000. */
  get calls(): readonly ContentTransferNotification[] {
    return this.#calls.entries;
  }

  /** How many earlier calls had to be dropped from {@link calls}. */
  get droppedCalls(): number {
    return this.#calls.dropped;
  }

  /** Empties {@link calls}. */
  clearCalls(): void {
    this.#calls.clear();
  }

  /** @internal What a call of one of the functions answers. */
  answer(call: ContentTransferNotification): number | Promise<number> {
    this.#calls.add(call);
    return typeof this.#answer === 'function' ? this.#answer(call) : this.#answer;
  }
}

function readExports(given: readonly string[] | undefined): readonly string[] {
  if (given === undefined) return Object.values(functionNames);
  return requireArray(given, 'exports', 'names').map((name, index) => requireText(name, `exports[${index}]`));
}
