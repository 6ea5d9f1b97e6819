import { readFile } from 'node:fs/promises';

/** Node's names of the architectures, by the machine field of a portable executable. */
const MACHINES = new Map([
  [0x014c, 'ia32'],
  [0x8664, 'x64'],
  [0xaa64, 'arm64'],
]);

const IMPORT_DIRECTORY = 1;
const IMPORT_DESCRIPTOR_SIZE = 20;
const SECTION_HEADER_SIZE = 40;

/**
 * What a Windows binary says of itself.
 * https://learn.microsoft.com/windows/win32/debug/pe-format
 *
 * @param {string} path
 * @returns {Promise<{ arch: string, imports: string[], hasSymbols: boolean, bytes: number }>} `imports` are the names
 *   of the libraries that must be there at load time, in lower case; delay-loaded ones are not among them
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
  return {
    arch: MACHINES.get(file.readUInt16LE(coff)) ?? 'unknown',
    imports: readImports(file, sections, file.readUInt32LE(directories + 8 * IMPORT_DIRECTORY)),
    hasSymbols: file.readUInt32LE(coff + 8) !== 0,
    bytes: file.length,
  };
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
  if (directory === 0) return [];
  const names = [];
  for (let at = toOffset(sections, directory); ; at += IMPORT_DESCRIPTOR_SIZE) {
    const name = file.readUInt32LE(at + 12);
    if (name === 0) return names;
    const start = toOffset(sections, name);
    names.push(file.toString('latin1', start, file.indexOf(0, start)).toLowerCase());
  }
}

function toOffset(sections, address) {
  const section = sections.find((one) => address >= one.address && address < one.address + one.size);
  if (section === undefined) throw new Error(`address ${address.toString(16)} lies in no section`);
  return address - section.address + section.offset;
}
