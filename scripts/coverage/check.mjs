import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hasWord, root, textOf } from './files.mjs';
import { flagRows } from './property-rows.mjs';
import { allRows } from './rows.mjs';
import { hasTest, hostsOf } from './tests.mjs';

/** The methods of enumerators for which winprogress has no use: it reads enumerators to their end, into an array. */
const enumeratorMethods = new Set(['Skip', 'Reset', 'Clone', 'GetCount']);

/**
 * Compares rows with declarations and with the code.
 *
 * @param {{ methods: readonly string[], properties: readonly string[] }} declared
 * @param {readonly (readonly [string, import('./row.d.mts').Row])[]} rows
 * @returns {string[]} what is wrong
 */
export function problemsOf(declared, rows = allRows()) {
  const names = new Set(rows.map(([name]) => name));
  const methods = declared.methods.filter(
    (method) => !(method.startsWith('IEnum') && enumeratorMethods.has(method.slice(method.indexOf('.') + 1))),
  );
  const needed = new Set([...methods, ...declared.properties]);
  return [
    ...[...needed].filter((name) => !names.has(name)).map((name) => `${name} has no row`),
    ...[...names]
      .filter((name) => !needed.has(name) && !Object.hasOwn(flagRows, name))
      .map((name) => `${name} is in no header`),
    ...rows.flatMap(([name, row]) => problemsOfRow(name, row).map((problem) => `${name}: ${problem}`)),
  ];
}

function problemsOfRow(name, row) {
  if (row.notReached !== undefined) return row.notReached === '' ? ['the reason is missing'] : [];
  const word = row.nativeWord ?? name.slice(name.indexOf('.') + 1);
  const problems = [];
  if (row.api.length === 0) problems.push('it has no public member');
  if (row.tests.length === 0) problems.push('it has no test');
  for (const member of row.api) {
    if (!isPublic(member)) problems.push(`${member} is not in the public API`);
  }
  for (const verb of row.verb) {
    if (!hasMember(verb, seamFiles)) problems.push(`${verb} is not in the seam`);
  }
  if (!hasWord(`native/bits/${row.native}`, word)) problems.push(`native/bits/${row.native} does not have ${word}`);
  const implemented = row.verb.some((verb) => hasWord(`lib/bits/emulation/${row.emulation}`, verb.split('.').at(-1)));
  if (!implemented) problems.push(`lib/bits/emulation/${row.emulation} does not have ${row.verb.join(' or ')}`);
  for (const test of row.tests) {
    if (!hasTest(test)) problems.push(`there is no test ${test}`);
  }
  if (problems.length === 0 && hostsOf(row).length === 0) problems.push('no test of it runs on real COM');
  return problems;
}

const seamFiles = [
  'lib/bits/verbs.ts',
  'lib/bits/settings-verbs.ts',
  'lib/bits/file-verbs.ts',
  'lib/bits/group-callback-verbs.ts',
];
const publicFiles = [
  'lib/com/error.ts',
  ...readdirSync(join(root, 'lib', 'bits'))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('verbs.ts'))
    .map((name) => `lib/bits/${name}`),
];

function isPublic(member) {
  return hasWord('lib/index.ts', member.split('.')[0]) && hasMember(member, publicFiles);
}

/** Whether a class or an interface, or one that it extends, declares a member. A name without a member is that of a type. */
function hasMember(path, files) {
  const [owner, member] = path.split('.');
  for (const file of files) {
    const text = textOf(file);
    if (member === undefined) {
      if (new RegExp(`^export type ${owner} =`, 'm').test(text)) return true;
      continue;
    }
    const declaration = new RegExp(`^export (?:class|interface) ${owner}\\b([^{]*)\\{\\n([\\s\\S]*?)^\\}`, 'm').exec(
      text,
    );
    if (declaration === null) continue;
    const [, heritage = '', body = ''] = declaration;
    if (new RegExp(`^ {2}(?:declare )?(?:readonly |async |get )?${member}\\??[(<:]`, 'm').test(body)) return true;
    return [...heritage.matchAll(/\b[A-Z]\w+/g)].some(([base]) => hasMember(`${base}.${member}`, files));
  }
  return false;
}
