// Checks the format of all C and C++ files of the project with .clang-format; --write fixes it.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root, run, which } from './process.mjs';

const folders = ['native', 'scripts', 'test'];
const { values } = parseArgs({ options: { write: { type: 'boolean' } } });

async function sources(folder) {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(c|cc|cpp|h|hpp)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

const files = (await Promise.all(folders.map(sources))).flat().sort();
if (files.length === 0) throw new Error(`no C or C++ file in ${folders.join(', ')}`);

if (which('clang-format', 'clang-format.exe') === undefined) {
  console.error('clang-format is missing: apt-get install --no-install-recommends clang-format');
  process.exitCode = 1;
} else {
  try {
    await run('clang-format', values.write ? ['-i', ...files] : ['--dry-run', '--Werror', ...files]);
    console.log(`clang-format: ${files.length} files`);
  } catch {
    console.error(`clang-format: of ${files.length} files, some are not formatted: npm run format fixes them`);
    process.exitCode = 1;
  }
}
