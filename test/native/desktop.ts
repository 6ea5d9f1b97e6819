import { koffi } from './koffi-com.js';

/**
 * As a global setup of vitest: opens the desktop in the process that runs as long as the tests.
 *
 * Wine starts the process of a desktop (explorer.exe) for the first program that needs one, with that program's standard error stream. If a
 * program of the tests were the first, its pipe would stay open after its end, and the test would wait for the rest of its output.
 */
export default function openDesktop(): void {
  koffi.load('user32.dll').func('void *__stdcall GetDesktopWindow()')();
}
