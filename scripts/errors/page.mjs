import { bitsEntries, queueManagerEntries } from './bits.mjs';
import { httpEntry } from './http.mjs';
import { foreignCodes, ownEntries } from './own.mjs';
import { readOwnCodes, readResults } from './sources.mjs';
import { syncmgrEntries, winsyncEntries } from './synchronisation.mjs';
import { genericEntries } from './windows/generic.mjs';
import { oleEntries } from './windows/ole.mjs';
import { platformEntries } from './windows/platform.mjs';
import { rpcEntries } from './windows/rpc.mjs';
import { securityEntries } from './windows/security.mjs';
import { taskSchedulerEntries } from './windows/task-scheduler.mjs';
import { transactionEntries } from './windows/transactions.mjs';
import { wbemEntries } from './windows/wbem.mjs';
import { win32Entries } from './windows/win32.mjs';
import { winhttpEntries } from './windows/winhttp.mjs';
import { windowsEntries } from './windows.mjs';

/** The sections of docs/errors.md that have all codes of a table: the title, the table in lib/com/hresults, and the entry of a code. */
const complete = [
  { title: 'BITS', table: 'bits', entryOf: (name) => bitsEntries[name], entries: bitsEntries },
  { title: 'HTTP statuses of BITS', table: 'http', entryOf: httpEntry, entries: {} },
  {
    title: 'Legacy queue manager',
    table: 'queue-manager',
    entryOf: (name) => queueManagerEntries[name],
    entries: queueManagerEntries,
  },
  { title: 'Windows Sync', table: 'winsync', entryOf: (name) => winsyncEntries[name], entries: winsyncEntries },
  { title: 'Sync Manager', table: 'syncmgr', entryOf: (name) => syncmgrEntries[name], entries: syncmgrEntries },
];

/** The sections of docs/windows-errors.md: the codes of these tables that `windowsEntries` does not have. */
const others = [
  { title: 'COM', table: 'generic', entries: genericEntries },
  { title: 'OLE, automation and storage', table: 'ole', entries: oleEntries },
  { title: 'RPC', table: 'rpc', entries: rpcEntries },
  { title: 'Win32', table: 'win32', entries: win32Entries },
  { title: 'WinHTTP', table: 'winhttp', entries: winhttpEntries },
  { title: 'Security and certificates', table: 'security', entries: securityEntries },
  { title: 'Windows Management Instrumentation', table: 'wbem', entries: wbemEntries },
  { title: 'Task Scheduler', table: 'task-scheduler', entries: taskSchedulerEntries },
  { title: 'Transactions', table: 'transactions', entries: transactionEntries },
  { title: 'Windows Runtime and devices', table: 'platform', entries: platformEntries },
];

const hexadecimal = (value) => `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;

/**
 * Compares the entries with the sources.
 *
 * @returns {string[]} the problems
 */
export function problemsOf() {
  const tables = readResults();
  const problems = [];
  for (const { table, entryOf, entries } of complete) {
    const names = (tables.get(table) ?? []).map(([name]) => name);
    for (const name of names) if (entryOf(name) === undefined) problems.push(`${name} has no entry in scripts/errors`);
    for (const name of Object.keys(entries)) if (!names.includes(name)) problems.push(`${name} is not in ${table}.ts`);
  }
  const known = new Set();
  for (const { table, entries } of others) {
    const names = (tables.get(table) ?? []).map(([name]) => name);
    for (const name of names) {
      known.add(name);
      if (name in entries === name in windowsEntries) problems.push(`${name} must have one entry in scripts/errors`);
    }
    for (const name of Object.keys(entries)) if (!names.includes(name)) problems.push(`${name} is not in ${table}.ts`);
  }
  for (const name of Object.keys(windowsEntries))
    if (!known.has(name)) problems.push(`${name} is not in lib/com/hresults`);
  const listed = new Set([...complete, ...others].map(({ table }) => table));
  for (const table of tables.keys())
    if (!listed.has(table)) problems.push(`${table}.ts has no section in scripts/errors/page.mjs`);
  const own = readOwnCodes();
  for (const code of own) {
    if (!(code in ownEntries) && !foreignCodes.includes(code))
      problems.push(`${code} has no entry in scripts/errors/own.mjs`);
  }
  for (const code of [...Object.keys(ownEntries), ...foreignCodes]) {
    if (!own.includes(code)) problems.push(`${code} is not in lib`);
  }
  return problems;
}

/** @returns {Map<string, string>} the texts of the pages by their names in docs */
export function formatPages() {
  const tables = readResults();
  const rowsOf = (table) => tables.get(table) ?? [];
  const sections = [
    section(
      'Errors of winprogress',
      Object.entries(ownEntries).map(([code, entry]) => format(code, undefined, entry)),
    ),
    ...complete.map(({ title, table, entryOf }) =>
      section(
        title,
        rowsOf(table).map(([name, value]) => format(name, value, entryOf(name))),
      ),
    ),
    section(
      'COM, RPC, Win32 and WinHTTP',
      Object.entries(windowsEntries).map(([name, entry]) => format(name, numberOf(tables, name), entry)),
    ),
  ];
  const otherSections = others.map(({ title, table, entries }) => {
    const rows = rowsOf(table).filter(([name]) => name in entries);
    return section(
      title,
      rows.map(([name, value]) => format(name, value, entries[name])),
    );
  });
  return new Map([
    ['errors.md', `${introduction}\n${sections.join('\n')}`],
    ['windows-errors.md', `${introductionOfOthers}\n${otherSections.join('\n')}`],
  ]);
}

function numberOf(tables, name) {
  for (const { table } of others) {
    const row = tables.get(table)?.find(([other]) => other === name);
    if (row !== undefined) return row[1];
  }
  throw new Error(`${name} is not in lib/com/hresults`);
}

function section(title, entries) {
  return `## ${title}\n\n${entries.join('\n')}`;
}

function format(code, value, [cause, remedy]) {
  const number = value === undefined ? '' : `\`${hexadecimal(value)}\`: `;
  return `### ${code}\n\n${number}${cause}\n\n**Remedy.** ${remedy}\n`;
}

const notice = '<!-- Generated by scripts/error-codes.mjs from lib/com/hresults and the entries in scripts/errors. -->';

const introductionOfOthers = `# Other errors of Windows

${notice}

winprogress gives these codes of Windows their names too. They are not specific to transfers and synchronisations, whose codes are in [errors.md](errors.md): a
handler or provider, a service or a component below it returns them. The \`operation\` of the error names the method that returned the code.
\`bits.getErrorDescription(hresult)\` returns the text of BITS for a number.

Numbers from \`0x80040200\` to \`0x8004FFFF\` belong to the interface that returns them (\`FACILITY_ITF\`): an interface that is not of the section may mean something else
by the same number.
`;

const introduction = `# Errors

${notice}

The \`code\` of each error of winprogress, BITS, Windows Sync and Sync Manager, and the codes of Windows that transfers and synchronisations are known to return, with
cause and remedy. [windows-errors.md](windows-errors.md) has the other codes of Windows.

A COM call that fails rejects with an \`HResultError\`. Its \`operation\` names the interface and method, and its \`hresult\` is the number. \`isHResult()\` compares an
error with codes:

<!-- example: with connection -->
\`\`\`ts
import { isHResult } from 'winprogress';

try {
  await connection.bits.getJob('{00000000-0000-4000-8000-000000000000}');
} catch (error) {
  if (!isHResult(error, 'BG_E_NOT_FOUND')) throw error;
  console.log(error.code, error.operation); // BG_E_NOT_FOUND IBackgroundCopyManager.GetJob
}
\`\`\`

A number without a name is its own code, such as \`'0x80041FFF'\`. BITS reports each HTTP status as 0x80190000 + status: a status that is not in the list has a code
of the same form, such as \`'BG_E_HTTP_ERROR_451'\`.

An aborted call rejects with \`signal.reason\`, which is an \`AbortError\` or a \`TimeoutError\` unless the caller gives another reason. These have no HRESULT.
`;
