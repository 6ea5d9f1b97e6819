// Checks before `npm publish` that the tarball has a binary for each architecture, that each may be published, and that a tag names the
// version of the package.
//
//   node scripts/release-check.mjs [--tag=v1.2.3]
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packedFiles } from './package.mjs';
import { checkPrebuild } from './prebuild/check.mjs';
import { architectures, prebuiltPath } from './prebuild.mjs';
import { root } from './process.mjs';

/**
 * Returns what prevents a release, one line each.
 *
 * @param {{ files: readonly string[], folder?: string, tag?: string }} options `files` are the paths in the tarball, `folder` is that of
 *   the package (default: the repository), `tag` is the Git tag of the release
 * @returns {Promise<string[]>}
 */
export async function releaseFaults({ files, folder = root, tag }) {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const faults = tag === undefined || tag === `v${version}` ? [] : [`the tag ${tag} is not v${version}`];
  for (const arch of architectures) {
    const path = `prebuilds/win32-${arch}/winprogress.node`;
    if (!files.includes(path)) {
      faults.push(`the tarball has no ${path}`);
      continue;
    }
    await checkPrebuild(prebuiltPath(arch, folder), arch).catch((error) => faults.push(error.message));
  }
  return faults;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { tag: { type: 'string' } } });
  const faults = await releaseFaults({ files: await packedFiles(), tag: values.tag });
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
  else console.log(`the tarball has the binaries for ${architectures.join(', ')}`);
}
