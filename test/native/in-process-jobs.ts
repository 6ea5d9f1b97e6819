import { koffi } from './koffi-com.js';

const path = process.env.WINPROGRESS_TEST_GROUP;
if (path === undefined) throw new Error('WINPROGRESS_TEST_GROUP must be the path of group.dll');
const library = koffi.load(path);
const countCalls = library.func('unsigned long CountCalls(const char *method)');
const failNext = library.func('void FailNext(const char *method, unsigned long result)');
const clearScript = library.func('void ClearScript()');
const setFiles = library.func('void SetFiles(unsigned long count, unsigned long ofKnownSize)');
const setJobCount = library.func('void SetJobCount(unsigned long count)');
const serveManager = library.func('unsigned long ServeManager()');
const revokeManager = library.func('void RevokeManager()');

/** COM on Windows activates the service of this class id; Wine prefers a class object of the same process. */
export const canServeManager = process.env.WINPROGRESS_TEST_SYNCMGR !== undefined;

/** The jobs of test/reference/in-process-group: counts of their calls, and scripted results. */
export const jobs = {
  /** Calls of a method such as `'IBackgroundCopyJob.GetState'` since `clear()`. */
  count: (method: string): number => Number(countCalls(method)),
  /** Sets the result of the next call of a method; `S_FALSE` means `S_OK` without an object. */
  failNext: (method: string, hresult: number): void => {
    failNext(method, hresult);
  },
  clear: (): void => {
    clearScript();
    setFiles(0, 0);
    setJobCount(0);
  },
  /** The files of every job; the first ones are of known size. */
  setFiles: (count: number, ofKnownSize: number): void => {
    setFiles(count, ofKnownSize);
  },
  setJobCount: (count: number): void => {
    setJobCount(count);
  },
  /** Makes activations of `CLSID_BackgroundCopyManager` return the manager of these jobs. */
  serveManager: (): void => {
    const hresult = Number(serveManager());
    if (hresult !== 0) throw new Error(`CoRegisterClassObject returned 0x${hresult.toString(16)}`);
  },
  revokeManager: (): void => {
    revokeManager();
  },
};
