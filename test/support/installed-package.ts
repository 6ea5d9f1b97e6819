import { join } from 'node:path';
import type { Plugin } from 'vitest/config';
import { repository, testedPackage } from './built-library.mjs';

const library = withSlashes(join(repository, 'lib', '/'));

/** The modules of lib that have a file of their own in the package. */
const entries = new Set(['index.ts', 'emulation.ts', 'native.ts']);

/**
 * Replaces the entries in `lib` by those of the package that was installed from the tarball, which Node.js loads itself. The sources of the
 * command line, which import the entries only, run on them too. A test that imports another module of `lib` fails, since it would test two copies of
 * the library.
 */
export function installedPackage(): Plugin {
  return {
    name: 'winprogress:installed-package',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (importer === undefined || !/^\.|\/lib\//.test(source)) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      const path = withSlashes(resolved?.id.split('?')[0] ?? '');
      if (!path.startsWith(library)) return resolved;
      const module = path.slice(library.length);
      if (entries.has(module)) return withSlashes(join(testedPackage, 'dist', module.replace(/ts$/, 'js')));
      if (module.startsWith('cli/')) return resolved;
      throw new Error(`lib/${module} is not an entry of the package, which this test runs on; ${importer} imports it`);
    },
  };
}

function withSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}
