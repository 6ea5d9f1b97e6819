import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { legacyRows } from './coverage/legacy-rows.mjs';
import { flagRows, modernRows, propertyRows } from './coverage/modern-rows.mjs';

/**
 * Writes docs/bits-coverage.md from the tables in scripts/coverage. With `--check` it writes nothing, and fails when a table contradicts the headers or the code,
 * or when the page is not up to date.
 */

const root = join(import.meta.dirname, '..');
const page = join(root, 'docs', 'bits-coverage.md');
const sdkHeaders = '/usr/share/mingw-w64/include';

/** The declarations of the repository, which every platform has. */
const ownHeaders = [
  'native/bits/modern_interfaces.h',
  'native/bits/queue_manager_interfaces.h',
  'test/reference/bits-service/bits_wire.idl',
  'test/reference/queue-manager/qmgr.idl',
];

/** The methods of enumerators for which winprogress has no use: it reads enumerators to their end, into an array. */
const enumeratorMethods = new Set(['Skip', 'Reset', 'Clone', 'GetCount']);

const sections = [
  { title: 'Interfaces of modern BITS', rows: modernRows },
  { title: 'Interfaces of the legacy queue manager', rows: legacyRows },
  { title: 'Properties', rows: { 'BITS_JOB_PROPERTY_ID and BITS_FILE_PROPERTY_ID': propertyRows } },
  { title: 'HTTP security flags', rows: { 'IBackgroundCopyJobHttpOptions.SetSecurityFlags': flagRows } },
];

const texts = new Map();

function textOf(path) {
  const known = texts.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
  texts.set(path, text);
  return text;
}

/**
 * Finds the methods and properties that a header or an IDL file declares.
 *
 * @param {string} text
 * @returns {{ methods: string[], properties: string[] }} methods as `Interface.Method`
 */
export function declarationsOf(text) {
  const methods = [];
  let owner = '';
  const declaration =
    /\b(I[A-Z]\w+) : (?:public )?I[A-Z]\w+\s*\{|(?:virtual HRESULT (?:STDMETHODCALLTYPE|WINAPI)|^ {4}HRESULT) (\w+)\(/gm;
  for (const [, name, method] of text.matchAll(declaration)) {
    if (name !== undefined) owner = name;
    else methods.push(`${owner}.${method}`);
  }
  const properties = [...text.matchAll(/\b(BITS_(?:JOB|FILE)_PROPERTY_\w+) = \d+/g)].map(([, name]) => name);
  return { methods, properties };
}

/** The declarations of the repository, and of the headers of MinGW-w64 where they are installed. */
export function readDeclarations() {
  const contents = ownHeaders.map(textOf);
  if (existsSync(sdkHeaders)) {
    for (const name of readdirSync(sdkHeaders)) {
      if (/^(?:bits[\d_]*|qmgr)\.h$/.test(name)) contents.push(readFileSync(join(sdkHeaders, name), 'utf8'));
    }
  }
  const found = contents.map(declarationsOf);
  return {
    methods: [...new Set(found.flatMap(({ methods }) => methods))],
    properties: [...new Set(found.flatMap(({ properties }) => properties))],
  };
}

/** @returns {readonly (readonly [string, import('./coverage/row.d.mts').Row])[]} every row with its name, such as `IBackgroundCopyJob.Resume` */
export function allRows() {
  return sections.flatMap(({ rows }) =>
    Object.entries(rows).flatMap(([group, members]) =>
      Object.entries(members).map(([name, row]) => [/^I[A-Z]\w+$/.test(group) ? `${group}.${name}` : name, row]),
    ),
  );
}

/**
 * Compares rows with declarations and with the code.
 *
 * @param {{ methods: readonly string[], properties: readonly string[] }} declared
 * @param {readonly (readonly [string, import('./coverage/row.d.mts').Row])[]} rows
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

function hasWord(path, word) {
  return existsSync(join(root, path)) && new RegExp(`\\b${word}\\b`).test(textOf(path));
}

const seamFiles = ['lib/bits/verbs.ts', 'lib/bits/settings-verbs.ts', 'lib/bits/file-verbs.ts'];
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

function splitTest(test) {
  const [, file = '', group = '', name = ''] = /^([^:]+): (.+?) > (.+)$/.exec(test) ?? [];
  return { file, group, name };
}

const literal = /'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g;
const groupStart = /\b(?:group|describe(?:\.\w+\([^()]*\))?)\(\s*(?:'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`)/g;

/** Whether the text of a file has a test: in a group of this name, by its own name or as a row of `each()`. */
function hasTest(test) {
  const { file, group, name } = splitTest(test);
  if (!existsSync(join(root, file))) return false;
  const text = textOf(file);
  const starts = [...text.matchAll(groupStart)];
  return starts.some((start, index) => {
    if ((start[1] ?? start[2]) !== group) return false;
    return hasTestIn(text.slice(start.index, starts[index + 1]?.index), name, text);
  });
}

function hasTestIn(segment, name, text) {
  for (const match of segment.matchAll(literal)) {
    const title = match[1] ?? match[2];
    if (title === name) {
      if (/\b(?:test|it)\(\s*$/.test(segment.slice(0, match.index))) return true;
    } else if (title.includes('%s') && /^,\s*(?:async )?\(/.test(segment.slice(match.index + match[0].length))) {
      const row = matchTemplate(title, name);
      if (row !== null && text.includes(`['${row}'`)) return true;
      if (row !== null && new RegExp(`\\[\\s+'${escapeExpression(row)}',`).test(text)) return true;
    }
  }
  return false;
}

/** What `%s` stands for in a name; null when the name is not of this form. */
function matchTemplate(template, name) {
  const [before = '', after = ''] = template.split('%s');
  if (!name.startsWith(before) || !name.endsWith(after) || name.length < before.length + after.length) return null;
  return name.slice(before.length, name.length - after.length);
}

function escapeExpression(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

const hosts = {
  wine: "Wine's BITS",
  queueManager: 'reference queue manager',
  service: 'reference service',
  windows: 'Windows only',
};

/** The contracts by the native suite that runs them. */
function contractHost(file) {
  const name = basename(file, '.contract.ts');
  const imported = (suite) => textOf(`test/contract/bits/${suite}.contract.ts`).includes(`'./${name}.contract.js'`);
  if (imported('modern')) return 'service';
  if (!imported('bits')) return null;
  return name.startsWith('group') ? 'queueManager' : 'wine';
}

const manifests = { wine: 'wineJobs', queueManager: 'wineGroups', service: 'referenceService' };

function isExpectedFailure(host, name) {
  const text = textOf('test/contract/wine.manifest.ts');
  const start = text.indexOf(`export const ${manifests[host]}:`);
  const manifest = text.slice(start, text.indexOf('\n};', start));
  return start < 0 || manifest.includes(`'${name}':`);
}

/** Where the tests of a row run on real COM and pass. */
function hostsOf(row) {
  const found = new Set();
  for (const test of row.tests) {
    const { file, group, name } = splitTest(test);
    if (/^test\/native\/reference-bits[\w-]*\.native\.test\.ts$/.test(file)) found.add(hosts.service);
    else if (file === 'test/native/bits-sinks.native.test.ts') found.add(hosts.wine);
    else {
      const host = contractHost(file);
      if (host === null) continue;
      if (!isExpectedFailure(host, `${group} > ${name}`)) found.add(hosts[host]);
      else if (host !== 'service') found.add(hosts.windows);
    }
  }
  if (found.size > 1) found.delete(hosts.windows);
  return [...found];
}

const code = (text) => `\`${text}\``;
const lines = (texts) => texts.join('<br>');

function formatTest(test) {
  const { file, group, name } = splitTest(test);
  const short = file.startsWith('test/contract/bits/')
    ? basename(file, '.contract.ts')
    : basename(file, '.native.test.ts');
  return `${code(short)}: ${escapeCell(`${group} > ${name}`)}`;
}

function escapeCell(text) {
  return text.replaceAll('|', String.raw`\|`).replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function formatRow(name, row) {
  if (row.notReached !== undefined) return `| ${code(name)} | not reached: ${row.notReached} | | | | | |`;
  const api = lines(row.api.map(code)) + (row.note === undefined ? '' : `<br>${row.note}`);
  const cells = [
    code(name),
    api,
    lines(row.verb.map(code)),
    code(row.native),
    code(row.emulation),
    lines(row.tests.map(formatTest)),
    lines(hostsOf(row)),
  ];
  return `| ${cells.join(' | ')} |`;
}

function formatCounts() {
  const rows = [...Object.values(modernRows), ...Object.values(legacyRows)].flatMap((members) =>
    Object.values(members),
  );
  const reached = rows.filter((row) => row.notReached === undefined);
  const count = (host) => reached.filter((row) => hostsOf(row).includes(host)).length;
  return [
    `| methods | ${rows.length} |`,
    `| reached by the public API, each with a test on the addon | ${reached.length} |`,
    `| not reached, each with its reason | ${rows.length - reached.length} |`,
    `| with a test on BITS of Wine | ${count(hosts.wine)} |`,
    `| with a test on the reference service | ${count(hosts.service)} |`,
    `| with a test on the reference queue manager | ${count(hosts.queueManager)} |`,
    `| with tests that pass on Windows only | ${count(hosts.windows)} |`,
    `| properties | ${Object.keys(propertyRows).length} |`,
    `| HTTP security flags | ${Object.keys(flagRows).length} |`,
  ].join('\n');
}

const header = '| method | public API | seam | addon | emulation | tests | hosts |\n|---|---|---|---|---|---|---|';

/** @returns {string} the text of docs/bits-coverage.md */
export function formatPage() {
  const tables = sections.map(({ title, rows }) => {
    const parts = Object.entries(rows).map(
      ([group, members]) =>
        `### ${group}\n\n${header}\n${Object.entries(members)
          .map(([name, row]) => formatRow(name, row))
          .join('\n')}\n`,
    );
    return `## ${title}\n\n${parts.join('\n')}`;
  });
  return `${introduction()}\n${tables.join('\n')}`;
}

function introduction() {
  return `# Coverage of BITS

<!-- Generated by scripts/bits-coverage.mjs from the tables in scripts/coverage. -->

Every method, property and flag of BITS, with its public member, its place in the code and its tests. test/package/bits-coverage.test.ts fails when a method of
the headers has no row, when a row names a member, file or test that does not exist, and when this page is not up to date. \`node scripts/bits-coverage.mjs\`
writes the page.

| rows | number |
|---|---|
${formatCounts()}

* **seam**: the functions and records of \`lib/bits/verbs.ts\` and its siblings, which the addon and the emulation implement.
* **addon**: the file in \`native/bits\`. **emulation**: the file in \`lib/bits/emulation\`. \`lib/bits/stand-in\` implements groups with a modern job
  where Windows does not have the legacy class.
* **tests**: the contract file in \`test/contract/bits\` or the file in \`test/native\`, with the group and the test. Every test of a contract also runs on the
  emulation. This is a selection: one or two tests for each row.
* **hosts**: where these tests run on real COM and pass.

| host | suite | service |
|---|---|---|
| Wine's BITS | \`test/contract/bits.native.test.ts\` | BITS of Wine. The same suite runs on Windows |
| reference queue manager | \`test/contract/bits.native.test.ts\` | the legacy classes of \`test/reference/queue-manager\`. The same suite runs on Windows |
| reference service | \`test/contract/bits-modern.native.test.ts\`, \`test/native/reference-bits.native.test.ts\`, \`test/native/reference-bits-addon.native.test.ts\` | \`test/reference/bits-service\`, an out-of-process COM server with the interfaces of BITS 1.0 to 10.3 |
| Windows only | \`test/contract/bits.native.test.ts\` | the tests are expected failures with BITS of Wine |

Not in the tables:

* \`IBitsPeerCacheAdministration\`, \`IBitsPeerCacheRecord\`, \`IEnumBitsPeerCacheRecords\`, \`IBitsPeer\` and \`IEnumBitsPeers\`: peer caching is deprecated since BITS
  4.0, and winprogress does not support it.
* \`Skip\`, \`Reset\`, \`Clone\` and \`GetCount\` of the enumerators: winprogress reads each enumerator to its end and returns an array.
`;
}

function main() {
  const problems = problemsOf(readDeclarations());
  const text = formatPage();
  if (process.argv.includes('--check')) {
    if (!existsSync(page) || readFileSync(page, 'utf8').replaceAll('\r\n', '\n') !== text) {
      problems.push('docs/bits-coverage.md is not up to date: run node scripts/bits-coverage.mjs');
    }
  } else if (problems.length === 0) writeFileSync(page, text);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
