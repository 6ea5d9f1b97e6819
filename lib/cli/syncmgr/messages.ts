import type { SyncManagerLogEvent, SyncManagerMessageEvent } from '../../index.js';
import type { Output } from '../output.js';
import { oneLine } from '../printable.js';
import type { NamedItem } from '../progress/sync-items.js';

/** More than so many lines at once help nobody. */
const keptLines = 100;

interface KeptLine {
  readonly isEntry: boolean;
  readonly errorId: string | null;
  readonly text: string;
}

/**
 * Tells what a handler says beside the progress of its items: as objects with `--json`, else as lines on standard error. On a terminal
 * they wait until the bars are gone, and what the handler takes back meanwhile is not told.
 */
export class Messages {
  readonly #output: Output;
  readonly #json: boolean;
  #names: ReadonlyMap<string, string> = new Map();
  #kept: KeptLine[] = [];
  #left = 0;

  constructor(output: Output, json: boolean) {
    this.#output = output;
    this.#json = json;
  }

  /** From now on these items are told by their names. */
  nameItems(items: readonly NamedItem[]): void {
    this.#names = new Map(items.map(({ id, name }) => [id, name]));
  }

  take(message: SyncManagerMessageEvent): void {
    if (this.#json) this.#output.writeRecord(message);
    else {
      this.#left += message.dropped;
      if (message.type === 'logDeleted') this.#takeBack(message.errorId);
      else this.#say(message);
    }
  }

  /** Tells what waits: there are no bars any more. */
  tell(): void {
    if (this.#left > 0)
      this.#output.warn(`${this.#left} earlier ${this.#left === 1 ? 'message' : 'messages'} left out`);
    for (const { text } of this.#kept) this.#output.warn(text);
    this.#kept = [];
    this.#left = 0;
  }

  #say(message: Exclude<SyncManagerMessageEvent, { readonly type: 'logDeleted' }>): void {
    if (message.type === 'log') {
      this.#kept.push({ isEntry: true, errorId: message.errorId, text: this.#describe(message) });
    } else {
      const name = message.name === null ? '' : `: ${oneLine(message.name)}`;
      this.#kept.push({ isEntry: false, errorId: null, text: `the handler requires a connection${name}` });
    }
    if (!this.#output.isTerminal) this.tell();
    else if (this.#kept.length > keptLines) {
      this.#kept.shift();
      this.#left += 1;
    }
  }

  /** Takes back one entry, or all of them for null. */
  #takeBack(errorId: string | null): void {
    this.#kept = this.#kept.filter((line) => !line.isEntry || (errorId !== null && line.errorId !== errorId));
  }

  #describe({ level, itemId, text }: SyncManagerLogEvent): string {
    const word = typeof level === 'number' ? `level ${level}` : level;
    const name = itemId === null ? null : (this.#names.get(itemId) ?? itemId);
    return [word, name, text]
      .filter((part) => part !== null)
      .map(oneLine)
      .join(': ');
  }
}
