import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NotifierVerbs } from '../../lib/ctm/verbs.js';
import type { NativeConnection } from '../../lib/native.js';
import {
  functionNames,
  libraryPath,
  loadWithKoffi,
  openNativeConnection,
  openReferenceLibrary,
  type ReferenceLibrary,
} from './ctm-library.js';

const id = '{0F8FAD5B-D9CB-469F-A165-70867728950E}';
const surrogatePair = 'päckage \u{1F4E6}';
const loneSurrogates = 'high \uD800, low \uDC00, swapped \uDC00\uD800';

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** Runs turns of the event loop until the condition is true; the test's time limit bounds it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

const getModuleHandle = loadWithKoffi('kernel32.dll').func('void *__stdcall GetModuleHandleW(const char16_t *name)');
const isLoaded = (path: string): boolean => getModuleHandle(path) !== null;

let library: ReferenceLibrary;
let connection: NativeConnection;
let notifier: NotifierVerbs;

beforeEach(async () => {
  library = openReferenceLibrary();
  connection = openNativeConnection();
  notifier = await connection.ctm.openLibrary(library.path, functionNames);
});

afterEach(async () => {
  library.reset();
  await connection.close();
});

const sendSuccess = (verbs = notifier): Promise<void> => verbs.sendSuccess('endpoint', id, 'data', '1', '1', 1, 1);
const sendError = (verbs = notifier): Promise<void> => verbs.sendError('endpoint', id, 'data', 0x80004005, 'message');

describe('the arguments of the exports', () => {
  it('of a progress notification are passed unchanged in every code unit', async () => {
    const given = [
      'DownloadingData',
      loneSurrogates,
      id,
      surrogatePair,
      '18446744073709551615',
      '9007199254740993',
      0xffffffff,
      7,
    ] as const;
    await notifier.sendProgress(...given);
    expect(library.calls()).toEqual([{ function: 'SendNotifyProgressToCTM', arguments: given }]);
  });

  it('of a success notification are passed unchanged in every code unit', async () => {
    const given = [
      surrogatePair,
      id,
      loneSurrogates,
      '9007199254740993',
      '18446744073709551615',
      3,
      0xffffffff,
    ] as const;
    await notifier.sendSuccess(...given);
    expect(library.calls()).toEqual([{ function: 'SendNotifySuccessToCTM', arguments: given }]);
  });

  it('of an error notification are passed unchanged in every code unit', async () => {
    const given = [loneSurrogates, id, surrogatePair, 0x80072ee7, `${surrogatePair}\r\n`] as const;
    await notifier.sendError(...given);
    expect(library.calls()).toEqual([{ function: 'SendNotifyErrorToCTM', arguments: given }]);
  });

  it('distinguish a NULL progress type from an empty one', async () => {
    await notifier.sendProgress(null, 'e', id, 'd', '0', '0', 0, 0);
    await notifier.sendProgress('', 'e', id, 'd', '0', '0', 0, 0);
    expect(library.calls().map((call) => call.arguments[0])).toEqual([null, '']);
  });

  it('can be empty texts, which are not NULL', async () => {
    await notifier.sendProgress('', '', '', '', '', '', 0, 0);
    await notifier.sendSuccess('', '', '', '', '', 0, 0);
    await notifier.sendError('', '', '', 0, '');
    expect(library.calls().map((call) => call.arguments)).toEqual([
      ['', '', '', '', '', '', 0, 0],
      ['', '', '', '', '', 0, 0],
      ['', '', '', 0, ''],
    ]);
  });

  it('can be texts of a megabyte', async () => {
    const text = surrogatePair.repeat(100_000);
    await notifier.sendError('e', id, text, 1, 'm');
    expect(library.calls()[0]?.arguments[2]).toBe(text);
  });

  it('arrive in the order of the calls', async () => {
    const counts = Array.from({ length: 500 }, (_, index) => index);
    await Promise.all(counts.map((count) => notifier.sendProgress(null, 'e', id, 'd', '0', String(count), 0, 0)));
    expect(library.calls().map((call) => Number(call.arguments[5]))).toEqual(counts);
  });
});

describe('a result other than S_OK', () => {
  it('rejects with the documented name of the function', async () => {
    library.scriptResult(0x80070005);
    const failure = { hresult: 0x80070005, code: 'E_ACCESSDENIED' };
    await expect(notifier.sendProgress(null, 'e', id, 'd', '0', '0', 0, 0)).rejects.toMatchObject({
      ...failure,
      operation: 'SendNotifyProgressToCTM',
    });
    await expect(sendSuccess()).rejects.toMatchObject({ ...failure, operation: 'SendNotifySuccessToCTM' });
    await expect(sendError()).rejects.toMatchObject({ ...failure, operation: 'SendNotifyErrorToCTM' });
    expect(library.count()).toBe(3);
  });

  it.each([1, 0x00040000, 0x7fffffff])('is a failure even if it is a success code: %i', async (hresult) => {
    library.scriptResult(hresult);
    await expect(sendSuccess()).rejects.toMatchObject({ hresult, operation: 'SendNotifySuccessToCTM' });
  });

  it('affects its own call only', async () => {
    library.scriptResult(0x80004005, 1);
    await expect(sendSuccess()).rejects.toMatchObject({ code: 'E_FAIL' });
    await expect(sendSuccess()).resolves.toBeUndefined();
  });
});

describe('exports', () => {
  it('can have custom names', async () => {
    const exports = { progress: 'ReportProgress', success: 'ReportSuccess', error: 'ReportError' };
    const renamed = await connection.ctm.openLibrary(libraryPath('renamed'), exports);
    await sendError(renamed);
    expect(library.calls()[0]?.function).toBe('SendNotifyErrorToCTM');
    library.scriptResult(0x80004005);
    await expect(sendSuccess(renamed)).rejects.toMatchObject({ operation: 'SendNotifySuccessToCTM' });
  });

  it('can be forwarded to a library in the same folder', async () => {
    const forwarding = await connection.ctm.openLibrary(libraryPath('forwarding'), functionNames);
    await sendSuccess(forwarding);
    expect(library.calls()[0]?.function).toBe('SendNotifySuccessToCTM');
  });

  it('that are missing are listed without those that exist', async () => {
    await expect(connection.ctm.openLibrary(libraryPath('without_error'), functionNames)).rejects.toMatchObject({
      hresult: 0x8007007f,
      operation: 'GetProcAddress',
      context: 'has SendNotifyProgressToCTM, SendNotifySuccessToCTM; lacks SendNotifyErrorToCTM',
    });
  });

  it('that are all missing are listed', async () => {
    await expect(connection.ctm.openLibrary(libraryPath('renamed'), functionNames)).rejects.toMatchObject({
      hresult: 0x8007007f,
      context: 'has none; lacks SendNotifyProgressToCTM, SendNotifySuccessToCTM, SendNotifyErrorToCTM',
    });
  });

  it('that are forwarded to a function that is missing are reported as missing', async () => {
    await expect(connection.ctm.openLibrary(libraryPath('misdirected'), functionNames)).rejects.toMatchObject({
      hresult: 0x8007007f,
      context: 'has SendNotifyProgressToCTM, SendNotifySuccessToCTM; lacks SendNotifyErrorToCTM',
    });
  });
});

describe('releasing a library', () => {
  const path = libraryPath('forwarding');

  it('unloads it after the earlier calls', async () => {
    const verbs = await connection.ctm.openLibrary(path, functionNames);
    expect(isLoaded(path)).toBe(true);
    const sent = sendSuccess(verbs);
    await verbs.close();
    await sent;
    expect(isLoaded(path)).toBe(false);
  });

  it('makes later calls fail and can be repeated', async () => {
    await notifier.close();
    await notifier.close();
    const failure = { hresult: 0x80010108, code: 'RPC_E_DISCONNECTED' };
    await expect(notifier.sendProgress(null, 'e', id, 'd', '0', '0', 0, 0)).rejects.toMatchObject({
      ...failure,
      operation: 'SendNotifyProgressToCTM',
    });
    await expect(sendSuccess()).rejects.toMatchObject({ ...failure, operation: 'SendNotifySuccessToCTM' });
    await expect(sendError()).rejects.toMatchObject({ ...failure, operation: 'SendNotifyErrorToCTM' });
    expect(library.count()).toBe(0);
  });

  it('leaves another notifier of the same library working', async () => {
    const other = await connection.ctm.openLibrary(library.path, functionNames);
    await notifier.close();
    await sendSuccess(other);
    expect(library.count()).toBe(1);
  });

  it('occurs when the connection closes', async () => {
    await connection.ctm.openLibrary(path, functionNames);
    await connection.close();
    expect(isLoaded(path)).toBe(false);
  });

  it('occurs when the notifier has been garbage collected', async () => {
    let verbs: NotifierVerbs | undefined = await connection.ctm.openLibrary(path, functionNames);
    await sendSuccess(verbs);
    expect(isLoaded(path)).toBe(true);
    verbs = undefined;
    await until(() => {
      if (typeof collectGarbage === 'function') collectGarbage();
      return !isLoaded(path);
    });
  });

  it('occurs when its exports are missing', async () => {
    const refused = libraryPath('misdirected');
    await expect(connection.ctm.openLibrary(refused, functionNames)).rejects.toThrow();
    expect(isLoaded(refused)).toBe(false);
  });
});

describe('a call that hangs in the library', () => {
  it('does not delay another library', async () => {
    library.block();
    let hangs = true;
    const hanging = sendSuccess().finally(() => {
      hangs = false;
    });
    await until(() => library.count() === 1);
    await connection.ctm.openLibrary(libraryPath('forwarding'), functionNames);
    expect(hangs).toBe(true);
    library.unblock();
    await hanging;
  });

  it('does not delay the other families', async () => {
    library.block();
    let hangs = true;
    const hanging = sendSuccess().finally(() => {
      hangs = false;
    });
    await until(() => library.count() === 1);
    await connection.syncmgr.enumerateHandlers();
    expect(hangs).toBe(true);
    library.unblock();
    await hanging;
  });

  it('is rejected within a second when the connection closes', async () => {
    library.block();
    const hanging = sendSuccess();
    const outcome = expect(hanging).rejects.toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: 'SendNotifySuccessToCTM',
    });
    await until(() => library.count() === 1);
    const start = performance.now();
    await connection.close();
    expect(performance.now() - start).toBeLessThan(1000);
    await outcome;
  });

  it('shares the deadline of a closing connection with nineteen others', async () => {
    const notifiers = await Promise.all(
      Array.from({ length: 20 }, () => connection.ctm.openLibrary(library.path, functionNames)),
    );
    library.block();
    const outcomes = Promise.allSettled(notifiers.map((each) => sendSuccess(each)));
    await until(() => library.count() === 20);
    const start = performance.now();
    await connection.close();
    // One deadline is half a second; separate ones would add up to ten seconds.
    expect(performance.now() - start).toBeLessThan(5000);
    expect(new Set((await outcomes).map(({ status }) => status))).toEqual(new Set(['rejected']));
  });

  it('does not delay the close of its notifier by more than a second', async () => {
    library.block();
    const hanging = sendSuccess();
    await until(() => library.count() === 1);
    const start = performance.now();
    await notifier.close();
    expect(performance.now() - start).toBeLessThan(1000);
    library.unblock();
    await hanging;
    await expect(sendSuccess()).rejects.toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  });

  it('keeps its library loaded until it returns, even after the close', async () => {
    const path = libraryPath('forwarding');
    const verbs = await connection.ctm.openLibrary(path, functionNames);
    library.block();
    const outcome = expect(sendSuccess(verbs)).rejects.toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    await until(() => library.count() === 1);
    await connection.close();
    await outcome;
    expect(isLoaded(path)).toBe(true);
    library.unblock();
    await until(() => !isLoaded(path));
  });
});

describe('a closed connection', () => {
  it('refuses to open a library and to notify', async () => {
    await connection.close();
    await expect(connection.ctm.openLibrary(library.path, functionNames)).rejects.toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: 'LoadLibraryExW',
    });
    await expect(sendError()).rejects.toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(library.count()).toBe(0);
  });
});

describe('invalid arguments', () => {
  it('throw instead of crashing', () => {
    expect(() => Reflect.apply(notifier.sendSuccess, notifier, [])).toThrow();
    expect(() => Reflect.apply(notifier.sendError, notifier, ['e', id, 'd', 'code', 'message'])).toThrow();
    expect(() => Reflect.apply(connection.ctm.openLibrary, connection.ctm, [library.path])).toThrow();
    expect(library.count()).toBe(0);
  });
});
