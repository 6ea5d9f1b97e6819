import { koffi } from './koffi-com.js';

/** The descriptions of the threads of this process that have one. */
export function threadNames(): string[] {
  const kernel = koffi.load('kernel32.dll');
  const snapshot = kernel.func('int64_t __stdcall CreateToolhelp32Snapshot(uint32_t flags, uint32_t process)');
  const first = kernel.func('int32_t __stdcall Thread32First(int64_t snapshot, uint32_t *entry)');
  const next = kernel.func('int32_t __stdcall Thread32Next(int64_t snapshot, uint32_t *entry)');
  const close = kernel.func('int32_t __stdcall CloseHandle(int64_t handle)');
  const openThread = kernel.func('int64_t __stdcall OpenThread(uint32_t access, int32_t inherit, uint32_t id)');
  const getDescription = kernel.func('int32_t __stdcall GetThreadDescription(int64_t thread, uint64_t *text)');
  const free = kernel.func('uint64_t __stdcall LocalFree(uint64_t memory)');
  const snapshotOfThreads = 4;
  const limitedInformation = 0x800;
  const names: string[] = [];
  const handle = snapshot(snapshotOfThreads, 0);
  // THREADENTRY32: size, usage, thread, process, and three more.
  const entry = new Uint32Array([28, 0, 0, 0, 0, 0, 0]);
  for (let found = first(handle, entry); found !== 0; found = next(handle, entry)) {
    if (entry[3] !== process.pid) continue;
    const thread = openThread(limitedInformation, 0, entry[2]);
    if (Number(thread) === 0) continue;
    const text = new BigUint64Array(1);
    if (Number(getDescription(thread, text)) >= 0) {
      names.push(String(koffi.decode(text[0] ?? 0n, 'char16_t', -1)));
      free(text[0]);
    }
    close(thread);
  }
  close(handle);
  return names;
}
