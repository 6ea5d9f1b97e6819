import { describe, expect, it } from 'vitest';
import { createEmulation, type EmulatedLibraryOptions } from '../../../lib/emulation.js';
import { connect } from '../../../lib/index.js';
import { gate } from '../../ctm/gate.js';
import { caught } from '../../support/caught.js';
import { names } from './support.js';

const path = 'C:\\Provider\\notify.dll';
const id = '{89F7454D-71F7-4F05-8276-FADC8B85F48D}';

async function openLibrary(options?: EmulatedLibraryOptions) {
  const emulation = createEmulation();
  const library = emulation.ctm.addLibrary(path, options);
  const backend = emulation.openBackend();
  return { library, backend, notifier: await backend.ctm.openLibrary(path, names) };
}

describe('an emulated notification library', () => {
  it('records a progress notification as it was sent', async () => {
    const { library, notifier } = await openLibrary();
    await notifier.sendProgress('DownloadingData', 'end\u{1F600}point', id, '', '18446744073709551615', '7', 3, 1);
    expect(library.calls).toEqual([
      {
        function: 'SendNotifyProgressToCTM',
        progressType: 'DownloadingData',
        endpoint: 'end\u{1F600}point',
        id,
        clientData: '',
        bytesTotal: '18446744073709551615',
        bytesTransferred: '7',
        filesTotal: 3,
        filesTransferred: 1,
      },
    ]);
  });

  it('distinguishes NULL and empty progress types', async () => {
    const { library, notifier } = await openLibrary();
    await notifier.sendProgress(null, 'e', id, 'd', '0', '0', 0, 0);
    await notifier.sendProgress('', 'e', id, 'd', '0', '0', 0, 0);
    expect(library.calls).toMatchObject([{ progressType: null }, { progressType: '' }]);
  });

  it('records a success notification as it was sent', async () => {
    const { library, notifier } = await openLibrary();
    await notifier.sendSuccess('e', id, 'd', '10', '10', 2, 2);
    expect(library.calls).toEqual([
      {
        function: 'SendNotifySuccessToCTM',
        endpoint: 'e',
        id,
        clientData: 'd',
        bytesTotal: '10',
        bytesTransferred: '10',
        filesTotal: 2,
        filesTransferred: 2,
      },
    ]);
  });

  it('records an error notification as it was sent', async () => {
    const { library, notifier } = await openLibrary();
    await notifier.sendError('e', id, 'd', 0x80070002, 'gone');
    expect(library.calls).toEqual([
      { function: 'SendNotifyErrorToCTM', endpoint: 'e', id, clientData: 'd', hresult: 0x80070002, message: 'gone' },
    ]);
  });

  it.each([0x80070005, 1])('rejects a call for which it returns %i instead of S_OK', async (hresult) => {
    const { notifier } = await openLibrary({ hresult });
    expect(await caught(notifier.sendSuccess('e', id, 'd', '0', '0', 0, 0))).toMatchObject({
      hresult,
      operation: 'SendNotifySuccessToCTM',
    });
  });

  it('can return a result for each call', async () => {
    const { library, notifier } = await openLibrary({
      hresult: (call) => (call.function === 'SendNotifyErrorToCTM' ? 0x80004005 : 0),
    });
    await notifier.sendSuccess('e', id, 'd', '0', '0', 0, 0);
    expect(await caught(notifier.sendError('e', id, 'd', 1, ''))).toMatchObject({ code: 'E_FAIL' });
    expect(library.calls).toHaveLength(2);
  });

  it('is found regardless of case and separators', async () => {
    const { backend } = await openLibrary();
    await expect(backend.ctm.openLibrary('c:/provider/NOTIFY.DLL', names)).resolves.toBeDefined();
  });

  it('is found by its own path with dots and repeated separators', async () => {
    const emulation = createEmulation();
    const library = emulation.ctm.addLibrary('C:\\Provider\\..\\Other\\\\notify.dll');
    const connection = await connect({ backend: emulation });
    await expect(connection.ctm.openNotifier({ library: library.path })).resolves.toBeDefined();
  });

  it.each([Number.NaN, 2 ** 32, 'S_OK', undefined])(
    'rejects a call for which its function returns %s, which is not an HRESULT',
    async (result) => {
      const emulation = createEmulation();
      Reflect.apply(emulation.ctm.addLibrary, emulation.ctm, [path, { hresult: () => result }]);
      const notifier = await emulation.openBackend().ctm.openLibrary(path, names);
      const error = await caught(notifier.sendSuccess('e', id, 'd', '0', '0', 0, 0));
      expect(error instanceof TypeError || error instanceof RangeError).toBe(true);
    },
  );

  it('receives the calls of a notifier one after the other, as a thread makes them', async () => {
    const held = gate();
    const { library, notifier } = await openLibrary({ hresult: () => held.promise.then(() => 0) });
    const sent = [
      notifier.sendProgress(null, 'e', id, 'd', '0', '0', 0, 0),
      notifier.sendSuccess('e', id, 'd', '0', '0', 0, 0),
    ];
    await held.passed();
    expect(library.calls).toHaveLength(1);
    const closing = notifier.close();
    held.open();
    await closing;
    expect(library.calls).toHaveLength(2);
    await Promise.all(sent);
  });

  it('can export the functions under other names', async () => {
    const emulation = createEmulation();
    emulation.ctm.addLibrary(path, { exports: ['p', 's', 'e'] });
    const exports = { progress: 'p', success: 's', error: 'e' };
    await expect(emulation.openBackend().ctm.openLibrary(path, exports)).resolves.toBeDefined();
  });

  it.each<[string, EmulatedLibraryOptions, typeof RangeError | typeof TypeError]>([
    ['an export that is not a name', { exports: ['a\0b'] }, RangeError],
    ['a result that is not an HRESULT', { hresult: 2 ** 32 }, RangeError],
  ])('cannot be created with %s', (_, options, error) => {
    expect(() => createEmulation().ctm.addLibrary(path, options)).toThrow(error);
  });
});

describe('a library that cannot be opened', () => {
  const open = (options?: EmulatedLibraryOptions) => caught(openLibrary(options));

  it('is rejected with ERROR_MOD_NOT_FOUND if it does not exist', async () => {
    const { ctm } = createEmulation().openBackend();
    expect(await caught(ctm.openLibrary(path, names))).toMatchObject({
      code: 'ERROR_MOD_NOT_FOUND',
      operation: 'LoadLibraryExW',
    });
  });

  it('is rejected with ERROR_PROC_NOT_FOUND without one of the exports, and the error lists the existing ones', async () => {
    expect(await open({ exports: [names.progress, names.error] })).toMatchObject({
      code: 'ERROR_PROC_NOT_FOUND',
      operation: 'GetProcAddress',
      context: `${path} exports ${names.progress}, ${names.error}, and lacks ${names.success}`,
    });
  });

  it('is rejected with ERROR_BAD_EXE_FORMAT for another architecture, which the error names', async () => {
    expect(await open({ architecture: 'ia32' })).toMatchObject({
      code: 'ERROR_BAD_EXE_FORMAT',
      operation: 'LoadLibraryExW',
      context: `${path} is built for ia32, and this process is x64`,
    });
  });

  it('is rejected with ERROR_BAD_EXE_FORMAT if it is not a library', async () => {
    expect(await open({ architecture: null })).toMatchObject({
      code: 'ERROR_BAD_EXE_FORMAT',
      context: `${path} is not a library`,
    });
  });
});

describe('a closed notifier', () => {
  it('rejects with RPC_E_DISCONNECTED and sends nothing', async () => {
    const { library, notifier } = await openLibrary();
    await notifier.close();
    const calls: [string, Promise<void>][] = [
      [names.progress, notifier.sendProgress(null, 'e', id, 'd', '0', '0', 0, 0)],
      [names.success, notifier.sendSuccess('e', id, 'd', '0', '0', 0, 0)],
      [names.error, notifier.sendError('e', id, 'd', 1, '')],
    ];
    for (const [operation, call] of calls) {
      expect(await caught(call)).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation });
    }
    expect(library.calls).toEqual([]);
  });

  it('rejects with RPC_E_DISCONNECTED when its connection is closed', async () => {
    const { backend, library, notifier } = await openLibrary();
    await backend.close();
    expect(await caught(notifier.sendSuccess('e', id, 'd', '0', '0', 0, 0))).toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: names.success,
    });
    expect(library.calls).toEqual([]);
  });

  it('does not make the calls that wait for a hanging one after its connection is closed', async () => {
    const held = gate();
    const { backend, library, notifier } = await openLibrary({ hresult: () => held.promise.then(() => 0) });
    const sent = [1, 2].map(() => caught(notifier.sendSuccess('e', id, 'd', '0', '0', 0, 0)));
    await held.passed();
    await backend.close();
    held.open();
    expect(await Promise.all(sent)).toMatchObject([{ code: 'RPC_E_DISCONNECTED' }, { code: 'RPC_E_DISCONNECTED' }]);
    await held.passed();
    expect(library.calls).toHaveLength(1);
  });

  it('rejects a hanging call with RPC_E_DISCONNECTED when its connection is closed', async () => {
    const { backend, notifier } = await openLibrary({ hresult: () => new Promise(() => {}) });
    const pending = notifier.sendSuccess('e', id, 'd', '0', '0', 0, 0);
    await backend.close();
    expect(await caught(pending)).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  });
});
