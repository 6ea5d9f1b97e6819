import { readFile } from 'node:fs/promises';

/** The names of the architectures in Node.js, by the machine field of a portable executable. */
const MACHINES = new Map([
  [0x014c, 'ia32'],
  [0x8664, 'x64'],
  [0xaa64, 'arm64'],
]);

const IMPORT_DIRECTORY = 1;
const RESOURCE_DIRECTORY = 2;
const DEBUG_DIRECTORY = 6;
const LOAD_CONFIG_DIRECTORY = 10;
const IMPORT_DESCRIPTOR_SIZE = 20;
const SECTION_HEADER_SIZE = 40;

const DEBUG_ENTRY_SIZE = 28;

/** DllCharacteristics of the optional header. */
const HIGH_ENTROPY_VA = 0x0020;
const DYNAMIC_BASE = 0x0040;
const NX_COMPAT = 0x0100;
const GUARD_CF = 0x4000;

/** Extended characteristics, in the debug directory. */
const DEBUG_TYPE_EX_DLL_CHARACTERISTICS = 20;
const EX_CET_COMPAT = 0x01;

/** GuardFlags of the load configuration. */
const GUARD_EH_CONTINUATION_TABLE_PRESENT = 0x0040_0000;

/** The first field of VS_FIXEDFILEINFO, which the version follows. */
const FIXED_FILE_INFO_SIGNATURE = Buffer.from([0xbd, 0x04, 0xef, 0xfe]);

/** The library that each binary loads when its first function is called: the executable of the host, whatever its name. */
const DELAY_LOADED_LIBRARY = 'NODE.EXE';

/** The text that GCC's stack protector prints: the only trace of it in a stripped binary. */
const GCC_STACK_PROTECTOR = '*** stack smashing detected ***';

/**
 * Reads the headers of a Windows binary.
 * https://learn.microsoft.com/windows/win32/debug/pe-format
 *
 * @param {string} path
 * @returns {Promise<import('./portable-executable.d.mts').PortableExecutable>}
 */
export async function readPortableExecutable(path) {
  const file = await readFile(path);
  const header = file.length >= 0x40 && file.toString('latin1', 0, 2) === 'MZ' ? file.readUInt32LE(0x3c) : file.length;
  if (file.toString('latin1', header, header + 4) !== 'PE\0\0') throw new Error(`${path} is not a Windows binary`);
  const coff = header + 4;
  const optional = coff + 20;
  const is64 = file.readUInt16LE(optional) === 0x20b;
  const directories = optional + (is64 ? 112 : 96);
  const sections = readSections(file, optional + file.readUInt16LE(coff + 16), file.readUInt16LE(coff + 2));
  /** Returns a data directory; undefined if there is none. */
  const directory = (index) => {
    const address = file.readUInt32LE(directories + 8 * index);
    return address === 0
      ? undefined
      : { offset: toOffset(sections, address), size: file.readUInt32LE(directories + 8 * index + 4) };
  };
  return {
    arch: MACHINES.get(file.readUInt16LE(coff)) ?? 'unknown',
    imports: readImports(file, sections, directory(IMPORT_DIRECTORY)),
    delayLoaded: readDelayLoaded(file, sections, is64),
    hasSymbols: file.readUInt32LE(coff + 8) !== 0,
    bytes: file.length,
    timestamp: file.readUInt32LE(coff + 4),
    linker: linkerOf(file.readUInt8(optional + 2), file.readUInt8(optional + 3)),
    version: readVersion(file, directory(RESOURCE_DIRECTORY)),
    hardening: readHardening(file, {
      is64,
      characteristics: file.readUInt16LE(optional + 70),
      debug: directory(DEBUG_DIRECTORY),
      loadConfig: directory(LOAD_CONFIG_DIRECTORY),
    }),
  };
}

/** The linker by its version: 2 for GNU binutils, always 14.0 for LLD, 14.10 or later for Microsoft's linker since 2017. */
function linkerOf(major, minor) {
  if (major < 14) return 'gnu';
  return major === 14 && minor === 0 ? 'lld' : 'msvc';
}

function readHardening(file, { is64, characteristics, debug, loadConfig }) {
  const config = readLoadConfig(file, is64, loadConfig);
  const found = {
    'dynamic-base': (characteristics & DYNAMIC_BASE) !== 0,
    'high-entropy-va': (characteristics & HIGH_ENTROPY_VA) !== 0,
    'nx-compat': (characteristics & NX_COMPAT) !== 0,
    'control-flow-guard': (characteristics & GUARD_CF) !== 0,
    'eh-continuation': (config.guardFlags & GUARD_EH_CONTINUATION_TABLE_PRESENT) !== 0,
    'cet-compat': (readExtendedCharacteristics(file, debug) & EX_CET_COMPAT) !== 0,
    'safe-seh': config.hasHandlerTable,
    'stack-protector': config.hasSecurityCookie || file.includes(GCC_STACK_PROTECTOR, 0, 'latin1'),
  };
  return Object.keys(found).filter((name) => found[name]);
}

function readExtendedCharacteristics(file, debug) {
  if (debug === undefined) return 0;
  for (let at = debug.offset; at < debug.offset + debug.size; at += DEBUG_ENTRY_SIZE) {
    const type = file.readUInt32LE(at + 12);
    if (type === DEBUG_TYPE_EX_DLL_CHARACTERISTICS) return file.readUInt32LE(file.readUInt32LE(at + 24));
  }
  return 0;
}

/** IMAGE_LOAD_CONFIG_DIRECTORY32 and IMAGE_LOAD_CONFIG_DIRECTORY64; older linkers write a part of it. */
function readLoadConfig(file, is64, loadConfig) {
  const size = loadConfig === undefined ? 0 : file.readUInt32LE(loadConfig.offset);
  const read = (offset) => (size >= offset + 4 ? file.readUInt32LE(loadConfig.offset + offset) : 0);
  return {
    hasSecurityCookie: read(is64 ? 0x58 : 0x3c) !== 0,
    hasHandlerTable: !is64 && read(0x40) !== 0,
    guardFlags: read(is64 ? 0x90 : 0x58),
  };
}

function readVersion(file, resources) {
  if (resources === undefined) return undefined;
  const data = file.subarray(resources.offset, resources.offset + resources.size);
  const at = data.indexOf(FIXED_FILE_INFO_SIGNATURE);
  if (at === -1) return undefined;
  const [high, low] = [data.readUInt32LE(at + 8), data.readUInt32LE(at + 12)];
  return `${high >>> 16}.${high & 0xffff}.${low >>> 16}`;
}

function readSections(file, start, count) {
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * SECTION_HEADER_SIZE;
    return {
      address: file.readUInt32LE(at + 12),
      size: Math.max(file.readUInt32LE(at + 8), file.readUInt32LE(at + 16)),
      offset: file.readUInt32LE(at + 20),
    };
  });
}

function readImports(file, sections, directory) {
  if (directory === undefined) return [];
  const names = [];
  for (let at = directory.offset; ; at += IMPORT_DESCRIPTOR_SIZE) {
    const name = file.readUInt32LE(at + 12);
    if (name === 0) return names;
    const start = toOffset(sections, name);
    names.push(file.toString('latin1', start, file.indexOf(0, start)).toLowerCase());
  }
}

function readDelayLoaded(file, sections, is64) {
  const descriptor = findDelayDescriptor(file, sections);
  if (descriptor === undefined) return [];
  const [pointers, names] = [12, 16].map((at) => toOffset(sections, file.readUInt32LE(descriptor + at)));
  const size = is64 ? 8 : 4;
  const read = (at) => (is64 ? file.readBigUInt64LE(at) : BigInt(file.readUInt32LE(at)));
  const found = [];
  for (let index = 0; read(names + index * size) !== 0n; index += 1) {
    const offset = pointers + index * size;
    found.push({ offset, size, value: read(offset) });
  }
  return found;
}

/** The place of an ImgDelayDescr. The linker of MinGW writes none into the data directories. */
function findDelayDescriptor(file, sections) {
  const name = `${DELAY_LOADED_LIBRARY}\0`;
  // The code contains the name too.
  for (let at = file.indexOf(name, 0, 'latin1'); at !== -1; at = file.indexOf(name, at + 1, 'latin1')) {
    const section = sections.find(({ offset, size }) => at >= offset && at < offset + size);
    if (section === undefined) continue;
    // Attributes of 1, for relative addresses, and the address of the name.
    const start = Buffer.alloc(8);
    start.writeUInt32LE(1);
    start.writeUInt32LE(at - section.offset + section.address, 4);
    const descriptor = file.indexOf(start);
    if (descriptor !== -1) return descriptor;
  }
  return undefined;
}

function toOffset(sections, address) {
  const section = sections.find((one) => address >= one.address && address < one.address + one.size);
  if (section === undefined) throw new Error(`address ${address.toString(16)} is not in a section`);
  return address - section.address + section.offset;
}
