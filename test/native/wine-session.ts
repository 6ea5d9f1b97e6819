import { koffi } from './koffi-com.js';
import { runThread } from './threads.js';

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
  const threads = Array.from({ length: identifiers }, runThread);
  for (const { free } of threads) free();
}
