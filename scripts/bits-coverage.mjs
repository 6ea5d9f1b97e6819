import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemsOf } from './coverage/check.mjs';
import { readDeclarations } from './coverage/declarations.mjs';
import { root } from './coverage/files.mjs';
import { formatPage } from './coverage/page.mjs';

/**
 * Writes docs/bits-coverage.md from the tables in scripts/coverage. With `--check` it writes nothing. Fails when a table contradicts the headers or the code, and with
 * `--check` also when the page is not up to date.
 */

const page = join(root, 'docs', 'bits-coverage.md');
const problems = problemsOf(readDeclarations());
const text = formatPage();

if (process.argv.includes('--check')) {
  if (!existsSync(page) || readFileSync(page, 'utf8').replaceAll('\r\n', '\n') !== text) {
    problems.push('docs/bits-coverage.md is not up to date: run node scripts/bits-coverage.mjs');
  }
} else if (problems.length === 0) writeFileSync(page, text);

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
