import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BitsJobPriority, BitsJobSettings, BitsProxySettings, BitsTransferPolicyName } from '../../index.js';
import {
  backendOption,
  jsonOption,
  parseDuration,
  parseFilled,
  parseInteger,
  stateDirectoryOption,
} from '../options.js';

type Header = readonly [name: string, value: string];

/** The flags for the settings of the job of a transfer. */
export interface SettingFlags {
  readonly header?: readonly Header[] | undefined;
  readonly proxy?: BitsProxySettings | undefined;
  readonly costPolicy?: BitsTransferPolicyName | undefined;
  readonly priority: BitsJobPriority;
}

export type TransferSettings = Pick<BitsJobSettings, 'http' | 'priority' | 'proxy' | 'transferPolicy'>;

export function toSettings({ header, proxy, costPolicy, priority }: SettingFlags): TransferSettings {
  const http = header === undefined ? undefined : { headers: header };
  return { priority, proxy, transferPolicy: costPolicy, http };
}

/** Milliseconds. Short enough to show the progress of a fast download; one update takes less than a millisecond. */
const defaultInterval = 25;
const largestInterval = 0x7fff_ffff;

/** Adds the options that `get` and `put` have in common. */
export function addTransferOptions(command: Command): Command {
  return command
    .option('--header <header>', "request header, such as 'X-Token: abc'; may be repeated", collectHeaders)
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
    .addOption(
      new Option('--stall-timeout <duration>', 'fail after this time without a byte, such as 90s (default: 15m)')
        .argParser(parseStallTimeout)
        .conflicts('group'),
    )
    .addOption(
      new Option('--priority <priority>', 'BITS priority')
        .choices(['foreground', 'high', 'normal', 'low'])
        .default('foreground'),
    )
    .option(
      '--interval <milliseconds>',
      'time between two progress updates',
      parseInteger(1, largestInterval),
      defaultInterval,
    )
    .addOption(backendOption())
    .addOption(jsonOption())
    .addOption(stateDirectoryOption());
}

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
