import { koffi } from './koffi-com.js';

const kernel = koffi.load('kernel32.dll');
export const waitFor = kernel.func('uint32_t __stdcall WaitForSingleObject(uint64_t handle, uint32_t milliseconds)');
export const closeHandle = kernel.func('int __stdcall CloseHandle(uint64_t handle)');
const createThread = kernel.func(
  'uint64_t __stdcall CreateThread(void *security, size_t stack, uint64_t start, void *parameter, uint32_t flags, uint32_t *id)',
);
const moduleHandle = kernel.func('uint64_t __stdcall GetModuleHandleA(const char *name)');
const procAddress = kernel.func('uint64_t __stdcall GetProcAddress(uint64_t module, const char *name)');

/** A function that returns at once. */
const start = procAddress(moduleHandle('kernel32.dll'), 'GetTickCount');

/** Runs a thread to its end. Its identifier stays in use until it is freed. */
export function runThread(): { readonly id: number; free(): void } {
  const stackSize = 65_536;
  const stackSizeIsReservation = 0x1_0000;
  const infinite = 0xffff_ffff;
  const id = new Uint32Array(1);
  const thread = createThread(null, stackSize, start, null, stackSizeIsReservation, id);
  if (Number(thread) === 0) throw new Error('no thread could be created');
  waitFor(thread, infinite);
  return {
    id: id[0] ?? 0,
    free: () => {
      closeHandle(thread);
    },
  };
}
