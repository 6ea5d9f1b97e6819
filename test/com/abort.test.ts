import { describe, expect, it } from 'vitest';
import { untilAborted } from '../../lib/com/abort.js';
import { caught } from '../support/caught.js';

const reason = new Error('the user has left');

function pending<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

describe('a call with a signal', () => {
  it('resolves as the call does without an abort, and leaves no listener on the signal', async () => {
    const { signal } = new AbortController();
    const late: unknown[] = [];
    expect(
      await untilAborted(
        signal,
        async () => 7,
        (value) => late.push(value),
      ),
    ).toBe(7);
    expect(late).toEqual([]);
  });

  it('is not started when the signal is aborted already', async () => {
    let started = false;
    const call = untilAborted(AbortSignal.abort(reason), async () => {
      started = true;
    });
    expect(await caught(call)).toBe(reason);
    expect(started).toBe(false);
  });

  it('rejects with the reason while the call goes on', async () => {
    const controller = new AbortController();
    const call = untilAborted(controller.signal, () => new Promise(() => {}));
    controller.abort(reason);
    expect(await caught(call)).toBe(reason);
  });

  it('rejects with the reason when the call itself aborts the signal', async () => {
    const controller = new AbortController();
    const call = untilAborted(controller.signal, () => {
      controller.abort(reason);
      return new Promise(() => {});
    });
    expect(await caught(call)).toBe(reason);
  });

  it('releases the result that comes after the abort, once', async () => {
    const controller = new AbortController();
    const { promise, resolve } = pending<string>();
    const late: string[] = [];
    const call = untilAborted(
      controller.signal,
      () => promise,
      (value) => late.push(value),
    );
    controller.abort(reason);
    expect(await caught(call)).toBe(reason);
    resolve('opened late');
    await promise;
    expect(late).toEqual(['opened late']);
  });

  it('ignores a failure after the abort, and one of the release', async () => {
    const controller = new AbortController();
    const [failing, opening] = [pending<string>(), pending<string>()];
    const calls = [
      untilAborted(controller.signal, () => failing.promise),
      untilAborted(
        controller.signal,
        () => opening.promise,
        async () => {
          throw new Error('the server has gone');
        },
      ),
    ];
    controller.abort(reason);
    expect(await Promise.all(calls.map(caught))).toEqual([reason, reason]);
    failing.reject(new Error('refused'));
    opening.resolve('opened late');
    // An unhandled rejection would fail the run.
    await new Promise((resolve) => setImmediate(resolve));
  });
});
