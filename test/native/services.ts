import { spawnSync } from 'node:child_process';
import { releaseEndedBits } from './anchors.js';
import { koffi } from './koffi-com.js';
import { closeHandle, waitFor } from './threads.js';
import { until } from './until.js';

const stopped = 1;
/** Of `dwProcessId` in `SERVICE_STATUS_PROCESS`. */
const processIdPlace = 7;

/** Stops BITS, as an administrator or an update does; if it does not run, it stays so. */
export async function stopBits(): Promise<void> {
  const services = koffi.load('advapi32.dll');
  const open = services.func('uint64_t __stdcall OpenSCManagerW(void *machine, void *database, uint32_t access)');
  const openService = services.func(
    'uint64_t __stdcall OpenServiceW(uint64_t manager, const char16_t *name, uint32_t access)',
  );
  const control = services.func('int __stdcall ControlService(uint64_t service, uint32_t control, uint32_t *status)');
  const query = services.func(
    'int __stdcall QueryServiceStatusEx(uint64_t service, int level, uint32_t *status, uint32_t size, uint32_t *needed)',
  );
  const close = services.func('int __stdcall CloseServiceHandle(uint64_t handle)');
  const connect = 1;
  const queryStatusAndStop = 0x24;
  const stop = 1;
  const manager = open(null, null, connect);
  const service = openService(manager, 'BITS', queryStatusAndStop);
  const status = new Uint32Array(9);
  const isStopped = () =>
    query(service, 0, status, status.byteLength, new Uint32Array(1)) !== 0 && status[1] === stopped;
  if (!isStopped()) {
    const synchronize = 0x10_0000;
    const process = openProcess(synchronize, 0, status[processIdPlace]);
    if (control(service, stop, status) === 0) throw new Error('BITS cannot be stopped');
    await until(isStopped);
    // Wine's BITS is stopped before it leaves its apartment: a call in between can keep it there for ever, with its class still served.
    await until(() => waitFor(process, 0) === 0);
    closeHandle(process);
  }
  close(service);
  close(manager);
  releaseEndedBits();
}

const kernel = koffi.load('kernel32.dll');
const openEvent = kernel.func('uint64_t __stdcall OpenEventW(uint32_t access, int inherit, const char16_t *name)');
const setEvent = kernel.func('int __stdcall SetEvent(uint64_t event)');
const openProcess = kernel.func('uint64_t __stdcall OpenProcess(uint32_t access, int inherit, uint32_t id)');

/** Whether the reference queue manager serves its class: while it has clients and 5 s longer. `withdraw` revokes the class. */
export function isQueueManagerServed(withdraw = false): boolean {
  const modifyState = 2;
  const event = openEvent(modifyState, 0, 'winprogress-reference-queue-manager-withdraw');
  if (Number(event) === 0) return false;
  if (withdraw) setEvent(event);
  closeHandle(event);
  return true;
}

/**
 * Ends the reference queue manager as a crash would. It revokes its class before: Wine treats the class of a dead process as
 * still served.
 */
export async function killQueueManager(): Promise<void> {
  await until(() => !isQueueManagerServed(true));
  const { status, error } = spawnSync('taskkill', ['/f', '/im', 'queue-manager.exe'], { stdio: 'ignore' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`taskkill ended with ${status}`);
}
