import { koffi } from './koffi-com.js';

/** The paths of the libraries and addons that this process has loaded. */
export function loadedModules(): string[] {
  const kernel = koffi.load('kernel32.dll');
  const enumerate = kernel.func(
    'int32_t __stdcall K32EnumProcessModules(int64_t process, uint8_t *modules, uint32_t size, uint32_t *needed)',
  );
  const fileName = kernel.func('uint32_t __stdcall GetModuleFileNameW(size_t module, uint8_t *path, uint32_t size)');
  const thisProcess = -1;
  const pointer = koffi.sizeof('size_t');
  const modules = Buffer.alloc(1024 * pointer);
  const needed = new Uint32Array(1);
  if (enumerate(thisProcess, modules, modules.length, needed) === 0) throw new Error('the modules cannot be listed');
  const size = needed[0] ?? 0;
  if (size > modules.length) throw new Error(`the process has ${size / pointer} modules, which is too many`);
  const path = Buffer.alloc(65_536);
  return Array.from({ length: size / pointer }, (_, index) => {
    const at = index * pointer;
    const module = pointer === 8 ? modules.readBigUInt64LE(at) : modules.readUInt32LE(at);
    return path.toString('utf16le', 0, 2 * Number(fileName(module, path, path.length / 2)));
  });
}
