import { describe, expect, it } from 'vitest';
import { hresults } from '../../lib/com/hresult.js';
import { createEmulation, progressItemSize, type SynchronizeCallbackObject } from '../../lib/emulation.js';
import { all, first, clsid as handlerClass, openMachine, rawHandler } from './syncmgr/support.js';
import { eventsOf, host, clsid as providerClass, source } from './winsync/support.js';

const item = {
  size: progressItemSize,
  mask: 4,
  statusText: null,
  statusType: 0,
  progressValue: 1,
  maximumValue: 0,
};

/** The code of the error that a method throws for values that its types exclude; null if it accepts them. */
function codeOf(target: object, method: string, values: readonly unknown[]): unknown {
  try {
    Reflect.apply(Reflect.get(target, method), target, values);
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
}

describe('a callback of the emulation', () => {
  it.each([
    ['progress', [first, { ...item, progressValue: 0n }], 'ERR_INVALID_ARG_TYPE'],
    ['progress', [first, { ...item, maximumValue: 'many' }], 'ERR_INVALID_ARG_TYPE'],
    ['progress', [first, { ...item, statusType: 0.5 }], 'ERR_OUT_OF_RANGE'],
    ['progress', [first, { ...item, statusText: 5 }], 'ERR_INVALID_ARG_TYPE'],
    ['progress', [first, 'item'], 'ERR_INVALID_ARG_TYPE'],
    ['progress', ['one', item], 'ERR_INVALID_ARG_VALUE'],
    ['logError', [0n, 'text', null], 'ERR_INVALID_ARG_TYPE'],
    ['synchronizeCompleted', [0n], 'ERR_INVALID_ARG_TYPE'],
    ['synchronizeCompleted', ['done'], 'ERR_INVALID_ARG_TYPE'],
    ['prepareForSyncCompleted', [Number.NaN], 'ERR_OUT_OF_RANGE'],
  ])('of Sync Manager throws to the caller of %s(%o) and delivers nothing', async (method, values, code) => {
    const { emulation, connection } = await openMachine();
    let callback: SynchronizeCallbackObject | null = null;
    let thrown: unknown;
    emulation.syncmgr.registerClass({
      clsid: handlerClass,
      description: 'Raw',
      create: () =>
        rawHandler({
          setProgressCallback(given) {
            callback = given;
            return hresults.S_OK;
          },
          prepareForSync: () => callback?.prepareForSyncCompleted(hresults.S_OK) ?? hresults.E_UNEXPECTED,
          synchronize() {
            if (callback === null) return hresults.E_UNEXPECTED;
            thrown = codeOf(callback, method, values);
            return callback.synchronizeCompleted(hresults.S_OK);
          },
        }),
    });
    const handler = await connection.syncmgr.openHandler(handlerClass);
    const events = await all(handler.synchronize());
    expect(thrown).toBe(code);
    expect(events).toMatchObject([{ type: 'completed', succeeded: true }]);
  });

  it.each([
    ['onProgress', [0n, 0, 1, 2], 'ERR_INVALID_ARG_TYPE'],
    ['onProgress', ['source', 0, 1, 2], 'ERR_INVALID_ARG_TYPE'],
    ['onProgress', [0, 0, -1, 2], 'ERR_OUT_OF_RANGE'],
    ['onChangeApplied', ['1', 0], 'ERR_INVALID_ARG_TYPE'],
    ['onChangeFailed', [0, 0n], 'ERR_INVALID_ARG_TYPE'],
    ['onChange', ['change'], 'ERR_INVALID_ARG_TYPE'],
    ['onRecoverableError', [{ hresult: 'E_FAIL' }], 'ERR_INVALID_ARG_TYPE'],
  ])('of Windows Sync throws to the caller of %s(%o) and delivers nothing', async (method, values, code) => {
    const hosted = await host();
    let thrown: unknown;
    hosted.winsync.registerProvider({
      clsid: providerClass,
      beginSession: ({ callback }) => {
        thrown = codeOf(callback, method, values);
      },
    });
    const provider = await hosted.session.openProvider(providerClass, source);
    await provider.beginSession();
    await hosted.clock.runAllAsync();
    expect(thrown).toBe(code);
    expect([...eventsOf(hosted, 'progress'), ...eventsOf(hosted, 'change')]).toEqual([]);
  });
});

describe('a scripted file', () => {
  it.each<[object, string]>([
    [{ lastModified: 'yesterday' }, 'ERR_INVALID_ARG_TYPE'],
    [{ lastModified: new Date(Number.NaN) }, 'ERR_OUT_OF_RANGE'],
    [{ entityTag: 5 }, 'ERR_INVALID_ARG_TYPE'],
    [{ content: 'text' }, 'ERR_INVALID_ARG_TYPE'],
    [{ chunked: 'yes' }, 'ERR_INVALID_ARG_TYPE'],
    [{ redirect: 0n }, 'ERR_INVALID_ARG_TYPE'],
    [{ faults: new Array(1) }, 'ERR_INVALID_ARG_TYPE'],
    [{ faults: [{ at: 0, kind: 'explode' }] }, 'ERR_INVALID_ARG_VALUE'],
    [{ size: 2n ** 63n }, 'ERR_OUT_OF_RANGE'],
    [{ size: 1, content: new Uint8Array(1) }, 'ERR_INCOMPATIBLE_OPTION_PAIR'],
  ])('with %o is refused, and the URL stays as it was', (options, code) => {
    const { network } = createEmulation();
    expect(codeOf(network, 'serve', ['http://files.example/a', options])).toBe(code);
    expect(network.read('http://files.example/a')).toBeUndefined();
  });
});
