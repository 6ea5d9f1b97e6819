import { beforeEach, describe, expect, it } from 'vitest';
import { Calls } from '../../lib/com/calls.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { ContentTransfer } from '../../lib/ctm/content-transfer.js';
import { FakeClock } from '../bits/fake-clock.js';
import { caught } from '../support/caught.js';
import { FakeContentTransfer } from './fake-notifier.js';

const library = 'C:\\Provider\\notify.dll';
let calls: Calls;
let verbs: FakeContentTransfer;
let ctm: ContentTransfer;

beforeEach(() => {
  calls = new Calls();
  verbs = new FakeContentTransfer();
  ctm = new ContentTransfer(calls, new FakeClock(), verbs);
});

/** Opens with arguments of any type, as an untyped program. */
function open(options: unknown): Promise<unknown> {
  return Reflect.apply(ctm.openNotifier, ctm, [options]);
}

describe('openNotifier()', () => {
  it('binds the documented names by default', async () => {
    await ctm.openNotifier({ library });
    expect(verbs.opened).toEqual([
      {
        path: library,
        exports: {
          progress: 'SendNotifyProgressToCTM',
          success: 'SendNotifySuccessToCTM',
          error: 'SendNotifyErrorToCTM',
        },
      },
    ]);
  });

  it('binds other names from its options', async () => {
    await ctm.openNotifier({ library, exports: { error: '_TellError@20' } });
    expect(verbs.opened[0]?.exports).toEqual({
      progress: 'SendNotifyProgressToCTM',
      success: 'SendNotifySuccessToCTM',
      error: '_TellError@20',
    });
  });

  it('returns a notifier with the path of the library', async () => {
    const notifier = await ctm.openNotifier({ library: 'C:/Provider/notify.dll' });
    expect(notifier.library).toBe(library);
  });

  it('rejects with the error of the library and its context', async () => {
    verbs.refusal = new HResultError(hresults.ERROR_PROC_NOT_FOUND, 'GetProcAddress', 'lacks SendNotifyErrorToCTM');
    expect(await caught(ctm.openNotifier({ library }))).toMatchObject({
      code: 'ERROR_PROC_NOT_FOUND',
      operation: 'GetProcAddress',
      context: 'lacks SendNotifyErrorToCTM',
    });
  });

  it('rejects once the connection is closed', async () => {
    calls.close();
    expect(await caught(ctm.openNotifier({ library }))).toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: 'LoadLibraryExW',
    });
    expect(verbs.opened).toEqual([]);
  });

  it.each([
    ['missing options', undefined, TypeError],
    ['options that are not an object', library, TypeError],
    ['a relative path', { library: 'notify.dll' }, RangeError],
    ['a path on a share', { library: '\\\\server\\share\\notify.dll' }, RangeError],
    ['a device path', { library: '\\\\?\\C:\\notify.dll' }, RangeError],
    ['exports that are not an object', { library, exports: 'SendNotifyErrorToCTM' }, TypeError],
    ['an export that is not a text', { library, exports: { progress: 1 } }, TypeError],
    ['an export that is null', { library, exports: { success: null } }, TypeError],
    ['an empty export', { library, exports: { success: '' } }, RangeError],
    ['an export with a NUL', { library, exports: { error: 'Send\0' } }, RangeError],
    ['an export beyond ASCII', { library, exports: { error: 'Größe' } }, RangeError],
    ['a string for allowPartialSuccess', { library, allowPartialSuccess: 'yes' }, TypeError],
  ])('rejects %s before a library is loaded', async (_, options, kind) => {
    expect(await caught(open(options))).toBeInstanceOf(kind);
    expect(verbs.opened).toEqual([]);
  });
});
