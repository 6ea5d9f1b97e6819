import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the emulation keeps a user's jobs between two runs, by the platform's custom for such state. */
export function defaultStateDirectory(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  return join(stateHome(platform, environment, home), 'winprogress');
}

function stateHome(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv, home: string): string {
  if (platform === 'win32') return environment.LOCALAPPDATA || join(home, 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  // The XDG base directory specification has relative paths ignored.
  const xdg = environment.XDG_STATE_HOME;
  return xdg?.startsWith('/') ? xdg : join(home, '.local', 'state');
}
