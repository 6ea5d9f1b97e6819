import { requireArray, requireOptions, requireResult, requireText, wrongValue } from '../../com/arguments.js';
import { hresults } from '../../com/hresult.js';
import { RecentLog } from '../../emulation/bounded-lists.js';
import { functionNames } from '../constants.js';
import type { ContentTransferNotification } from './sent-notifications.js';

/** The architecture of a library. The emulated process is `x64`. */
export type LibraryArchitecture = 'x64' | 'ia32' | 'arm64';

/** The result of calls: an HRESULT, or a function that returns it for each call; a promise delays it. */
export type LibraryAnswer = number | ((call: ContentTransferNotification) => number | Promise<number>);

export interface EmulatedLibraryOptions {
  /** The exported names; by default those of the three documented functions. */
  readonly exports?: readonly string[] | undefined;
  /** The result of each call; `S_OK` by default. */
  readonly hresult?: LibraryAnswer | undefined;
  /** The architecture, `'x64'` by default; `null` for a file that is not a library. */
  readonly architecture?: LibraryArchitecture | null | undefined;
}

const architectures: readonly unknown[] = ['x64', 'ia32', 'arm64', null];

/** An emulated notification library, which records each call as sent. Created by `emulation.ctm.addLibrary()`. */
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

  /** The latest 10 000 calls, oldest first. */
  get calls(): readonly ContentTransferNotification[] {
    return this.#calls.entries;
  }

  /** The number of earlier calls that were dropped from {@link calls}. */
  get droppedCalls(): number {
    return this.#calls.dropped;
  }

  /** Empties {@link calls}. */
  clearCalls(): void {
    this.#calls.clear();
  }

  /** @internal Resolves to the result of a call. @throws {TypeError | RangeError} for a scripted result that is not an HRESULT */
  async answer(call: ContentTransferNotification): Promise<number> {
    this.#calls.add(call);
    return typeof this.#answer === 'function' ? requireResult(await this.#answer(call)) : this.#answer;
  }
}

function readExports(given: readonly string[] | undefined): readonly string[] {
  if (given === undefined) return Object.values(functionNames);
  return requireArray(given, 'exports', 'names').map((name, index) => requireText(name, `exports[${index}]`));
}
