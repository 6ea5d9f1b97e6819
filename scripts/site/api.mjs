import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root, run } from '../process.mjs';
import { installTool } from '../tools.mjs';

// TypeDoc reads the sources with the API of the TypeScript compiler, which TypeScript 7 does not have.
const compiler = 'typescript@6.0.3';
const plugin = 'typedoc-plugin-markdown';

/**
 * Writes the reference of the public API from the docstrings of the entries, one page for each class, interface, function and type.
 * A link of a docstring that leads nowhere is an error.
 *
 * @param {string} folder the folder, which is created again
 */
export async function writeApi(folder) {
  const typedoc = await installTool('typedoc', '0.28.20', [`${plugin}@4.14.1`, compiler]);
  await rm(folder, { recursive: true, force: true });
  const entries = ['index', 'emulation', 'opentelemetry'].flatMap((name) => [
    '--entryPoints',
    join(root, 'lib', `${name}.ts`),
  ]);
  await run(
    process.execPath,
    [
      join(typedoc, 'bin', 'typedoc'),
      ...['--plugin', join(dirname(typedoc), plugin, 'dist', 'index.js')],
      ...['--tsconfig', join(root, 'tsconfig.json')],
      ...entries,
      ...['--out', folder, '--readme', 'none', '--entryFileName', 'index.md'],
      ...['--excludeInternal', '--disableSources', '--hideBreadcrumbs', '--hidePageHeader'],
      // tsc has compiled the sources with the version of this repository.
      '--skipErrorChecking',
      // Constants whose type only has a name in the sources.
      ...['--validation.notExported', 'false', '--treatWarningsAsErrors'],
      ...['--logLevel', 'Warn'],
    ],
    { quiet: true },
  );
}
