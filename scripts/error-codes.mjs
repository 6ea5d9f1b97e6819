import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatPages, problemsOf } from './errors/page.mjs';
import { root } from './process.mjs';

/** Writes docs/errors.md and docs/windows-errors.md. Fails when a code of the sources has no entry in scripts/errors, or an entry is not a code. */

const problems = problemsOf();
if (problems.length === 0) for (const [name, text] of formatPages()) writeFileSync(join(root, 'docs', name), text);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
