import { expect } from 'vitest';
import type { BitsJob, BitsJobListeners } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { Contract } from '../kit/describe.js';
import { ended, halfway, prepared, started, transferred, untilState } from './helpers.js';

/** Registers one callback; `called` resolves when it is called for the first time. */
async function listenOnce(job: BitsJob, event: keyof BitsJobListeners) {
  let call = () => {};
  const called = new Promise<void>((resolve) => {
    call = resolve;
  });
  const subscription = await job.listen({ [event]: () => call() });
  return { called, subscription };
}

/** Callbacks: https://learn.microsoft.com/windows/win32/bits/registering-a-com-callback. */
export function notificationsContract({ group, test, each }: Contract): void {
  group('a callback', () => {
    test('is called when the job is transferred', async (world) => {
      const { job } = await prepared(world);
      const { called } = await listenOnce(job, 'onTransferred');
      await job.resume();
      await called;
      expect(await job.getState()).toBe('transferred');
    });

    test('is called when the job was transferred before the registration', async (world) => {
      const { job } = await transferred(world);
      const { called } = await listenOnce(job, 'onTransferred');
      await called;
      expect(await job.getState()).toBe('transferred');
    });

    test('is called when the job enters error', async (world) => {
      const { job } = await prepared(world, { status: 404 });
      const { called } = await listenOnce(job, 'onError');
      await job.resume();
      await called;
      expect(await job.getState()).toBe('error');
    });

    test('is called when the job entered error before the registration', async (world) => {
      const { job } = await started(world, { status: 404 });
      await untilState(job, 'error');
      const { called } = await listenOnce(job, 'onError');
      await called;
      expect(await job.getState()).toBe('error');
    });

    test('is called when the job changes', async (world) => {
      const { job } = await prepared(world);
      const { called } = await listenOnce(job, 'onModification');
      await job.setDescription('changed');
      await called;
    });

    test('is called for every listener of one connection', async (world) => {
      const { job } = await prepared(world);
      const same = await world.connection.bits.getJob(job.id);
      const [first, second] = [await listenOnce(job, 'onTransferred'), await listenOnce(same, 'onTransferred')];
      await job.resume();
      await Promise.all([first.called, second.called]);
      expect(await job.getState()).toBe('transferred');
    });

    each(
      [
        ['transferred', 1000],
        ['error', 404],
      ] as const,
      'of %s is called for a second listener when the event occurred before it was added',
      async (world, event, value) => {
        const { job } = await prepared(world, event === 'error' ? { status: value } : { size: value });
        await job.listen({});
        await job.resume();
        await untilState(job, event);
        const { called } = await listenOnce(job, event === 'error' ? 'onError' : 'onTransferred');
        await called;
        expect(await job.getState()).toBe(event);
      },
    );

    test('is called for the second listener alone when the first was called before', async (world) => {
      const { job } = await prepared(world);
      let calls = 0;
      let call = () => {};
      const first = new Promise<void>((resolve) => {
        call = resolve;
      });
      await job.listen({
        onTransferred: () => {
          calls += 1;
          call();
        },
      });
      await job.resume();
      await first;
      await (await listenOnce(job, 'onTransferred')).called;
      expect(calls).toBe(1);
    });

    test('is not called for a second listener that was closed before the call', async (world) => {
      const { job } = await prepared(world);
      const { called } = await listenOnce(job, 'onTransferred');
      await job.resume();
      // COM has called the sink then: only the state of the job is left to call the second listener.
      await called;
      let calls = 0;
      const subscription = await job.listen({ onTransferred: () => calls++ });
      await subscription.close();
      await (await listenOnce(job, 'onTransferred')).called;
      expect(calls).toBe(0);
    });

    test('is called for the remaining listeners after another was closed', async (world) => {
      const { job } = await prepared(world);
      const [first, second] = [await listenOnce(job, 'onTransferred'), await listenOnce(job, 'onTransferred')];
      await first.subscription.close();
      await job.resume();
      await second.called;
    });

    test('is called on the connection that registered last', async (world) => {
      const { job } = await prepared(world);
      await listenOnce(job, 'onTransferred');
      const other = await (await world.connect()).bits.getJob(job.id);
      const { called } = await listenOnce(other, 'onTransferred');
      await job.resume();
      await called;
    });

    test('is not called after its listener was closed', async (world) => {
      const { job } = await prepared(world);
      const events: string[] = [];
      const subscription = await job.listen({
        onTransferred: () => events.push('transferred'),
        onModification: () => events.push('modification'),
      });
      await subscription.close();
      await job.resume();
      await untilState(job, 'transferred');
      expect(events).toEqual([]);
    });

    test('can query the job', async (world) => {
      const { job } = await prepared(world, { size: 2000 });
      const { called } = await listenOnce(job, 'onTransferred');
      const ending = called.then(() => job.complete());
      await job.resume();
      expect([await ending, await job.getState()]).toEqual([{ outcome: 'S_OK' }, 'acknowledged']);
    });
  });

  group('the sink of another connection', () => {
    test('is registered again when the listener is closed', async (world) => {
      const { job } = await prepared(world);
      const { called } = await listenOnce(job, 'onTransferred');
      const other = await world.connect();
      const subscription = await (await other.bits.getJob(job.id)).listen({});
      await subscription.close();
      await job.resume();
      await called;
      expect(await job.getState()).toBe('transferred');
    });

    test('is registered again, with the flags of the job, when the connection of the listener is closed', async (world) => {
      const { job } = await prepared(world);
      const { called } = await listenOnce(job, 'onTransferred');
      await job.setNotifyFlags(['transferred']);
      const other = await world.connect();
      await (await other.bits.getJob(job.id)).listen({});
      await other.close();
      expect(await job.getNotifyFlags()).toEqual(['transferred']);
      await job.resume();
      await called;
      expect(await job.getState()).toBe('transferred');
    });

    test('stays registered when an earlier listener is closed after it was registered', async (world) => {
      const { job } = await prepared(world);
      const subscription = await job.listen({});
      const other = await world.connect();
      const { called } = await listenOnce(await other.bits.getJob(job.id), 'onTransferred');
      await subscription.close();
      await job.resume();
      await called;
      expect(await job.getState()).toBe('transferred');
    });

    test('stays registered while a watch follows the job', async (world) => {
      const { job } = await prepared(world);
      const { called } = await listenOnce(job, 'onTransferred');
      const other = await world.connect();
      const watch = (await other.bits.getJob(job.id)).watch({ interval: 20 });
      await watch.next();
      await job.resume();
      for await (const { state } of watch) if (state === 'transferred') break;
      await called;
    });
  });

  group('a job listener', () => {
    test('can be closed twice', async (world) => {
      const { job } = await prepared(world);
      const subscription = await job.listen({});
      await subscription.close();
      await subscription.close();
    });

    each(
      [['acknowledged'], ['canceled']] as const,
      'closes without an error when the job is %s',
      async (world, state) => {
        const { job } = await transferred(world);
        const subscription = await job.listen({});
        await (state === 'acknowledged' ? job.complete() : job.cancel());
        await subscription.close();
      },
    );

    test('is closed by `await using`', async (world) => {
      const { job } = await halfway(world);
      let calls = 0;
      {
        await using _ = await job.listen({ onModification: () => calls++ });
      }
      const before = calls;
      await job.setDescription('changed');
      await job.suspend();
      expect(calls).toBe(before);
    });

    each(
      [['acknowledged'], ['canceled']] as const,
      'is rejected with BG_E_INVALID_STATE on a job that is %s',
      async (world, state) => {
        const job = await ended(world, state);
        expect(await caught(job.listen({}))).toMatchObject({ code: 'BG_E_INVALID_STATE', hresult: 0x80200002 });
      },
    );

    each(
      [['acknowledged'], ['canceled']] as const,
      'is rejected with BG_E_INVALID_STATE on a job that is %s while another listener is active',
      async (world, state) => {
        const { job } = await transferred(world);
        await job.listen({});
        await (state === 'acknowledged' ? job.complete() : job.cancel());
        expect(await caught(job.listen({}))).toMatchObject({ code: 'BG_E_INVALID_STATE', hresult: 0x80200002 });
      },
    );

    each(
      [
        ['null', [null]],
        ['a callback that is not a function', [{ onTransferred: 'yes' }]],
        ['an error callback that is not a function', [{ onError: {} }]],
        ['a modification callback that is not a function', [{ onModification: 1 }]],
      ] as const,
      'is rejected for %s',
      async (world, _, values) => {
        const { job } = await prepared(world);
        expect(await caught(Reflect.apply(job.listen, job, values))).toBeInstanceOf(TypeError);
      },
    );
  });
}
