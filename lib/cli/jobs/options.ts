import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BitsTransferState } from '../../index.js';
import { backendOption, jsonOption, parseFilled, stateDirectoryOption } from '../options.js';

/** Adds the options that all commands for jobs have. */
export function addJobOptions(command: Command): Command {
  return command.addOption(stateDirectoryOption()).addOption(backendOption()).addOption(jsonOption());
}

export const wildcardHint = '* stands for any characters';

/** Parses a display name or a description: an exact text, or a regular expression if it has wildcards. */
export function parseWildcards(text: string): string | RegExp {
  parseFilled(text);
  if (!text.includes('*')) return text;
  const parts = text.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'su');
}

const states = [
  'queued',
  'connecting',
  'transferring',
  'suspended',
  'error',
  'transientError',
  'transferred',
] as const satisfies readonly BitsTransferState[];

/** Creates the option `--state`, which may be given several times. */
export function stateOption(): Option {
  return new Option('--state <state>', 'only jobs in this state; may be repeated')
    .choices([...states])
    .argParser((text: string, before: readonly BitsTransferState[] | undefined) => {
      const state = states.find((each) => each === text);
      if (state === undefined) throw new InvalidArgumentError(`Allowed choices are ${states.join(', ')}.`);
      return [...(before ?? []), state];
    });
}
