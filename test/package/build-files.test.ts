import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

const resource = 'native/winprogress.rc';
const versionScript = 'scripts/version-definitions.mjs';

const cmake = read('CMakeLists.txt').replaceAll(/#.*$/gm, '');
const gyp = read('binding.gyp').replaceAll(/^\s*#.*$/gm, '');

/** The words of `set(NAME …)` in CMakeLists.txt. */
function cmakeList(name: string): string[] {
  const words = new RegExp(`set\\(${name}\\s([^)]*)\\)`).exec(cmake)?.[1];
  if (words === undefined) throw new Error(`CMakeLists.txt sets no ${name}`);
  return words.split(/\s+/).filter((word) => word !== '');
}

/** The strings of `'name': […]` in binding.gyp. */
function gypList(name: string): string[] {
  const strings = new RegExp(`'${name}': \\[([^\\]]*)\\]`).exec(gyp)?.[1];
  if (strings === undefined) throw new Error(`binding.gyp has no list ${name}`);
  return Array.from(strings.matchAll(/'([^']*)'/g), (match) => match[1] ?? '');
}

/** Like cmakeList, for a list that must not be empty. */
function cmakeOnly(name: string): string[] {
  const words = cmakeList(name);
  expect(words).not.toEqual([]);
  return words;
}

/** The options of a tool in binding.gyp: those of all architectures, or those that one has in addition. */
function gypOptions(tool: string, arch?: string): string[] {
  const conditions = gyp.indexOf("['target_arch==");
  const start = arch === undefined ? 0 : gyp.indexOf(`['target_arch=="${arch}"'`);
  const end = arch === undefined ? conditions : gyp.indexOf('}],', start);
  if (start === -1 || end === -1) throw new Error(`binding.gyp has no condition for ${arch}`);
  const options = new RegExp(`'${tool}': \\{\\s*'AdditionalOptions': \\[([^\\]]*)\\]`).exec(gyp.slice(start, end))?.[1];
  return Array.from((options ?? '').matchAll(/'([^']*)'/g), (match) => match[1] ?? '');
}

function nativeSources(): string[] {
  return readdirSync(join(root, 'native'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(c|cc|cpp|cxx)$/.test(path))
    .map((path) => `native/${path.replaceAll('\\', '/')}`)
    .sort();
}

describe('the two descriptions of the addon', () => {
  it('build the same target, named like the package', () => {
    const { name } = JSON.parse(read('package.json')) as { name: string };
    expect(/add_library\((\S+) MODULE/.exec(cmake)?.[1]).toBe(name);
    expect(/'target_name': '([^']+)'/.exec(gyp)?.[1]).toBe(name);
  });

  it('list every source file in native, sorted', () => {
    expect(cmakeList('WINPROGRESS_SOURCES')).toEqual(nativeSources());
    expect(gypList('sources')).toEqual([...nativeSources(), resource]);
  });

  it('compile the same resource', () => {
    expect(cmake).toContain(`add_library(winprogress MODULE \${WINPROGRESS_SOURCES} ${resource})`);
    expect(existsSync(join(root, resource))).toBe(true);
  });

  it('define the same macros', () => {
    expect(gypList('defines')).toEqual([...cmakeList('WINPROGRESS_DEFINITIONS'), `<!@(node ${versionScript})`]);
    expect(cmake).toContain(`COMMAND node ${versionScript}\n`);
  });

  it('have the version of the binary from package.json', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const output = execFileSync(process.execPath, [versionScript], { cwd: root, encoding: 'utf8' });
    const numbers = Array.from(output.matchAll(/WINPROGRESS_VERSION_\w+=(\d+)/g), (match) => match[1]);
    expect(numbers.join('.')).toBe(version.split('-')[0]);
  });

  it('have the same options for the compiler of MSVC', () => {
    // Options that are a setting in gyp and a property in CMake.
    const language = ['/std:c++17'];
    const ours = gypOptions('VCCLCompilerTool').filter((option) => !language.includes(option));
    expect(ours).toEqual(cmakeList('WINPROGRESS_MSVC_OPTIONS'));
    expect(cmakeOnly('WINPROGRESS_MSVC_X64_OPTIONS')).toEqual(gypOptions('VCCLCompilerTool', 'x64'));
    expect(gypOptions('VCCLCompilerTool', 'arm64')).toEqual([]);
    expect(gypOptions('VCCLCompilerTool', 'ia32')).toEqual([]);
  });

  it('have the same options for the linker of MSVC', () => {
    expect(gypOptions('VCLinkerTool')).toEqual(cmakeList('WINPROGRESS_MSVC_LINK_OPTIONS'));
    for (const arch of ['x64', 'arm64', 'ia32'])
      expect(gypOptions('VCLinkerTool', arch)).toEqual(
        cmakeOnly(`WINPROGRESS_MSVC_${arch.toUpperCase()}_LINK_OPTIONS`),
      );
  });

  it('treat warnings as errors and use every protection of the compilers', () => {
    expect(cmakeList('WINPROGRESS_MSVC_OPTIONS')).toEqual(
      expect.arrayContaining(['/guard:cf', '/Qspectre', '/sdl', '/WX']),
    );
    expect(cmakeList('WINPROGRESS_MSVC_LINK_OPTIONS')).toEqual(expect.arrayContaining(['/guard:cf', '/NXCOMPAT']));
    expect(cmakeOnly('WINPROGRESS_MSVC_X64_LINK_OPTIONS')).toEqual(['/CETCOMPAT', '/guard:ehcont', '/HIGHENTROPYVA']);
    expect(cmakeOnly('WINPROGRESS_MSVC_IA32_LINK_OPTIONS')).toEqual(['/CETCOMPAT', '/SAFESEH']);
    expect(cmake).toContain('VS_GLOBAL_SpectreMitigation Spectre');
    expect(gyp).toContain("'SpectreMitigation': 'Spectre'");
    expect(cmake).toMatch(/-Werror;.*-fstack-protector/);
  });

  it('link the same libraries', () => {
    const named = gypList('libraries').map((library) => /^-l(.+)\.lib$/.exec(library)?.[1]);
    expect(named).toEqual(cmakeList('WINPROGRESS_LIBRARIES'));
  });

  it('and package.json name the same version of Node-API', () => {
    const manifest = JSON.parse(read('package.json')) as { binary: { napi_versions: number[] } };
    const definition = manifest.binary.napi_versions.map((version) => `NAPI_VERSION=${version}`);
    expect(cmakeList('WINPROGRESS_DEFINITIONS').filter((macro) => macro.startsWith('NAPI_VERSION'))).toEqual(
      definition,
    );
    expect(gypList('defines').filter((macro) => macro.startsWith('NAPI_VERSION'))).toEqual(definition);
  });

  it('leave out the delay-load hooks of cmake-js and node-gyp, since the addon has its own', () => {
    expect(cmake).not.toContain('CMAKE_JS_SRC');
    expect(gyp).toContain("'win_delay_load_hook': 'false'");
    expect(gypList('sources')).toContain('native/com/delay_load_hook.cc');
  });
});

describe('off Windows', () => {
  it('binding.gyp builds nothing', () => {
    expect(gyp).toMatch(/'conditions': \[\s*\['OS!="win"', \{ 'type': 'none' \}, \{/);
  });

  it.runIf(process.platform === 'linux')('CMakeLists.txt succeeds and builds nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'winprogress-cmake-'));
    try {
      execFileSync('cmake', ['-S', root, '-B', folder], { stdio: 'pipe' });
      execFileSync('cmake', ['--build', folder], { stdio: 'pipe' });
      const built = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      expect(built.filter((path) => /\.(node|o|obj|a|lib)$/.test(path))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the threads of the addon and of the reference servers', () => {
  it('are not detached by std::thread: in winpthreads, the next one may never run', () => {
    const files = ['native', 'test/reference'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((path) => /\.(cc|h)$/.test(path))
        .map((path) => `${folder}/${path.replaceAll('\\', '/')}`),
    );
    const code = (file: string) => read(file).replaceAll(/^\s*(\/\/|\/?\*).*$/gm, '');
    expect(files).toContain('native/com/lane.cc');
    expect(files.filter((file) => /\}\)\.detach\(\)/.test(code(file)))).toEqual([]);
  });
});
