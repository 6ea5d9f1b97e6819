import { AsyncLocalStorage } from 'node:async_hooks';
import { channel, tracingChannel } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Calls } from '../../lib/com/calls.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { callChannels, RecordedMessages } from '../support/recorded-messages.js';
import { uncaughtDuring } from '../support/uncaught.js';

const operation = 'IBackgroundCopyJob.Suspend';
let recorded: RecordedMessages;

beforeEach(() => {
  recorded = new RecordedMessages(...callChannels);
});

afterEach(() => recorded[Symbol.dispose]());

describe('the tracing channel of calls', () => {
  it('publishes the events of a traced promise for a call that succeeds, with one message', async () => {
    expect(await new Calls().run(operation, async () => 5)).toBe(5);
    expect(recorded.events).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
    expect(new Set(recorded.all.map(({ message }) => message)).size).toBe(1);
  });

  it('publishes the operation, and neither arguments nor results', async () => {
    await new Calls().run(operation, async () => 'the result');
    expect(recorded.all.map(({ copy }) => copy)).toEqual(Array(4).fill({ operation, error: null }));
  });

  it('publishes the result of a call that fails before asyncStart', async () => {
    await caught(
      new Calls().run(operation, () => Promise.reject(new HResultError(hresults.BG_E_INVALID_STATE, operation))),
    );
    expect(recorded.events).toEqual(['start', 'end', 'error', 'asyncStart', 'asyncEnd']);
    const error = { code: 'BG_E_INVALID_STATE', hresult: 0x80200002, operation, httpStatus: null };
    expect(recorded.of('error')).toEqual([{ operation, error }]);
  });

  it('publishes the events of a call that throws synchronously too', async () => {
    await caught(
      new Calls().run(operation, () => {
        throw new TypeError('wrong');
      }),
    );
    expect(recorded.events).toEqual(['start', 'end', 'error', 'asyncStart', 'asyncEnd']);
    expect(recorded.of('error')).toMatchObject([{ error: { code: 'TypeError', hresult: null } }]);
  });

  it('ends the call when the backend has answered, not when a signal ends the wait', async () => {
    const aborting = new AbortController();
    let answer = (_result: number) => {};
    const invoke = () =>
      new Promise<number>((resolve) => {
        answer = resolve;
      });
    const call = caught(new Calls().run(operation, invoke, aborting.signal));
    aborting.abort();
    await call;
    expect(recorded.events).toEqual(['start', 'end']);
    answer(1);
    await new Promise(setImmediate);
    expect(recorded.events).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
  });

  it('publishes no call of a closed connection, which does not reach the backend', async () => {
    const calls = new Calls();
    calls.close();
    await caught(calls.run(operation, async () => 1));
    expect(recorded.events).toEqual([]);
  });

  it('publishes no wait', async () => {
    await new Calls().wait(operation, async () => 1);
    expect(recorded.events).toEqual([]);
  });

  it('has a store for the time of the call, as bindStore() sets it', async () => {
    const store = new AsyncLocalStorage<string>();
    const { start } = tracingChannel<unknown, { readonly operation: string }>('winprogress:call');
    start.bindStore(store, (message) => message.operation);
    try {
      expect(await new Calls().run(operation, async () => store.getStore())).toBe(operation);
    } finally {
      start.unbindStore(store);
    }
  });

  it('has each call of a connection', async () => {
    const connection = await connect({ backend: 'emulation' });
    const job = await connection.bits.createJob({ name: 'a' });
    await job.getState();
    await job.cancel();
    await connection.close();
    expect(recorded.of('start').map((message) => message.operation)).toEqual([
      'IBackgroundCopyManager.CreateJob',
      'IBackgroundCopyJob.GetState',
      'IBackgroundCopyJob.Cancel',
    ]);
  });

  it('keeps the result of a call when a subscriber throws, which is an uncaught exception', async () => {
    const mine = new Error('mine');
    const throwing = () => {
      throw mine;
    };
    const start = channel('tracing:winprogress:call:start');
    start.subscribe(throwing);
    try {
      const uncaught = await uncaughtDuring(async () => {
        expect(await new Calls().run(operation, async () => 5)).toBe(5);
      });
      expect(uncaught).toEqual([mine]);
    } finally {
      start.unsubscribe(throwing);
    }
  });
});
