import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPage, root } from './documentation/pages.js';
import { problemOf, splitCommand } from './documentation/shell.js';

/** https://learn.microsoft.com/powershell/module/bitstransfer/, without the common parameters. */
const parameters = [
  ...['Source', 'Destination', 'Asynchronous', 'Suspended', 'TransferType', 'DisplayName', 'Description', 'Priority'],
  ...['RetryInterval', 'RetryTimeout', 'MaxDownloadTime', 'TransferPolicy', 'Dynamic', 'NotifyFlags', 'NotifyCmdLine'],
  ...['CustomHeaders', 'CustomHeadersWriteOnly', 'HttpMethod', 'SecurityFlags', 'CertStoreLocation', 'CertStoreName'],
  ...['CertHash', 'Authentication', 'Credential', 'ProxyAuthentication', 'ProxyCredential', 'UseStoredCredential'],
  ...['ProxyUsage', 'ProxyList', 'ProxyBypass', 'ACLFlags', 'SetOwnerToCurrentUser', 'BitsJob', 'JobId', 'Name'],
  ...['AllUsers', 'WhatIf', 'Confirm'],
].map((name) => `-${name}`);

/** https://learn.microsoft.com/windows-server/administration/windows-commands/bitsadmin. */
const switches = [
  ...['transfer', 'create', 'addfile', 'addfileset', 'addfilewithranges', 'suspend', 'resume', 'cancel', 'complete'],
  ...['reset', 'list', 'info', 'listfiles', 'monitor', 'getstate', 'gettype', 'getbytestotal', 'getbytestransferred'],
  ...['getfilestotal', 'getfilestransferred', 'getcreationtime', 'getmodificationtime', 'getcompletiontime'],
  ...['geterror', 'geterrorcount', 'getdisplayname', 'setdisplayname', 'getdescription', 'setdescription'],
  ...['getpriority', 'setpriority', 'getminretrydelay', 'setminretrydelay', 'getnoprogresstimeout'],
  ...['setnoprogresstimeout', 'getmaxdownloadtime', 'setmaxdownloadtime', 'getnotifyflags', 'setnotifyflags'],
  ...['getnotifyinterface', 'getnotifycmdline', 'setnotifycmdline', 'getowner', 'takeownership', 'getproxyusage'],
  ...['getproxylist', 'getproxybypasslist', 'setproxysettings', 'setcredentials', 'removecredentials'],
  ...['getcustomheaders', 'setcustomheaders', 'makecustomheaderswriteonly', 'gethttpmethod', 'sethttpmethod'],
  ...['getsecurityflags', 'setsecurityflags', 'getclientcertificate', 'setclientcertificatebyid'],
  ...['setclientcertificatebyname', 'removeclientcertificate', 'replaceremoteprefix', 'getaclflags', 'setaclflag'],
  ...['getvalidationstate', 'setvalidationstate', 'gettemporaryname', 'getreplyprogress', 'getreplydata'],
  ...['getreplyfilename', 'setreplyfilename', 'gethelpertokenflags', 'gethelpertokensid', 'sethelpertokenflags'],
  ...['sethelpertoken', 'getpeercachingflags', 'setpeercachingflags', 'peercaching', 'peers', 'cache', 'rawreturn'],
  ...['wrap', 'nowrap', 'help', 'examples', 'util /version', 'util /repairservice', 'util /getieproxy'],
  ...['util /setieproxy', 'util /enableanalyticchannel'],
].map((name) => `/${name}`);

const spansOf = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);

/** The rows of the tables: the code spans of the first cell, and the other cells. */
const rows = readPage('docs/migration.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.slice(2, -2).split(' | '))
  .map(([first = '', ...others]) => ({ names: spansOf(first), text: others.join(' | ') }));

const actions = rows.filter(({ names }) => names.some((name) => /^(?:[-/]|\w+-Bits)/.test(name)));
const spans = actions.flatMap(({ text }) => spansOf(text));
const commands = spans.filter((span) => span.startsWith('winprogress ') && span !== 'winprogress get');
const lines = spans.filter((span) => /^(?:await |\(await |for |bits\.)/.test(span));

describe('docs/migration.md', () => {
  it.each([
    ['parameter of BitsTransfer', '-', parameters],
    ['switch of bitsadmin', '/', switches],
  ])('has one row for each %s', (_, prefix, names) => {
    const found = actions.flatMap((row) => row.names).filter((name) => name.startsWith(prefix));
    expect(found.sort()).toEqual([...names].sort());
  });

  it('has a line, a command or the reason why it is not offered in each row', () => {
    const answers = (text: string) =>
      text.includes('not offered: ') ||
      spansOf(text).some((span) => lines.includes(span) || span.startsWith('winprogress '));
    expect(actions.filter(({ text }) => !answers(text)).map(({ names }) => names)).toEqual([]);
  });

  it('has lines that compile', () => {
    const folder = join(root, 'node_modules', '.cache');
    mkdirSync(folder, { recursive: true });
    const project = mkdtempSync(join(folder, 'winprogress-migration-'));
    try {
      writeFileSync(
        join(project, 'lines.mts'),
        [
          "import type { Bits, BitsFile, BitsJob } from '../../../dist/types/index.js';",
          'declare const bits: Bits, job: BitsJob, file: BitsFile;',
          'declare const id: string, name: string, url: string, path: string;',
          'declare const user: string, password: string, token: string;',
          'void [bits, job, file, id, name, url, path, user, password, token];',
          ...lines.map((line) => `${/^for /.test(line) ? line : `void (${line})`};`),
        ].join('\n'),
      );
      const options = { noEmit: true, rootDir: '../../..' };
      writeFileSync(
        join(project, 'tsconfig.json'),
        JSON.stringify({ extends: '../../../tsconfig.json', compilerOptions: options, include: ['lines.mts'] }),
      );
      const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
      execFileSync(process.execPath, [compiler, '-p', project], { encoding: 'utf8' });
    } catch (error) {
      const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
      expect(output).toBe('');
    } finally {
      rmSync(project, { recursive: true, force: true });
    }
    expect(lines.length).toBeGreaterThan(80);
  });

  it('has commands that exist', async () => {
    const problems: (string | null)[] = [];
    for (const command of commands) problems.push(await problemOf(splitCommand(command)));
    expect(problems.filter((problem) => problem !== null)).toEqual([]);
    expect(commands.length).toBeGreaterThan(5);
  });
});
