import { koffi } from './koffi-com.js';

/** More processes and threads than a run of the native suite starts. */
const identifiers = 4_000;

/** As a global setup of vitest: prepares the session of Wine, in the process that runs as long as the tests. */
export default function prepareSession(): void {
  openDesktop();
  if (process.env.WINPROGRESS_TEST_ANCHORS !== undefined) spreadIdentifiers();
}

/**
 * Wine starts the process of a desktop (explorer.exe) for the first program that needs one, with that program's standard error stream. If a
 * program of the tests were the first, its pipe would stay open after its end, and the test would wait for the rest of its output.
 */
function openDesktop(): void {
  koffi.load('user32.dll').func('void *__stdcall GetDesktopWindow()')();
}

/**
 * Wine gives a process or a thread the identifier that has been free for the longest time, as soon as some hundred are free. It identifies
 * objects by the identifier of their process: who still references those of an ended server takes a new server for that one. Identifiers
 * that are used here at once, and freed, last for the tests.
 */
function spreadIdentifiers(): void {
  const threads = Array.from({ length: identifiers }, startThread);
  for (const { free } of threads) free();
}

const kernel = koffi.load('kernel32.dll');
const createThread = kernel.func(
  'uint64_t __stdcall CreateThread(void *security, size_t stack, uint64_t start, void *parameter, uint32_t flags, uint32_t *id)',
);
const waitFor = kernel.func('uint32_t __stdcall WaitForSingleObject(uint64_t handle, uint32_t milliseconds)');
const closeHandle = kernel.func('int __stdcall CloseHandle(uint64_t handle)');
const moduleHandle = kernel.func('uint64_t __stdcall GetModuleHandleA(const char *name)');
const procAddress = kernel.func('uint64_t __stdcall GetProcAddress(uint64_t module, const char *name)');

/** Runs a thread to its end. Its identifier stays in use until it is freed. */
export function startThread(): { readonly id: number; free(): void } {
  const endAtOnce = procAddress(moduleHandle('kernel32.dll'), 'GetTickCount');
  const stackSize = 65_536;
  const stackSizeIsReservation = 0x1_0000;
  const infinite = 0xffff_ffff;
  const id = new Uint32Array(1);
  const thread = createThread(null, stackSize, endAtOnce, null, stackSizeIsReservation, id);
  if (Number(thread) === 0) throw new Error('no thread could be created');
  waitFor(thread, infinite);
  return {
    id: id[0] ?? 0,
    free: () => {
      closeHandle(thread);
    },
  };
}
