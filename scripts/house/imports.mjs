import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { root } from '../process.mjs';

const lib = join(root, 'lib');

/** The families of COM interfaces, in the order of the documentation. */
export const families = ['bits', 'winsync', 'syncmgr', 'ctm'];

/** The files of `lib`, relative to it, with slashes. */
function files() {
  return readdirSync(lib, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(lib, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
}

/** The files that a file of `lib` imports: values, types, and what is loaded later. */
function importsOf(file) {
  const text = readFileSync(join(lib, file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)\.js'/g)].map(([, path]) =>
    join(dirname(file), `${path}.ts`).replaceAll(sep, '/'),
  );
}

/**
 * Reads the imports of all files of `lib`.
 *
 * @returns {Map<string, string[]>} the imported files by the importing one, relative to `lib`
 */
export function readImports() {
  return new Map(files().map((file) => [file, importsOf(file)]));
}
