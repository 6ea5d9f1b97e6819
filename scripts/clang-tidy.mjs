// Runs clang-tidy with .clang-tidy over the C++ sources of the addon, compiled by Clang with the headers of MinGW. What has passed is skipped
// until its preprocessed text, .clang-tidy or clang-tidy itself changes.
//
//   node scripts/clang-tidy.mjs [FILE…]
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { root, which } from './process.mjs';

const execute = promisify(execFile);
const cache = join(root, 'build', 'clang-tidy');
const mingw = 'x86_64-w64-mingw32-g++-posix';
const MAXIMUM_OUTPUT = 256 * 1024 * 1024;

/** The include folders of MinGW's compiler, without those of GCC itself, which Clang replaces. */
async function mingwIncludes() {
  const { stderr } = await execute(mingw, ['-E', '-x', 'c++', '-v', '/dev/null', '-o', '/dev/null']);
  const list = /search starts here:\n([\s\S]*?)End of search list/.exec(stderr)?.[1] ?? '';
  return list
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('/') && !/\/lib\/gcc\/.*\/include(-fixed)?$/.test(line))
    .map((line) => resolve(line));
}

async function compilerArguments() {
  const require = createRequire(import.meta.url);
  const cmake = (await readFile(join(root, 'CMakeLists.txt'), 'utf8')).replaceAll(/#.*$/gm, '');
  const definitions = /set\(WINPROGRESS_DEFINITIONS\s([^)]*)\)/.exec(cmake)?.[1]?.trim().split(/\s+/);
  if (definitions === undefined) throw new Error('WINPROGRESS_DEFINITIONS not found in CMakeLists.txt');
  const system = [
    require('node-addon-api').include_dir,
    require('node-api-headers').include_dir,
    ...(await mingwIncludes()),
  ];
  return [
    '--target=x86_64-w64-mingw32',
    '-std=c++17',
    // From winnt.h and other headers of MinGW that use attributes of GCC.
    '-Wno-unknown-pragmas',
    ...[...definitions, 'NODE_GYP_MODULE_NAME=winprogress', 'BUILDING_NODE_EXTENSION'].map((macro) => `-D${macro}`),
    `-I${join(root, 'native')}`,
    ...system.flatMap((folder) => ['-isystem', resolve(root, folder)]),
  ];
}

async function sources() {
  const entries = await readdir(join(root, 'native'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.cc'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * Runs a command on a file, unless it has passed before with the same preprocessed text.
 *
 * @returns {Promise<string | undefined>} its output if it fails, '' if it passes, undefined if it has passed before
 */
async function check(file, command, compiler, salt) {
  const { stdout: text } = await execute('clang++', ['-E', '-P', ...compiler, file], { maxBuffer: MAXIMUM_OUTPUT });
  const key = createHash('sha256').update(salt).update(command.join('\0')).update(text).digest('hex');
  const marker = join(cache, key);
  if (existsSync(marker)) return undefined;
  try {
    // At the lowest priority: the native suite, whose tests leave much of the machine idle, can run at the same time.
    await execute('nice', ['-n', '19', ...command], { cwd: root, maxBuffer: MAXIMUM_OUTPUT });
  } catch (error) {
    if (error.stdout === undefined) throw error;
    return `${error.stdout}${error.stdout === '' ? error.stderr : ''}`;
  }
  await writeFile(marker, '');
  return '';
}

/**
 * Writes a source that includes all files of one folder. clang-tidy reads the headers once for it, and checks templates of the headers once: one run
 * takes as long as that of a single file. Names in anonymous namespaces must therefore be unique in a folder.
 */
async function writeBatch(folder, files) {
  const path = join(cache, `${relative(root, folder).replaceAll(sep, '-')}.cc`);
  const lines = files.map((file) => `#include "${file}"  // NOLINT(bugprone-suspicious-include)\n`);
  await writeFile(path, lines.join(''));
  return path;
}

/**
 * Runs clang-tidy on files, those of a folder at once, and compiles each file alone, which fails if an #include is missing. As many run at the same
 * time as there are processors.
 *
 * @param {string[]} [files] all of native/ by default
 * @returns {Promise<{ failed: number, checked: number, total: number }>} numbers of runs
 */
export async function clangTidy(files) {
  const missing = ['clang-tidy', 'clang++', mingw].filter((name) => which(name) === undefined);
  if (missing.length > 0) throw new Error(`missing: ${missing.join(', ')}; README.md lists the Debian packages`);
  await mkdir(cache, { recursive: true });
  const compiler = await compilerArguments();
  const { stdout: version } = await execute('clang-tidy', ['--version']);
  const salt = `${version}${await readFile(join(root, '.clang-tidy'), 'utf8')}${compiler.join('\0')}`;
  const all = files ?? (await sources());
  const runs = [];
  for (const folder of new Set(all.map((file) => dirname(file)))) {
    const batch = await writeBatch(
      folder,
      all.filter((file) => dirname(file) === folder),
    );
    runs.push({ file: batch, command: ['clang-tidy', '--quiet', batch, '--', ...compiler] });
  }
  for (const file of all) runs.push({ file, command: ['clang++', '-fsyntax-only', ...compiler, file] });
  const counts = { failed: 0, checked: 0, total: runs.length };
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      for (let run = runs.shift(); run !== undefined; run = runs.shift()) {
        const output = await check(run.file, run.command, compiler, salt);
        if (output === undefined) continue;
        counts.checked += 1;
        if (output === '') continue;
        counts.failed += 1;
        console.error(output.trim());
      }
    }),
  );
  return counts;
}

/** The result in words. */
export function describeRuns({ failed, checked, total }) {
  return `clang-tidy and Clang: ${total} runs, ${checked} of them on new or changed files, ${failed} with warnings`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = process.argv.slice(2).map((file) => resolve(file));
  try {
    const counts = await clangTidy(files.length > 0 ? files : undefined);
    console.log(describeRuns(counts));
    if (counts.failed > 0) process.exitCode = 1;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
