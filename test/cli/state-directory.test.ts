import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultStateDirectory } from '../../lib/cli/options.js';

describe('defaultStateDirectory()', () => {
  it.each([
    ['linux', {}, ['/home/one', '.local', 'state', 'winprogress']],
    ['linux', { XDG_STATE_HOME: '/state' }, ['/state', 'winprogress']],
    ['linux', { XDG_STATE_HOME: 'relative' }, ['/home/one', '.local', 'state', 'winprogress']],
    ['darwin', { XDG_STATE_HOME: '/state' }, ['/home/one', 'Library', 'Application Support', 'winprogress']],
    ['win32', { LOCALAPPDATA: 'C:\\local' }, ['C:\\local', 'winprogress']],
    ['win32', {}, ['/home/one', 'AppData', 'Local', 'winprogress']],
  ] as const)('returns the standard folder of the platform: %s with %o', (platform, environment, parts) => {
    expect(defaultStateDirectory(platform, environment, '/home/one')).toBe(join(...parts));
  });
});
