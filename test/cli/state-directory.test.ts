import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { defaultStateDirectory } from '../../lib/cli/options.js';
import { Workplace } from './support/command.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** Node.js throws for a user without `HOME` who is not in the database of users. */
const homeless = () => {
  throw new Error('uv_os_homedir returned ENOENT (no such file or directory)');
};

describe('defaultStateDirectory()', () => {
  it.each([
    ['linux', {}, ['/home/one', '.local', 'state', 'winprogress']],
    ['linux', { XDG_STATE_HOME: '/state' }, ['/state', 'winprogress']],
    ['linux', { XDG_STATE_HOME: 'relative' }, ['/home/one', '.local', 'state', 'winprogress']],
    ['darwin', { XDG_STATE_HOME: '/state' }, ['/home/one', 'Library', 'Application Support', 'winprogress']],
    ['win32', { LOCALAPPDATA: 'C:\\local' }, ['C:\\local', 'winprogress']],
    ['win32', {}, ['/home/one', 'AppData', 'Local', 'winprogress']],
  ] as const)('returns the standard folder of the platform: %s with %o', (platform, environment, parts) => {
    expect(defaultStateDirectory(platform, environment, () => '/home/one')).toBe(join(...parts));
  });

  it('returns null for a user without a home directory', () => {
    expect(defaultStateDirectory('linux', {}, homeless)).toBeNull();
    expect(defaultStateDirectory('linux', {}, () => '')).toBeNull();
    expect(defaultStateDirectory('linux', {}, () => 'relative')).toBeNull();
  });

  it('does not read the home directory when the environment names the folder', () => {
    expect(defaultStateDirectory('linux', { XDG_STATE_HOME: '/state' }, homeless)).toBe(join('/state', 'winprogress'));
    expect(defaultStateDirectory('win32', { LOCALAPPDATA: 'C:\\local' }, homeless)).toBe(
      join('C:\\local', 'winprogress'),
    );
  });
});

// On Windows, LOCALAPPDATA is always set.
describe.runIf(process.platform !== 'win32')('a user without a home directory', () => {
  const environment = { HOME: '', XDG_STATE_HOME: '' };

  it('gets an error that names --state-directory from the commands that store jobs', async () => {
    await using place = await Workplace.create();
    const { code, lines, stderr } = await place.runWith(environment, 'jobs');
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(stderr).toBe('error: this user has no home directory for unfinished jobs: use --state-directory\n');
  });

  it('can use --state-directory, --version and the commands that store no jobs', async () => {
    await using place = await Workplace.create();
    for (const args of [['jobs', '--state-directory', place.path('state')], ['--version'], ['probe']]) {
      expect(await place.runWith(environment, ...args)).toMatchObject({ code: 0, stderr: '' });
    }
  });
});
