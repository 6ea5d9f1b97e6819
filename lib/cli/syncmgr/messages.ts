import type { SyncManagerLogEvent, SyncManagerMessageEvent } from '../../index.js';
import type { Output } from '../output.js';
import { oneLine } from '../printable.js';
import type { NamedItem } from '../progress/sync-items.js';

/** Earlier lines are dropped and counted. */
const largestNumber = 100;

interface PendingLine {
  readonly isEntry: boolean;
  readonly errorId: string | null;
  readonly text: string;
}

/**
 * Reports log entries and connection requests of a handler: with `--json` as records, otherwise as lines on standard error. On a terminal, lines
 * are printed by `print()`, after the bars; entries that the handler deletes before that are not printed.
 */
export class Messages {
  readonly #output: Output;
  readonly #json: boolean;
  #names: ReadonlyMap<string, string> = new Map();
  #pending: PendingLine[] = [];
  #dropped = 0;

  constructor(output: Output, json: boolean) {
    this.#output = output;
    this.#json = json;
  }

  /** Sets the names of items for later entries. */
  nameItems(items: readonly NamedItem[]): void {
    this.#names = new Map(items.map(({ id, name }) => [id, name]));
  }

  add(message: SyncManagerMessageEvent): void {
    if (this.#json) this.#output.writeRecord(message);
    else {
      this.#dropped += message.dropped;
      if (message.type === 'logDeleted') this.#delete(message.errorId);
      else this.#addLine(message);
    }
  }

  /** Prints the pending lines. */
  print(): void {
    if (this.#dropped > 0)
      this.#output.warn(`${this.#dropped} earlier ${this.#dropped === 1 ? 'message' : 'messages'} omitted`);
    for (const { text } of this.#pending) this.#output.warn(text);
    this.#pending = [];
    this.#dropped = 0;
  }

  #addLine(message: Exclude<SyncManagerMessageEvent, { readonly type: 'logDeleted' }>): void {
    if (message.type === 'log') {
      this.#pending.push({ isEntry: true, errorId: message.errorId, text: this.#describe(message) });
    } else {
      const name = message.name === null ? '' : `: ${oneLine(message.name)}`;
      this.#pending.push({ isEntry: false, errorId: null, text: `the handler requires a connection${name}` });
    }
    if (!this.#output.isTerminal) this.print();
    else if (this.#pending.length > largestNumber) {
      this.#pending.shift();
      this.#dropped += 1;
    }
  }

  /** Deletes one entry, or all entries for null. */
  #delete(errorId: string | null): void {
    this.#pending = this.#pending.filter((line) => !line.isEntry || (errorId !== null && line.errorId !== errorId));
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
