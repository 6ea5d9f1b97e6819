import { run, which } from '../process.mjs';

const aptCommand = 'apt-get install --no-install-recommends chromium';

/** The names of Chromium and of its relatives. */
const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Options of the browser: no window, and no requests of its own. */
export const browserOptions = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Installs Chromium of Debian if no browser is installed, as root or with a `sudo` that requires no password.
 *
 * @throws {Error} with the command to run, if it cannot be installed
 */
export async function installBrowser() {
  if (which(...names) !== undefined) return;
  if (which('apt-get') === undefined) throw new Error(`a browser is required: one of ${names.join(', ')} in PATH`);
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = async (...args) => {
    const [program, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    await run(program, rest, { quiet: true });
  };
  try {
    await apt('update');
    await apt('install', '--yes', '--no-install-recommends', 'chromium');
  } catch (error) {
    throw new Error(`a browser is required: ${aptCommand}`, { cause: error });
  }
}

/** @returns {string} the path of the browser */
export function findBrowser() {
  const path = which(...names);
  if (path === undefined) throw new Error(`a browser is required: ${aptCommand}`);
  return path;
}
