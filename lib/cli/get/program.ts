import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BitsProxySettings } from '../../index.js';
import {
  backendOption,
  examplesText,
  type Flags,
  jsonOption,
  parseDuration,
  parseFilled,
  parseHashes,
  parseInteger,
  parseUrl,
  type Runner,
  stateDirectoryOption,
} from '../options.js';
import type { Output } from '../output.js';
import { type GetOptions, get } from './get.js';

/** Milliseconds. Short enough to show the progress of a fast download; one update takes less than a millisecond. */
const defaultInterval = 25;
const largestInterval = 0x7fff_ffff;

const help = `
Ctrl-C suspends the download. The same command resumes it, also after a crash or a restart of Windows.
${examplesText(
  'get https://example.com/file.zip file.zip',
  'get https://example.com/a.zip a.zip https://example.com/b.zip b.zip',
  'get https://example.com/file.zip C:\\Downloads\\file.zip --priority low --cost-policy standard --json',
)}`;

/** Adds `winprogress get`. */
export function addGetCommand(program: Command, runner: Runner, output: Output): void {
  program
    .command('get')
    .description('download files in one job, or resume their unfinished download')
    .argument('<url>', 'URL of the file', parseUrl)
    .argument('<file>', 'target file', parseFilled)
    .argument('[others...]', 'further pairs of URL and target file')
    .option('--group', 'use a group of the legacy queue manager')
    .option('--header <header>', "request header, such as 'X-Token: abc'; may be repeated", collectHeaders)
    .option('--sha256 <hash>', 'SHA-256 of the file, checked before it is in place; once for each file', parseHashes)
    .option('--proxy <proxy>', 'preconfigured, none, autoDetect, or proxy servers as BITS accepts them', parseProxy)
    .addOption(
      new Option('--cost-policy <policy>', 'networks on which the job is transferred').choices([
        'always',
        'notRoaming',
        'noSurcharge',
        'standard',
        'unrestricted',
      ]),
    )
    .option('--dynamic', 'download from a server that does not send the size or support ranges')
    .addOption(
      new Option('--stall-timeout <duration>', 'fail after this time without a byte, such as 90s or 15m (the default)')
        .argParser(parseStallTimeout)
        .conflicts('group'),
    )
    .addOption(backendOption())
    .addOption(jsonOption())
    .option(
      '--interval <milliseconds>',
      'time between two progress updates',
      parseInteger(1, largestInterval),
      defaultInterval,
    )
    .addOption(
      new Option('--priority <priority>', 'BITS priority')
        .choices(['foreground', 'high', 'normal', 'low'])
        .default('foreground'),
    )
    .addOption(stateDirectoryOption())
    .addHelpText('after', help)
    .action((url: string, file: string, others: readonly string[], { json = false, ...rest }: Flags<GetOptions>) =>
      runner(json, () => get([url, file, ...others], { ...rest, json }, output)),
    );
}

type Header = readonly [name: string, value: string];

function collectHeaders(text: string, before: readonly Header[] = []): readonly Header[] {
  const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/s.exec(text) ?? [];
  if (name === '') throw new InvalidArgumentError('Expected a name and a value, such as X-Token: abc.');
  return [...before, [name, value]];
}

function parseProxy(text: string): BitsProxySettings {
  parseFilled(text);
  return text === 'preconfigured' || text === 'none' || text === 'autoDetect' ? text : { servers: text };
}

function parseStallTimeout(text: string): number {
  const time = parseDuration(text);
  if (time < 1 || time > largestInterval) throw new InvalidArgumentError('Expected a duration of at most 24 days.');
  return time;
}
