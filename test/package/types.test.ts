import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDeclarations } from '../../scripts/declarations.mjs';
import { unpackPackage } from '../../scripts/package.mjs';
import { installTool } from '../../scripts/tools.mjs';
import { packedTarball } from './packed.js';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/** Each compiler by its version; the last is that of this repository. */
const compilers = { '5.4': '5.4.5', '5.9': '5.9.3', '6.0': '6.0.3', '7': null } as const;
type Compiler = keyof typeof compilers;

interface Project {
  readonly compiler: Compiler;
  readonly module: string;
  readonly moduleResolution: string;
  /** Whether the consumer has `@types/node`. */
  readonly node: boolean;
  readonly files: readonly string[];
}

const esm = ['consumer.mts'];
const both = ['consumer.mts', 'required.cts'];

const projects: readonly Project[] = [
  { compiler: '5.4', module: 'nodenext', moduleResolution: 'nodenext', node: true, files: esm },
  { compiler: '5.4', module: 'es2022', moduleResolution: 'node10', node: false, files: esm },
  { compiler: '5.9', module: 'node16', moduleResolution: 'node16', node: true, files: esm },
  { compiler: '5.9', module: 'esnext', moduleResolution: 'bundler', node: false, files: esm },
  { compiler: '5.9', module: 'nodenext', moduleResolution: 'nodenext', node: false, files: both },
  { compiler: '6.0', module: 'nodenext', moduleResolution: 'nodenext', node: false, files: both },
  { compiler: '7', module: 'node16', moduleResolution: 'node16', node: true, files: esm },
  { compiler: '7', module: 'nodenext', moduleResolution: 'nodenext', node: true, files: both },
  { compiler: '7', module: 'esnext', moduleResolution: 'bundler', node: true, files: esm },
  { compiler: '7', module: 'nodenext', moduleResolution: 'nodenext', node: false, files: both },
];

async function compilerOf(name: Compiler): Promise<string> {
  const version = compilers[name];
  const folder = version === null ? join(root, 'node_modules', 'typescript') : await installTool('typescript', version);
  return join(folder, 'bin', 'tsc');
}

describe('the types of the package', () => {
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'winprogress-types-'));
    await unpackPackage(await packedTarball(), join(folder, 'node_modules', 'winprogress'));
    for (const name of ['@types/node', 'undici-types', '@opentelemetry/api']) {
      mkdirSync(join(folder, 'node_modules', name, '..'), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
    }
    cpSync(join(import.meta.dirname, 'consumer'), folder, { recursive: true });
    for (const name of Object.keys(compilers) as Compiler[]) await compilerOf(name);
  }, 300_000);

  afterAll(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  /** The output of the compiler, empty on success. */
  async function compile({ compiler, module, moduleResolution, node, files }: Project): Promise<string> {
    const name = `${compiler}-${moduleResolution}-${node ? 'node' : 'plain'}.json`;
    const options = {
      target: 'es2022',
      module,
      moduleResolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      skipLibCheck: false,
      // The compiler's own libraries are not tested here, and take most of the time.
      skipDefaultLibCheck: true,
      noEmit: true,
      types: node ? ['node'] : [],
      // Without the types of Node.js, AbortSignal and console are those of the DOM library.
      lib: node ? ['es2023'] : ['es2023', 'dom'],
    };
    writeFileSync(join(folder, name), JSON.stringify({ compilerOptions: options, files }));
    try {
      const { stdout } = await run(process.execPath, [await compilerOf(compiler), '-p', name], { cwd: folder });
      return stdout;
    } catch (error) {
      return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
    }
  }

  it.each(projects)(
    'compile under TypeScript $compiler with moduleResolution $moduleResolution, @types/node: $node',
    async (project) => {
      expect(await compile(project)).toBe('');
    },
    120_000,
  );

  describe('read by the compiler', () => {
    let declarations: Awaited<ReturnType<typeof readDeclarations>>;

    beforeAll(async () => {
      const types = join(folder, 'node_modules', 'winprogress', 'dist', 'types');
      declarations = await readDeclarations(types, ['index.d.ts', 'emulation.d.ts', 'opentelemetry.d.ts']);
    }, 120_000);

    it('have only exported types in public signatures', () => {
      expect(declarations.files).toBeGreaterThan(50);
      expect(declarations.unexported).toEqual([]);
    });

    it('accept undefined for every optional property', () => {
      expect(declarations.exactOptional).toEqual([]);
    });

    it('have no iterator type with a second type argument, which TypeScript 5.4 does not support', () => {
      expect(declarations.iterators).toEqual([]);
    });

    it('contain no internal declaration', () => {
      expect(declarations.internal).toEqual([]);
    });
  });
});
