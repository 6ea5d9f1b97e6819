import { bitsEntries, queueManagerEntries } from './bits.mjs';
import { httpEntry } from './http.mjs';
import { foreignCodes, ownEntries } from './own.mjs';
import { readOwnCodes, readResults } from './sources.mjs';
import { syncmgrEntries, winsyncEntries } from './synchronisation.mjs';
import { windowsEntries } from './windows.mjs';

/** The sections whose codes have an entry each: the title, the table in lib/com/hresults, and the entry of a code. */
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

/** The tables of Windows: those of their codes that transfers are known to return have an entry, the others a row in a list. */
const shared = {
  generic: ['COM', 'A failure of COM itself or of OLE.'],
  ole: ['OLE and monikers', 'A failure of OLE, structured storage or a moniker, from a handler or provider.'],
  platform: ['Windows Runtime and devices', 'A failure of a component of Windows, from a handler or provider.'],
  rpc: ['RPC', 'A failure of the RPC run time between two processes.'],
  security: ['Security and certificates', 'A failure of authentication, cryptography or a certificate.'],
  'task-scheduler': ['Task Scheduler', 'A failure of the Task Scheduler, from a handler or provider.'],
  transactions: ['Transactions', 'A failure of a distributed transaction, from a handler or provider.'],
  wbem: ['Windows Management Instrumentation', 'A failure of WMI, on which Configuration Manager is built.'],
  win32: ['Win32', 'An error of Windows in the form of an HRESULT.'],
  winhttp: ['WinHTTP', 'A failure of WinHTTP, which BITS uses for its requests.'],
};

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
  const known = new Set(Object.keys(shared).flatMap((table) => (tables.get(table) ?? []).map(([name]) => name)));
  for (const name of Object.keys(windowsEntries))
    if (!known.has(name)) problems.push(`${name} is not in lib/com/hresults`);
  const listed = new Set([...complete.map(({ table }) => table), ...Object.keys(shared)]);
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

/** @returns {string} the text of docs/errors.md */
export function formatPage() {
  const tables = readResults();
  const sections = [
    section(
      'Errors of winprogress',
      Object.entries(ownEntries).map(([code, entry]) => format(code, undefined, entry)),
    ),
    ...complete.map(({ title, table, entryOf }) =>
      section(
        title,
        (tables.get(table) ?? []).map(([name, value]) => format(name, value, entryOf(name))),
      ),
    ),
    section(
      'COM, RPC, Win32 and WinHTTP',
      Object.entries(windowsEntries).map(([name, entry]) => format(name, numberOf(tables, name), entry)),
    ),
  ];
  return `${introduction}\n${sections.join('\n')}\n${formatOthers(tables)}`;
}

function numberOf(tables, name) {
  for (const table of Object.keys(shared)) {
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

function formatOthers(tables) {
  const parts = Object.entries(shared).map(([table, [title, cause]]) => {
    const rows = (tables.get(table) ?? []).filter(([name]) => !(name in windowsEntries));
    const list = rows.map(([name, value]) => `| \`${name}\` | \`${hexadecimal(value)}\` |`).join('\n');
    return `### ${title}\n\n${cause}\n\n| code | number |\n|---|---|\n${list}\n`;
  });
  return `## Other codes\n\n${others}\n\n${parts.join('\n')}`;
}

const others = `winprogress gives these codes of Windows their names too. They are not specific to transfers: the \`operation\` of the error names the
method that returned the code, whose documentation describes the cause. \`bits.getErrorDescription(hresult)\` returns the text of BITS for a number.`;

const introduction = `# Errors

<!-- Generated by scripts/error-codes.mjs from lib/com/hresults and the entries in scripts/errors. -->

Every \`code\` of an error, with its cause and remedy. \`node scripts/error-codes.mjs\` writes this page from the tables of the sources.

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
