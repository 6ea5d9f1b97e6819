import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run, which } from '../process.mjs';

const APT_TIMEOUT = 10 * 60_000;

/** The Debian packages that the suites need on Linux, and a file of each that shows that it is installed. */
const requirements = [
  { package: 'wine', present: () => which('wine') },
  { package: 'wine64', present: () => existsSync('/usr/lib/wine/wine64') || which('wine64') },
  { package: 'g++-mingw-w64-x86-64-posix', present: () => which('x86_64-w64-mingw32-g++-posix') },
  { package: 'g++-mingw-w64-i686-posix', present: () => which('i686-w64-mingw32-g++-posix') },
  { package: 'mingw-w64-tools', present: () => which('x86_64-w64-mingw32-widl') },
  {
    package: 'libwine-dev',
    present: () => existsSync('/usr/include/wine/wine/windows/unknwn.idl') || which('winegcc'),
  },
  { package: 'cmake', present: () => which('cmake') },
  { package: 'clang', present: () => which('clang++') },
  { package: 'clang-format', present: () => which('clang-format') },
  { package: 'clang-tidy', present: () => which('clang-tidy') },
  { package: 'libclang-rt-14-dev', present: hasSanitizers },
  { package: 'doctest-dev', present: () => existsSync('/usr/include/doctest/doctest.h') },
  { package: 'make', present: () => which('make', 'ninja') },
];

/** Whether a version of Clang is installed with the libraries of its sanitizers. */
function hasSanitizers() {
  const versions = '/usr/lib/clang';
  return existsSync(versions) && readdirSync(versions).some((name) => existsSync(join(versions, name, 'lib', 'linux')));
}

/** The command that installs all packages. */
export const aptCommand = `apt-get install --no-install-recommends ${requirements.map((one) => one.package).join(' ')}`;

function missingPackages() {
  return requirements.filter((one) => !one.present()).map((one) => one.package);
}

/**
 * Throws if a Debian package is missing, with the names of all missing packages and the command that installs them.
 */
export function checkRequirements() {
  const missing = missingPackages();
  if (missing.length > 0) {
    throw new Error(`missing Debian packages: ${missing.join(', ')}\nInstall them with:\n  ${aptCommand}`);
  }
}

/**
 * Installs missing Debian packages if this process may: as root, or with `sudo` without a password.
 *
 * @throws {Error} with the command to run, if it may not
 */
export async function installRequirements() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const prefix = privilegePrefix();
  if (prefix === undefined || which('apt-get') === undefined) checkRequirements();
  console.log(`installing Debian packages: ${missing.join(', ')}`);
  const apt = (...args) => {
    const [program, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return run(program, rest, { quiet: true, timeout: APT_TIMEOUT });
  };
  await apt('update', '--quiet');
  await apt('install', '--quiet', '--yes', '--no-install-recommends', ...missing);
  checkRequirements();
}

/** Returns the prefix of a command that needs root; undefined if this process cannot become root without a password. */
function privilegePrefix() {
  if (process.getuid?.() === 0) return [];
  if (which('sudo') === undefined) return undefined;
  return spawnSync('sudo', ['--non-interactive', 'true'], { stdio: 'ignore' }).status === 0
    ? ['sudo', '--non-interactive']
    : undefined;
}
