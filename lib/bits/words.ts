import { requireArray, requireOneOf } from '../com/arguments.js';

/** Numbers of COM with the words of this package for them. */
export type WordTable<Word extends string> = Readonly<Record<Word, number>>;

export function wordsIn<Word extends string>(table: WordTable<Word>): Word[] {
  return Object.keys(table).filter((word): word is Word => word in table);
}

/** The word of a number at its place in a list; the number itself when the list does not have it. */
export function wordOf<Word>(words: readonly Word[], index: number): Word | number {
  return words[index] ?? index;
}

/** The word of a number; the number itself when the table does not have it. */
export function wordFor<Word extends string>(table: WordTable<Word>, value: number): Word | number {
  return wordsIn(table).find((word) => table[word] === value) ?? value;
}

/** @throws {TypeError | RangeError} when it is not one of the words of the table */
export function requireNumber<Word extends string>(value: unknown, name: string, table: WordTable<Word>): number {
  return table[requireOneOf(value, name, wordsIn(table))];
}

/** @throws {TypeError | RangeError} when it is not an array of words of the table */
export function requireFlags<Word extends string>(value: unknown, name: string, table: WordTable<Word>): number {
  const words = requireArray(value, name, 'strings');
  return words.reduce<number>(
    (flags, word, index) => (flags | requireNumber(word, `${name}[${index}]`, table)) >>> 0,
    0,
  );
}

/** The words of the flags that are set, in the order of the table. Flags without a word follow as one number. */
export function wordsOfFlags<Word extends string>(flags: number, table: WordTable<Word>): (Word | number)[] {
  const words = wordsIn(table).filter((word) => (flags & table[word]) !== 0);
  const unknown = words.reduce<number>((rest, word) => rest & ~table[word], flags) >>> 0;
  return unknown === 0 ? words : [...words, unknown];
}
