import { InvalidArgumentError, Option } from 'commander';
import { parseGuid } from '../com/guid.js';
import { type BackendChoice, backendChoices } from './backend.js';
import type { ExitCode } from './exit-codes.js';
import { defaultStateDirectory } from './state-directory.js';

/** Runs a command, and tells what it throws as it tells the rest: as an object with `--json`, else for people. */
export type Runner = (json: boolean, work: () => Promise<ExitCode>) => Promise<void>;

/** Options as commander gives them: a flag that was not given is left out. */
export type Flags<Options extends { readonly json: boolean }, Others extends keyof Options = 'json'> = Omit<
  Options,
  'json' | Others
> &
  Partial<Pick<Options, 'json' | Others>>;

export function backendOption(): Option {
  const backend: BackendChoice = 'auto';
  return new Option('--backend <backend>', 'backend to use').choices([...backendChoices]).default(backend);
}

export function stateDirectoryOption(): Option {
  return new Option('--state-directory <folder>', 'folder in which the emulation stores unfinished jobs')
    .argParser(parseFilled)
    .default(defaultStateDirectory());
}

export function jsonOption(): Option {
  return new Option('--json', 'write one JSON object per line');
}

/** BITS takes http, https and UNC names; which of them a host can reach is its own to say. */
export function parseUrl(text: string): string {
  if (!URL.canParse(text) && !text.startsWith('\\\\')) throw new InvalidArgumentError('Not a valid URL.');
  return text;
}

export function parseFilled(text: string): string {
  if (text === '') throw new InvalidArgumentError('It is empty.');
  return text;
}

/** A GUID with or without braces. */
export function parseId(text: string): string {
  try {
    return parseGuid(text);
  } catch {
    throw new InvalidArgumentError('Not a valid GUID.');
  }
}

/** A parser for whole numbers, such as commander takes. */
export function parseWhole(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(`Expected an integer from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}
