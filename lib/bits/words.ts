import { requireArray, requireOneOf } from '../com/arguments.js';

/** Numbers of COM with the words of this package for them. */
export type WordTable<Word extends string> = Readonly<Record<Word, number>>;

export function wordsIn<Word extends string>(table: WordTable<Word>): Word[] {
  return Object.keys(table).filter((word): word is Word => word in table);
}

/** Returns the word at an index of a list; the index itself if the list does not have it. */
export function wordOf<Word>(words: readonly Word[], index: number): Word | number {
  return words[index] ?? index;
}

/** Returns the word for a number; an unknown number is returned unchanged. */
export function wordFor<Word extends string>(table: WordTable<Word>, value: number): Word | number {
  return wordsIn(table).find((word) => table[word] === value) ?? value;
}

/** Returns the number of a word. @throws {TypeError | RangeError} if it is not one of the words of the table */
export function requireNumber<Word extends string>(value: unknown, name: string, table: WordTable<Word>): number {
  return table[requireOneOf(value, name, wordsIn(table))];
}

/** Returns the flags of words. @throws {TypeError | RangeError} if the value is not an array of words of the table */
export function requireFlags<Word extends string>(value: unknown, name: string, table: WordTable<Word>): number {
  const words = requireArray(value, name, 'strings');
  return words.reduce<number>(
    (flags, word, index) => (flags | requireNumber(word, `${name}[${index}]`, table)) >>> 0,
    0,
  );
}

/** Returns the words of the flags that are set, in the order of the table. Unknown flags follow as one number. */
export function wordsOfFlags<Word extends string>(flags: number, table: WordTable<Word>): (Word | number)[] {
  const words = wordsIn(table).filter((word) => (flags & table[word]) !== 0);
  const unknown = words.reduce<number>((rest, word) => rest & ~table[word], flags) >>> 0;
  return unknown === 0 ? words : [...words, unknown];
}
