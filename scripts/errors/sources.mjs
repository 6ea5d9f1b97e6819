import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../process.mjs';

/**
 * Reads the tables of HRESULTs.
 *
 * @returns {Map<string, [name: string, value: number][]>} by the name of the file in lib/com/hresults, without extension
 */
export function readResults() {
  const folder = join(root, 'lib', 'com', 'hresults');
  return new Map(
    readdirSync(folder)
      .sort()
      .map((file) => {
        const text = readFileSync(join(folder, file), 'utf8');
        const rows = [...text.matchAll(/^ {2}(\w+): (0x[0-9a-f]{8}),$/gm)];
        return [file.replace(/\.ts$/, ''), rows.map(([, name, value]) => [name, Number(value)])];
      }),
  );
}

/**
 * Reads the codes of errors that do not come from COM.
 *
 * @returns {string[]} sorted
 */
export function readOwnCodes() {
  const folder = join(root, 'lib');
  const codes = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .flatMap((entry) => [...readFileSync(join(entry.parentPath, entry.name), 'utf8').matchAll(/'(ERR_[A-Z_]+)'/g)])
    .map(([, code]) => code);
  return [...new Set(codes)].sort();
}
