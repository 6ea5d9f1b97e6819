import { execFile } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackPackage } from '../../scripts/package.mjs';
import { contentOf } from '../support/content.js';
import { LoopbackServer } from '../support/loopback-server.js';
import { anchorsOf, brokenLinks } from './documentation/links.js';
import { type Block, findBlocks, pages, readPage, root } from './documentation/pages.js';
import { commandsOf, problemOf } from './documentation/shell.js';
import { packedTarball } from './packed.js';

const execute = promisify(execFile);
const blocks = pages.flatMap((page) => findBlocks(page, readPage(page)));
/** Packages that blocks show together with this one. */
const shownPackages = [
  'pino',
  '@opentelemetry/api',
  '@opentelemetry/exporter-metrics-otlp-http',
  '@opentelemetry/exporter-trace-otlp-http',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-metrics',
  '@opentelemetry/sdk-trace-base',
];
const code = blocks.filter(({ language }) => language === 'ts' || language === 'js');
const shell = blocks.filter(({ language }) => language === 'sh');

/** The name of a block's file, such as `README-12`. */
function nameOf({ page, line }: Block): string {
  return `${page.replace(/\.md$/, '').replaceAll('/', '-')}-${line}`;
}

/** The module of a block: its own lines first, so that errors have its line numbers. */
function moduleOf({ code, names }: Block): string {
  const context = names.length === 0 ? '' : `import { ${names.join(', ')} } from './context.mjs';\n`;
  return `${code}${context}export {};\n`;
}

describe('the code blocks of the pages', () => {
  let folder = '';
  let server: LoopbackServer;

  beforeAll(async () => {
    server = await LoopbackServer.start();
    server.serve('/setup.bin', { content: contentOf(200_000) });
    folder = mkdtempSync(join(tmpdir(), 'winprogress-documentation-'));
    const modules = join(folder, 'node_modules');
    await unpackPackage(await packedTarball(), join(modules, 'winprogress'));
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of [...Object.keys(manifest.dependencies), ...shownPackages, '@types/node', 'undici-types']) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
    }
    copyFileSync(join(import.meta.dirname, 'consumer', 'context.mts'), join(folder, 'context.mts'));
    for (const block of code)
      writeFileSync(join(folder, `${nameOf(block)}.${block.language === 'ts' ? 'mts' : 'mjs'}`), moduleOf(block));
    const options = {
      target: 'es2022',
      lib: ['es2023', 'esnext.disposable'],
      module: 'nodenext',
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noImplicitReturns: true,
      verbatimModuleSyntax: true,
      allowJs: true,
      checkJs: true,
      skipLibCheck: true,
      rootDir: '.',
      outDir: 'compiled',
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, include: ['*.mts', '*.mjs'], exclude: ['run.mjs'] }),
    );
    // The last line of a block is its end, whatever the block has left open.
    writeFileSync(join(folder, 'run.mjs'), 'await import(process.argv[2]);\nprocess.exit();\n');
  }, 300_000);

  afterAll(async () => {
    await server.close();
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  it('are in a language that a rule covers', () => {
    const rules = ['ts', 'js', 'sh', 'text', 'mermaid'];
    expect(blocks.filter(({ language }) => !rules.includes(language)).map(nameOf)).toEqual([]);
    expect(code.length).toBeGreaterThan(20);
    expect(shell.length).toBeGreaterThan(3);
  });

  /** What the compiler prints for a folder with a tsconfig.json, which is nothing when all is well. */
  async function compile(project: string): Promise<string> {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    return await execute(process.execPath, [tsc, '-p', project], { cwd: folder }).then(
      () => '',
      (error: { readonly stdout?: string }) => String(error.stdout ?? error),
    );
  }

  it('compile under the strict settings of a consumer', async () => {
    expect(await compile(folder)).toBe('');
    // JavaScript runs as it is on the page.
    for (const block of code.filter(({ language }) => language === 'js'))
      copyFileSync(join(folder, `${nameOf(block)}.mjs`), join(folder, 'compiled', `${nameOf(block)}.mjs`));
  }, 120_000);

  it('name types and members that exist in the examples too', async () => {
    const examples = join(folder, 'examples');
    cpSync(join(root, 'examples'), examples, { recursive: true });
    const compilerOptions = {
      target: 'es2022',
      lib: ['es2023', 'esnext.disposable'],
      module: 'nodenext',
      types: ['node'],
      // Plain JavaScript does not declare the types of its parameters.
      strict: false,
      allowJs: true,
      checkJs: true,
      skipLibCheck: true,
      noEmit: true,
    };
    writeFileSync(join(examples, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.mjs'] }));
    expect(await compile(examples)).toBe('');
  }, 120_000);

  it('belong to pages whose links lead to files of the package', () => {
    const packed = join(folder, 'node_modules', 'winprogress');
    const shipped = pages.filter((page) => existsSync(join(packed, page)));
    expect(shipped).toContain('docs/development.md');
    expect(shipped.flatMap((page) => brokenLinks(page, readPage(page), packed))).toEqual([]);
  });

  /** Runs the module of a block in a thread of its own, with the emulation. */
  async function runBlock(block: Block): Promise<{ readonly code: number; readonly output: string }> {
    const worker = new Worker(join(folder, 'run.mjs'), {
      argv: [pathToFileURL(join(folder, 'compiled', `${nameOf(block)}.mjs`)).href],
      env: { ...process.env, WINPROGRESS_BACKEND: 'emulation' },
      stdout: true,
      stderr: true,
    });
    let output = '';
    for (const stream of [worker.stdout, worker.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    worker.on('error', (error: unknown) => {
      output += error instanceof Error ? error.stack : String(error);
    });
    const code = await new Promise<number>((resolve) => worker.on('exit', resolve));
    return { code, output };
  }

  it.each(code.slice(1).flatMap((block) => (block.notRun === null ? [{ name: nameOf(block), block }] : [])))(
    'run to their end: $name',
    async ({ block }) => {
      const { code, output } = await runBlock(block);
      expect(code, output).toBe(0);
    },
  );

  it('begin in README.md with a download that Node.js runs as it is', async () => {
    const [first] = code;
    expect(first).toMatchObject({ page: 'README.md', language: 'js', names: [] });
    // Only the server differs.
    const text = (first?.code ?? '').replaceAll('https://example.org', `http://127.0.0.1:${server.port}`);
    writeFileSync(join(folder, 'download.mjs'), text);
    const { stdout } = await execute(process.execPath, ['download.mjs'], {
      cwd: folder,
      env: { ...process.env, WINPROGRESS_BACKEND: 'emulation', NO_PROXY: '*' },
    });
    expect(stdout).toMatch(/^200000 bytes in .*setup\.bin$/m);
    expect(readFileSync(join(folder, 'setup.bin')).equals(contentOf(200_000))).toBe(true);
  });

  it.runIf(process.platform === 'linux')('continue in README.md with a command that shows a progress bar', async () => {
    const block = shell.find(({ page, code }) => page === 'README.md' && code.startsWith('npx winprogress get'));
    // Only the server differs, and what npx finds by itself: the program of the package.
    const command = (block?.code ?? '')
      .replaceAll('https://example.org', `http://127.0.0.1:${server.port}`)
      .replace('npx winprogress', `'${process.execPath}' node_modules/winprogress/dist/cli/main.js`)
      .trim();
    const { stdout } = await execute('script', ['-qec', `stty cols 80; ${command}`, '/dev/null'], {
      cwd: folder,
      env: { ...process.env, WINPROGRESS_BACKEND: 'emulation', NO_PROXY: '*', CI: '' },
    });
    expect(stdout).toMatch(/█.* 100 ?%/);
    expect(readFileSync(join(folder, 'setup.bin')).equals(contentOf(200_000))).toBe(true);
  });

  it.each(shell.map((block) => ({ name: nameOf(block), block })))(
    'have only commands that exist: $name',
    async ({ block }) => {
      const problems: (string | null)[] = [];
      for (const command of commandsOf(block.code)) problems.push(await problemOf(command));
      expect(problems.filter((problem) => problem !== null)).toEqual([]);
      expect(problems.length).toBeGreaterThan(0);
    },
  );
});

describe('the rules for code blocks', () => {
  it.each([
    ['a fence without a language', '```\nx\n```\n'],
    ['a fence that is not closed', '```ts\nx\n'],
    ['an indented fence', '  ```ts\n  x\n  ```\n'],
    ['an indented block', 'Text:\n\n    npm test\n'],
    ['a comment that is not understood', '<!-- example: without -->\n```ts\nx\n```\n'],
    ['a comment without a block', '<!-- example: with job -->\n\ntext\n'],
  ])('refuse %s', (_name, text) => {
    expect(() => findBlocks('page.md', text)).toThrow(/^page\.md:\d+: /);
  });

  it('read the context and the reason from the comment before a block', () => {
    const text = '<!-- example: with job, clsid; not run: needs Windows -->\n```ts\nx\n```\n';
    expect(findBlocks('page.md', text)).toEqual([
      { page: 'page.md', line: 2, language: 'ts', code: 'x\n', names: ['job', 'clsid'], notRun: 'needs Windows' },
    ]);
  });

  it.each(['winprogress fetch x y', 'winprogress get https://example.org/a a --speed', 'npm run nothing', 'curl x'])(
    'find the fault of %s',
    async (line) => {
      const [command = []] = commandsOf(line);
      expect(await problemOf(command)).not.toBeNull();
    },
  );
});

describe('the links of the pages', () => {
  it.each(pages)('lead to files and headings that exist: %s', (page) => {
    expect(brokenLinks(page, readPage(page), root)).toEqual([]);
  });

  it('are found broken where the file, the heading or the label does not exist', () => {
    const text = '# One\n\n[a](nothing.md) [b](#two) [c][label] [d](README.md#no-heading) [e](#one)\n';
    expect(brokenLinks('page.md', text, root)).toEqual([
      'page.md: [c][label] has no definition',
      'page.md: nothing.md does not exist',
      'page.md: #two does not exist',
      'page.md: README.md#no-heading does not exist',
    ]);
  });

  it('use the anchors that GitHub gives to headings', () => {
    expect([...anchorsOf('# `a()`: b & c\n## Where it runs\n## Where it runs\n')]).toEqual([
      'a-b--c',
      'where-it-runs',
      'where-it-runs-1',
    ]);
  });
});
