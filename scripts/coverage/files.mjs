import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

const texts = new Map();

/** The text of a file of the repository, with LF. */
export function textOf(path) {
  const known = texts.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
  texts.set(path, text);
  return text;
}

/** Whether a file of the repository exists and has a word. */
export function hasWord(path, word) {
  return existsSync(join(root, path)) && new RegExp(`\\b${word}\\b`).test(textOf(path));
}
