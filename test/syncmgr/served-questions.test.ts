import { beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/com/hresult.js';
import { AnswerTimeoutError } from '../../lib/com/questions.js';
import { settled } from '../bits/fake-clock.js';
import { first, second } from './ids.js';
import { ServedWorld } from './served-world.js';

let world: ServedWorld;

beforeEach(() => {
  world = new ServedWorld();
});

describe('a question of a client', () => {
  it('about an event is answered with true by default', async () => {
    await world.serve();
    const answers: boolean[] = [];
    await world.deliver({
      type: 'initialize',
      instance: 1,
      flags: 3,
      cookie: null,
      answer: (handled) => answers.push(handled),
    });
    expect(answers).toEqual([true]);
  });

  it('about an event is refused when its function exceeds the time limit, which is reported', async () => {
    await world.serve({ initialize: () => new Promise<boolean>(() => {}), answerTimeout: 50 });
    const answers: boolean[] = [];
    await world.deliver({
      type: 'initialize',
      instance: 1,
      flags: 3,
      cookie: null,
      answer: (handled) => answers.push(handled),
    });
    await world.machine.clock.tickAsync(50);
    expect(answers).toEqual([false]);
    expect(world.errors).toEqual([expect.any(AnswerTimeoutError)]);
  });

  it('about an unknown event passes its number', async () => {
    const recorded: unknown[] = [];
    await world.serve({
      initialize(initialization) {
        recorded.push(initialization);
        return true;
      },
    });
    await world.deliver({ type: 'initialize', instance: 1, flags: 0x2ff, cookie: null, answer() {} });
    expect(recorded).toEqual([{ event: 0xff, settings: false, mayBotherUser: true, cookie: null }]);
  });

  it('about items is refused when these are invalid, which is reported', async () => {
    await world.serve({ items: () => [{ id: 'no guid', name: 'One' }] });
    const answers: unknown[] = [];
    await world.deliver({ type: 'enumItems', instance: 1, answer: (items) => answers.push(items) });
    expect(answers).toEqual([null]);
    expect(world.errors).toMatchObject([{ name: 'RangeError' }]);
  });

  it('is dropped when the class is not served any more', async () => {
    const served = await world.serve({ items: () => new Promise<never>(() => {}) });
    await world.deliver({ type: 'enumItems', instance: 1, answer() {} });
    expect(world.machine.clock.countTimers()).toBe(1);
    await served.close();
    expect(world.machine.clock.countTimers()).toBe(0);
  });

  it.each([[true], [false]])(
    'about an event is answered with %s by its function, also asynchronously',
    async (handled) => {
      await world.serve({ initialize: async () => handled });
      expect(await initialized()).toEqual([handled]);
    },
  );

  it('about an event is refused by an answer that is not a boolean, which is reported', async () => {
    await world.serve({ initialize: () => JSON.parse('"yes"') });
    expect(await initialized()).toEqual([false]);
    expect(world.errors).toMatchObject([{ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' }]);
  });

  it('about an event is refused when its function fails, which is reported', async () => {
    const error = new Error('broken');
    await world.serve({
      initialize() {
        throw error;
      },
    });
    expect(await initialized()).toEqual([false]);
    expect(world.errors).toEqual([error]);
  });

  it('about an event is answered once, even if its function returns after the time limit', async () => {
    let answer = (_handled: boolean) => {};
    await world.serve({
      initialize: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
      answerTimeout: 50,
    });
    const answers = await initialized();
    await world.machine.clock.tickAsync(49);
    expect(answers).toEqual([]);
    await world.machine.clock.tickAsync(1);
    answer(true);
    await settled();
    expect(answers).toEqual([false]);
  });

  it('about an event passes the reason with all values from the client', async () => {
    const recorded: unknown[] = [];
    await world.serve({
      initialize(initialization) {
        recorded.push(initialization);
        return true;
      },
    });
    await initialized(0x105, Uint8Array.of(1, 2));
    expect(recorded).toEqual([{ event: 'invoke', settings: true, mayBotherUser: false, cookie: Uint8Array.of(1, 2) }]);
  });

  it('about items is answered with a list or with a function that returns one', async () => {
    const one = { id: first, name: 'One' };
    const lastUpdate = new Date('1601-01-01T00:00:01Z');
    const two = { id: second, name: 'Two', checked: false, hasProperties: true, temporary: true, roamingUser: true };
    await world.serve({ items: async () => ({ items: [one, { ...two, lastUpdate }], missing: true }) });
    expect(await enumerated()).toEqual([
      {
        hresult: hresults.S_SYNCMGR_MISSINGITEMS,
        items: [
          { itemId: first, name: 'One', checked: true, flags: 0, lastUpdate: 0n, icon: null },
          { itemId: second, name: 'Two', checked: false, flags: 0xf, lastUpdate: 10_000_000n, icon: null },
        ],
      },
    ]);
  });

  it('about items is answered with S_OK if none are missing', async () => {
    await world.serve({ items: { items: [], missing: false } });
    expect(await enumerated()).toEqual([{ hresult: hresults.S_OK, items: [] }]);
  });

  it('about items is refused when its function exceeds the time limit, which is reported', async () => {
    await world.serve({ items: () => new Promise<never>(() => {}), answerTimeout: 50 });
    const answers = await enumerated();
    await world.machine.clock.tickAsync(50);
    expect(answers).toEqual([null]);
    expect(world.errors).toEqual([expect.any(AnswerTimeoutError)]);
  });

  it('is dropped when the client releases its handler', async () => {
    await world.serve({ initialize: () => new Promise<never>(() => {}) });
    const answers = await initialized();
    await world.deliver({ type: 'released', instance: 1 });
    expect(world.machine.clock.countTimers()).toBe(0);
    expect([answers, world.errors]).toEqual([[], []]);
  });
});

/** The answer of the class to a client that asks whether an event is handled. */
async function initialized(flags = 3, cookie: Uint8Array | null = null): Promise<boolean[]> {
  const answers: boolean[] = [];
  await world.deliver({ type: 'initialize', instance: 1, flags, cookie, answer: (handled) => answers.push(handled) });
  return answers;
}

/** The answer of the class to a client that enumerates the items. */
async function enumerated(): Promise<unknown[]> {
  const answers: unknown[] = [];
  await world.deliver({ type: 'enumItems', instance: 1, answer: (items) => answers.push(items) });
  return answers;
}
