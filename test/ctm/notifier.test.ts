import { beforeEach, describe, expect, it } from 'vitest';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { address, World } from './world.js';

let world: World;

beforeEach(() => {
  world = new World();
});

const half = { bytesTotal: 1000n, bytesTransferred: 500n, filesTotal: 2, filesTransferred: 1 } as const;
const all = { bytesTotal: 1000n, bytesTransferred: 1000n, filesTotal: 2, filesTransferred: 2 } as const;
const failure = { hresult: hresults.E_FAIL, message: 'The server is gone.' } as const;

describe('progress', () => {
  it('is sent with its parameters in the documented order', async () => {
    await world.notifier.notifyProgress({ ...address, ...half, progressType: 'DownloadingData' });
    expect(world.library.sent).toEqual([
      {
        verb: 'sendProgress',
        values: ['DownloadingData', address.endpoint, address.id, address.clientData, '1000', '500', 2, 1],
      },
    ]);
  });

  it.each([
    ['left out', {}, null],
    ['undefined', { progressType: undefined }, null],
    ['null', { progressType: null }, null],
    ['empty', { progressType: '' as const }, ''],
  ])('distinguishes NULL from empty text: a progress type that is %s', async (_, type, sent) => {
    await world.notifier.notifyProgress({ ...address, ...half, ...type });
    expect(world.library.sent[0]?.values[0]).toBe(sent);
  });

  it('has counts above 2^53 exactly, in decimal', async () => {
    const bytesTotal = 2n ** 64n - 1n;
    await world.notifier.notifyProgress({ ...address, ...half, bytesTotal, bytesTransferred: 2n ** 53n + 1n });
    expect(world.library.sent[0]?.values.slice(4, 6)).toEqual(['18446744073709551615', '9007199254740993']);
  });

  it('has the id in braces and upper case', async () => {
    await world.notifier.notifyProgress({ ...address, ...half, id: '11111111-2222-3333-4444-5555aaaabbbb' });
    expect(world.library.sent[0]?.values[2]).toBe('{11111111-2222-3333-4444-5555AAAABBBB}');
  });

  it('can have transferred bytes while the total is unknown', async () => {
    await world.notifier.notifyProgress({ ...address, ...half, bytesTotal: 0n, filesTotal: 0 });
    expect(world.library.sent[0]?.values.slice(4)).toEqual(['0', '500', 0, 1]);
  });

  it('keeps a total known although its notification failed', async () => {
    world.library.answers.push(new HResultError(hresults.E_FAIL, 'SendNotifyProgressToCTM'));
    await caught(world.notifier.notifyProgress({ ...address, ...half }));
    const unknown = world.notifier.notifyProgress({ ...address, ...half, bytesTotal: 0n });
    expect(await caught(unknown)).toBeInstanceOf(RangeError);
  });

  it('does not keep a total from a refused notification', async () => {
    await caught(world.notifier.notifyProgress({ ...address, ...half, filesTransferred: 3 }));
    await world.notifier.notifyProgress({ ...address, ...half, bytesTotal: 0n });
    expect(world.library.sent).toHaveLength(1);
  });

  it('can change a known total to another', async () => {
    await world.notifier.notifyProgress({ ...address, ...half });
    await world.notifier.notifyProgress({ ...address, ...half, bytesTotal: 700n });
    expect(world.library.sent).toHaveLength(2);
  });
});

describe('success', () => {
  it('is sent with its parameters in the documented order', async () => {
    await world.notifier.notifySuccess({ ...address, ...all });
    expect(world.library.sent).toEqual([
      {
        verb: 'sendSuccess',
        values: [address.endpoint, address.id, address.clientData, '1000', '1000', 2, 2],
      },
    ]);
  });

  it('can be that of an empty content', async () => {
    const nothing = { bytesTotal: 0n, bytesTransferred: 0n, filesTotal: 0, filesTransferred: 0 };
    await world.notifier.notifySuccess({ ...address, ...nothing });
    expect(world.library.sent).toHaveLength(1);
  });

  it.each([
    ['bytes', { bytesTransferred: 999n }],
    ['files', { filesTransferred: 1 }],
  ])('is rejected while not all %s are transferred', async (_, less) => {
    expect(await caught(world.notifier.notifySuccess({ ...address, ...all, ...less }))).toBeInstanceOf(RangeError);
    expect(world.library.sent).toEqual([]);
  });

  it('has the rule in its error when it is rejected', async () => {
    const error = await caught(world.notifier.notifySuccess({ ...address, ...half }));
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain('should equal the total');
  });

  it('is rejected with a total of 0 that was known before', async () => {
    await world.notifier.notifyProgress({ ...address, ...half });
    const nothing = { bytesTotal: 0n, bytesTransferred: 0n, filesTotal: 0, filesTransferred: 0 };
    expect(await caught(world.notifier.notifySuccess({ ...address, ...nothing }))).toBeInstanceOf(RangeError);
    expect(world.library.sent).toHaveLength(1);
  });

  it('discards the totals only when it is accepted', async () => {
    await world.notifier.notifyProgress({ ...address, ...half });
    world.library.answers.push(new HResultError(hresults.E_FAIL, 'SendNotifySuccessToCTM'));
    await caught(world.notifier.notifySuccess({ ...address, ...all }));
    const unknown = world.notifier.notifyProgress({ ...address, ...half, bytesTotal: 0n });
    expect(await caught(unknown)).toBeInstanceOf(RangeError);
  });
});

describe('an error', () => {
  it('is sent with its parameters in the documented order', async () => {
    await world.notifier.notifyError({ ...address, ...failure });
    expect(world.library.sent).toEqual([
      {
        verb: 'sendError',
        values: [address.endpoint, address.id, address.clientData, hresults.E_FAIL, 'The server is gone.'],
      },
    ]);
  });

  it('accepts a signed code as the unsigned one', async () => {
    await world.notifier.notifyError({ ...address, ...failure, hresult: -2147467259 });
    expect(world.library.sent[0]?.values[3]).toBe(hresults.E_FAIL);
  });

  it('can have an empty message', async () => {
    await world.notifier.notifyError({ ...address, ...failure, message: '' });
    expect(world.library.sent[0]?.values[4]).toBe('');
  });

  it.each([[hresults.S_OK], [hresults.S_FALSE]])('rejects an invalid code: %i', async (hresult) => {
    expect(await caught(world.notifier.notifyError({ ...address, ...failure, hresult }))).toBeInstanceOf(RangeError);
    expect(world.library.sent).toEqual([]);
  });
});

describe('the end of a job', () => {
  it.each(['notifySuccess', 'notifyError'] as const)('discards its totals: %s', async (end) => {
    await world.notifier.notifyProgress({ ...address, ...half });
    await world.notifier[end]({ ...address, ...all, ...failure });
    await world.notifier.notifyProgress({ ...address, ...half, bytesTotal: 0n, filesTotal: 0 });
    expect(world.library.sent).toHaveLength(3);
  });
});

describe('a notifier', () => {
  it.each([
    ['notifyProgress', 'SendNotifyProgressToCTM'],
    ['notifySuccess', 'SendNotifySuccessToCTM'],
    ['notifyError', 'SendNotifyErrorToCTM'],
  ] as const)('rejects %s once the connection is closed', async (verb, operation) => {
    world.calls.close();
    const notification = { ...address, ...all, ...failure };
    expect(await caught(world.notifier[verb](notification))).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation });
    expect(world.library.sent).toEqual([]);
  });

  it('releases the library once, however often it is closed', async () => {
    await Promise.all([world.notifier.close(), world.notifier.close(), world.notifier[Symbol.asyncDispose]()]);
    expect(world.library.closes).toBe(1);
  });

  it('can be closed after the connection', async () => {
    world.calls.close();
    await world.notifier.close();
    expect(world.library.closes).toBe(0);
  });

  it('can be closed while the connection closes', async () => {
    world.library.closeError = new HResultError(hresults.RPC_E_DISCONNECTED, 'FreeLibrary');
    await world.notifier.close();
    expect(world.library.closes).toBe(1);
  });
});
