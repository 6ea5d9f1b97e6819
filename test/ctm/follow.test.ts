import { beforeEach, describe, expect, it } from 'vitest';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import type { ContentTransferSource, ContentTransferSourceSnapshot } from '../../lib/ctm/follow.js';
import { settled } from '../bits/fake-clock.js';
import { caught } from '../support/caught.js';
import { gate } from './gate.js';
import { World } from './world.js';

let world: World;

beforeEach(() => {
  world = new World();
});

function snapshot(
  state: string,
  bytesTransferred: bigint,
  given?: Partial<ContentTransferSourceSnapshot>,
): ContentTransferSourceSnapshot {
  return { state, bytesTransferred, bytesTotal: 1000n, filesTransferred: 0, filesTotal: 1, error: null, ...given };
}

const transferred = snapshot('transferred', 1000n, { filesTransferred: 1 });

/** A transfer that yields these snapshots in order. Errors among them are thrown. */
function transfer(...shown: (ContentTransferSourceSnapshot | Error)[]): ContentTransferSource {
  return {
    async *watch() {
      for (const next of shown) {
        if (next instanceof Error) throw next;
        yield next;
      }
    },
  };
}

describe('following a transfer', () => {
  it('reports progress as bytes arrive and success at the end', async () => {
    const result = await world
      .job()
      .follow(
        transfer(
          snapshot('queued', 0n, { bytesTotal: null }),
          snapshot('connecting', 0n, { bytesTotal: null }),
          snapshot('transferring', 10n),
          snapshot('transferring', 50n),
          snapshot('transferring', 600n),
          transferred,
        ),
      );
    expect(result).toEqual({ outcome: 'success', error: null });
    expect(world.reported).toEqual([
      ['progress', 'DownloadingData', '1000', '10', 1, 0],
      ['progress', null, '1000', '600', 1, 0],
      ['progress', null, '1000', '1000', 1, 1],
      ['success', '1000', '1000', 1, 1],
    ]);
  });

  it('continues through suspension and transient errors, which are not failures', async () => {
    const gone = { hresult: hresults.RPC_S_SERVER_UNAVAILABLE, message: 'gone' };
    await world
      .job()
      .follow(
        transfer(
          snapshot('transferring', 10n),
          snapshot('suspended', 10n),
          snapshot('transientError', 10n, { error: gone }),
          snapshot('transferring', 20n),
          transferred,
        ),
      );
    expect(world.reported.map(([word, type]) => (word === 'progress' ? type : word))).toEqual([
      'DownloadingData',
      null,
      'success',
    ]);
  });

  it('reports the error of a transfer that fails, with its code and its message', async () => {
    const error = new HResultError(0x80190194, 'IBackgroundCopyError.GetError', 'remoteFile');
    const result = await world.job().follow(transfer(snapshot('error', 10n, { error })));
    expect(result).toEqual({ outcome: 'error', error: { hresult: 0x80190194, message: error.message } });
    expect(world.reported.at(-1)).toEqual(['error', 0x80190194, error.message]);
  });

  it('reports a cancelled transfer as ERROR_CANCELLED', async () => {
    const result = await world.job().follow(transfer(snapshot('canceled', 10n)));
    expect(result).toMatchObject({ outcome: 'error', error: { hresult: 0x800704c7 } });
    expect(world.reported.at(-1)?.slice(0, 2)).toEqual(['error', 0x800704c7]);
  });

  it('reports E_FAIL if a failed transfer has no error', async () => {
    await world.job().follow(transfer(snapshot('error', 10n)));
    expect(world.reported.at(-1)?.slice(0, 2)).toEqual(['error', hresults.E_FAIL]);
  });

  it('reports the transferred bytes as the total if no total became known', async () => {
    await world.job().follow(transfer({ ...transferred, bytesTotal: null }));
    expect(world.reported.at(-1)).toEqual(['success', '1000', '1000', 1, 1]);
  });

  it('sends no progress if progress is not requested', async () => {
    await world.job({ wantsProgress: false }).follow(transfer(snapshot('transferring', 500n), transferred));
    expect(world.reported).toEqual([['success', '1000', '1000', 1, 1]]);
  });

  it('rejects when success cannot be reported', async () => {
    world.library.answers.push(new HResultError(hresults.E_FAIL, 'SendNotifySuccessToCTM'));
    const following = world.job({ retries: 0, wantsProgress: false }).follow(transfer(transferred));
    expect(await caught(following)).toMatchObject({ operation: 'SendNotifySuccessToCTM' });
    expect(world.reported).toHaveLength(1);
  });
});

describe('the error of a transfer', () => {
  it('is reported with its HRESULT, without the NUL characters of its message', async () => {
    const error = { hresult: hresults.E_ACCESSDENIED, message: 'access\0denied' };
    expect(await world.job().follow(transfer(snapshot('error', 1n, { error })))).toMatchObject({ outcome: 'error' });
    expect(world.reported.at(-1)).toEqual(['error', hresults.E_ACCESSDENIED, 'accessdenied']);
  });
});

describe('completing a transfer', () => {
  it('precedes the report of success', async () => {
    const complete = async () => {
      await settled();
      expect(world.reported).toEqual([]);
    };
    await world.job({ wantsProgress: false }).follow(transfer(transferred), { complete });
    expect(world.reported).toHaveLength(1);
  });

  it('is skipped when another program has completed it', async () => {
    const complete = () => expect.unreachable('it is complete already');
    await world.job().follow(transfer({ ...transferred, state: 'acknowledged' }), { complete });
    expect(world.reported.at(-1)?.[0]).toBe('success');
  });

  it('is skipped when the transfer fails', async () => {
    const complete = () => expect.unreachable('there is nothing to complete');
    await world.job().follow(transfer(snapshot('error', 1n)), { complete });
    expect(world.reported.at(-1)?.[0]).toBe('error');
  });

  it('is reported as the error of the job when it fails, and rejects', async () => {
    const error = new HResultError(hresults.E_ACCESSDENIED, 'IBackgroundCopyJob.Complete');
    const following = world.job().follow(transfer(transferred), { complete: () => Promise.reject(error) });
    expect(await caught(following)).toBe(error);
    expect(world.reported.at(-1)).toEqual(['error', hresults.E_ACCESSDENIED, error.message]);
  });
});

describe('a transfer that cannot be followed', () => {
  it('is reported as the error of the job, and rejects', async () => {
    const error = new HResultError(hresults.RPC_S_SERVER_UNAVAILABLE, 'IBackgroundCopyJob.GetState');
    const following = world.job().follow(transfer(snapshot('transferring', 1n), error));
    expect(await caught(following)).toBe(error);
    expect(world.reported.at(-1)).toEqual(['error', hresults.RPC_S_SERVER_UNAVAILABLE, error.message]);
  });

  it('is reported as E_FAIL when the thrown value has no HRESULT', async () => {
    const error = new Error('out of luck');
    expect(await caught(world.job().follow(transfer(error)))).toBe(error);
    expect(world.reported).toEqual([['error', hresults.E_FAIL, 'out of luck']]);
  });

  it('is reported when its snapshots end before the transfer', async () => {
    const following = world.job().follow(transfer(snapshot('transferring', 1n)));
    expect(await caught(following)).toBeInstanceOf(Error);
    expect(world.reported.at(-1)?.slice(0, 2)).toEqual(['error', hresults.E_FAIL]);
  });

  it('is reported when its counts are invalid', async () => {
    const following = world.job().follow(transfer(snapshot('transferring', 1001n)));
    expect(await caught(following)).toBeInstanceOf(RangeError);
    expect(world.reported.map(([word]) => word)).toEqual(['error']);
  });

  it('is reported when it ends with less than the total', async () => {
    const following = world.job().follow(transfer({ ...transferred, bytesTransferred: 999n }));
    expect(await caught(following)).toBeInstanceOf(RangeError);
    expect(world.reported.at(-1)?.[0]).toBe('error');
  });

  it.each([
    ['nothing', undefined, undefined],
    ['an object without watch()', {}, undefined],
    ['a signal that is not an AbortSignal', transfer(transferred), { signal: true }],
    ['a complete that is not a function', transfer(transferred), { complete: true }],
  ])('is rejected with a TypeError, and nothing is reported: %s', async (_, followed, options) => {
    const job = world.job();
    expect(await caught(Reflect.apply(job.follow, job, [followed, options]))).toBeInstanceOf(TypeError);
    expect(job.ended).toBe(false);
    expect(world.reported).toEqual([]);
  });
});

describe('the signal of followTransfer()', () => {
  it('is passed to the watch of the transfer', async () => {
    const { signal } = new AbortController();
    const given: unknown[] = [];
    const { watch } = transfer(transferred);
    await world.job().follow(
      {
        watch(options) {
          given.push(options);
          return watch();
        },
      },
      { signal },
    );
    expect(given).toEqual([{ signal }]);
  });

  it('ends following without a final report, and the transfer can be followed again', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const job = world.job();
    const following = job.follow(
      {
        async *watch() {
          yield snapshot('transferring', 10n);
          controller.abort(reason);
          controller.signal.throwIfAborted();
        },
      },
      { signal: controller.signal },
    );
    expect(await caught(following)).toBe(reason);
    expect(job.ended).toBe(false);
    await job.follow(transfer(transferred));
    expect(world.reported.map(([word]) => word)).toEqual(['progress', 'progress', 'success']);
  });

  it('that is aborted before begins nothing', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    const watch = () => expect.unreachable('nothing is to be watched');
    expect(await caught(world.job().follow({ watch }, { signal }))).toBe(signal.reason);
    expect(world.reported).toEqual([]);
  });

  it('rejects at once while a report hangs in the library, and the transfer can be followed again', async () => {
    const hanging = gate();
    world.library.gate = hanging.promise;
    const controller = new AbortController();
    const job = world.job();
    const following = caught(job.follow(transfer(snapshot('transferring', 500n), transferred), controller));
    await hanging.passed();
    controller.abort(new Error('enough'));
    expect(await following).toBe(controller.signal.reason);
    hanging.open();
    await job.follow(transfer(transferred));
    expect(world.reported.map(([word]) => word)).toEqual(['progress', 'progress', 'success']);
  });

  it('rejects at once while complete() runs, without a final report', async () => {
    const completing = gate();
    const controller = new AbortController();
    const job = world.job({ wantsProgress: false });
    const options = { signal: controller.signal, complete: () => completing.promise };
    const following = caught(job.follow(transfer(transferred), options));
    await completing.passed();
    controller.abort(new Error('enough'));
    expect(await following).toBe(controller.signal.reason);
    completing.open();
    await completing.passed();
    expect(world.reported).toEqual([]);
    expect(job.ended).toBe(false);
  });

  it('rejects at once while the final report hangs, which is sent nevertheless', async () => {
    const hanging = gate();
    world.library.gate = hanging.promise;
    const controller = new AbortController();
    const job = world.job({ wantsProgress: false });
    const following = caught(job.follow(transfer(transferred), controller));
    await hanging.passed();
    controller.abort(new Error('enough'));
    expect(await following).toBe(controller.signal.reason);
    hanging.open();
    await hanging.passed();
    expect(world.reported.map(([word]) => word)).toEqual(['success']);
    expect(job.ended).toBe(true);
  });

  it('ends the watch even if the watch ignores it', async () => {
    const controller = new AbortController();
    let ended = false;
    const following = world.job().follow(
      {
        async *watch() {
          try {
            controller.abort(new Error('enough'));
            yield transferred;
          } finally {
            ended = true;
          }
        },
      },
      { signal: controller.signal },
    );
    expect(await caught(following)).toBe(controller.signal.reason);
    await settled();
    expect(ended).toBe(true);
    expect(world.reported).toEqual([]);
  });
});

describe('an abort while a transfer is followed', () => {
  const reason = new Error('enough');
  const endless = () => new Promise<never>(() => {});

  it('rejects at once although the transfer does not obey the signal, and the job continues', async () => {
    const controller = new AbortController();
    const job = world.job();
    const following = job.follow(
      {
        async *watch() {
          yield snapshot('transferring', 10n);
          await endless();
        },
      },
      { signal: controller.signal },
    );
    await settled();
    controller.abort(reason);
    expect(await caught(following)).toBe(reason);
    expect(job.ended).toBe(false);
  });

  it('prevents the report of success, although complete() succeeds after it', async () => {
    const controller = new AbortController();
    const held = gate();
    const job = world.job({ wantsProgress: false });
    const following = job.follow(transfer(transferred), { signal: controller.signal, complete: () => held.promise });
    await held.passed();
    controller.abort(reason);
    expect(await caught(following)).toBe(reason);
    held.open();
    await settled();
    expect(world.reported).toEqual([]);
    await job.follow(transfer(snapshot('acknowledged', 1000n, { filesTransferred: 1 })));
    expect(world.reported.map(([word]) => word)).toEqual(['success']);
  });
});

describe('a job that ends while its transfer is followed', () => {
  it('is not reported further: following rejects', async () => {
    const job = world.job({ wantsProgress: false });
    const following = job.follow({
      async *watch() {
        yield snapshot('transferring', 10n);
        await job.fail({ hresult: hresults.ERROR_CANCELLED, message: 'The provider was cancelled.' });
        yield transferred;
      },
    });
    expect(await caught(following)).toMatchObject({ code: 'ERR_CTM_JOB_ENDED' });
    expect(world.reported.map(([word]) => word)).toEqual(['error']);
  });
});

describe('a failure without a failure code', () => {
  const thrown: readonly (readonly [string, unknown])[] = [
    ['an HResultError of S_FALSE', new HResultError(hresults.S_FALSE, 'IBackgroundCopyJob.Complete')],
    ['an object without a prototype', Object.create(null)],
  ];

  it.each(thrown)(
    'is reported as E_FAIL when complete() rejects with %s, and the job ends with one error',
    async (_, reason) => {
      const job = world.job();
      const complete = () => Promise.reject(reason);
      expect(await caught(job.follow(transfer(transferred), { complete }))).toBe(reason);
      expect(world.reported.filter(([word]) => word !== 'progress')).toMatchObject([
        ['error', hresults.E_FAIL, expect.any(String)],
      ]);
      expect(job.ended).toBe(true);
    },
  );

  it('is reported as E_FAIL when a transfer in its error state has a success code', async () => {
    const error = { hresult: hresults.S_FALSE, message: 'odd' };
    const result = await world.job().follow(transfer(snapshot('error', 10n, { error })));
    expect(result).toEqual({ outcome: 'error', error: { hresult: hresults.E_FAIL, message: 'odd' } });
    expect(world.reported.at(-1)).toEqual(['error', hresults.E_FAIL, 'odd']);
  });
});
