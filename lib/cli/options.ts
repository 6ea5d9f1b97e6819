import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { parseGuid } from '../index.js';
import { type BackendChoice, backendChoices } from './backend.js';
import type { ExitCode } from './output.js';

/** Runs a command and reports its error: with `--json` as a record, otherwise as text. */
export type Runner = (json: boolean, work: () => Promise<ExitCode>) => Promise<void>;

/** Options as commander returns them: flags that were not given are absent. */
export type Flags<Options extends { readonly json: boolean }, Others extends keyof Options = 'json'> = Omit<
  Options,
  'json' | Others
> &
  Partial<Pick<Options, 'json' | Others>>;

export function backendOption(): Option {
  const backend: BackendChoice = 'auto';
  return new Option('--backend <backend>', 'backend to use').choices([...backendChoices]).default(backend);
}

/** Creates the option `--state-directory`, without a default for a user without a home directory. */
export function stateDirectoryOption(): Option {
  return new Option('--state-directory <folder>', 'folder in which the emulation stores unfinished jobs')
    .argParser(parseFilled)
    .default(defaultStateDirectory() ?? undefined);
}

export function jsonOption(): Option {
  return new Option('--json', 'write one JSON object per line');
}

/** Returns the examples for the end of a help text. */
export function examplesText(...commands: readonly string[]): string {
  const title = commands.length === 1 ? 'Example' : 'Examples';
  return ['', `${title}:`, ...commands.map((command) => `  $ winprogress ${command}`)].join('\n');
}

/** Parses a URL or a UNC name. The backend rejects schemes that it does not support. */
export function parseUrl(text: string): string {
  if (!URL.canParse(text) && !text.startsWith('\\\\')) throw new InvalidArgumentError('Not a valid URL.');
  return text;
}

export function parseFilled(text: string): string {
  if (text === '') throw new InvalidArgumentError('Must not be empty.');
  return text;
}

/** Parses a GUID with or without braces. */
export function parseId(text: string): string {
  try {
    return parseGuid(text);
  } catch {
    throw new InvalidArgumentError('Not a valid GUID.');
  }
}

/** Returns a parser of integers for commander. */
export function parseInteger(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(`Expected an integer from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
/** A hundred years, so that dates are valid. */
const longestAge = 3_153_600_000;

/** Parses a duration such as `90s`, `30m`, `12h`, `3d` or `2w`. @returns milliseconds */
export function parseDuration(text: string): number {
  const [, digits, unit = ''] = /^(\d+)([smhdw])$/.exec(text) ?? [];
  const seconds = Number(digits) * (secondsOf[unit] ?? Number.NaN);
  if (!(seconds <= longestAge)) throw new InvalidArgumentError('Expected a duration such as 90s, 30m, 12h, 3d or 2w.');
  return seconds * 1000;
}

/** Collects hashes in hexadecimal. */
export function parseHashes(text: string, before: readonly string[] = []): readonly string[] {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new InvalidArgumentError('Expected 64 hexadecimal digits.');
  return [...before, text.toLowerCase()];
}

/**
 * Returns the default folder for unfinished jobs of a user: a folder where the platform keeps the state of applications. Returns null if the user has
 * no home directory.
 */
export function defaultStateDirectory(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  findHome: () => string = homedir,
): string | null {
  const folder = stateHome(platform, environment, findHome);
  return folder === null ? null : join(folder, 'winprogress');
}

function stateHome(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv, findHome: () => string): string | null {
  if (platform === 'win32' && environment.LOCALAPPDATA) return environment.LOCALAPPDATA;
  // According to the XDG Base Directory specification, relative paths are ignored.
  const xdg = environment.XDG_STATE_HOME;
  if (platform !== 'win32' && platform !== 'darwin' && xdg?.startsWith('/')) return xdg;
  const home = homeOrNull(findHome);
  return home === null ? null : join(home, ...stateFolders(platform));
}

function stateFolders(platform: NodeJS.Platform): readonly string[] {
  if (platform === 'win32') return ['AppData', 'Local'];
  return platform === 'darwin' ? ['Library', 'Application Support'] : ['.local', 'state'];
}

/** Returns the home directory. Returns null for a user that has none in the environment and none in the database of users. */
function homeOrNull(findHome: () => string): string | null {
  try {
    const home = findHome();
    // An empty or relative HOME would be a folder in the current directory.
    return isAbsolute(home) ? home : null;
  } catch {
    return null;
  }
}
