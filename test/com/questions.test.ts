import { beforeEach, describe, expect, it, vi } from 'vitest';
import { reportError } from '../../lib/com/listeners.js';
import { AnswerTimeoutError, askInTime, OpenQuestions, requireAnswerTimeout } from '../../lib/com/questions.js';
import type { EmulationClock } from '../../lib/emulation/clock.js';
import { createVirtualClock } from '../../lib/emulation/virtual-clock.js';

let clock: EmulationClock;
let log: unknown[];

beforeEach(() => {
  clock = createVirtualClock();
  log = [];
});

function asking(ask: () => number | Promise<number>) {
  return {
    clock,
    timeout: 100,
    name: 'onQuestion',
    ask,
    settle: (answer: number) => log.push(['answer', answer]),
    fail: (error: unknown) => log.push(['failure', error]),
  };
}

const never = () => new Promise<number>(() => {});

describe('a question', () => {
  it('is settled by the returned value, also asynchronously', async () => {
    askInTime(asking(() => 1));
    askInTime(asking(async () => 2));
    await clock.runAllAsync();
    expect(log).toEqual([
      ['answer', 1],
      ['answer', 2],
    ]);
  });

  it('fails with the thrown value, also asynchronously', async () => {
    const error = new Error('no answer');
    askInTime(
      asking(() => {
        throw error;
      }),
    );
    askInTime(asking(() => Promise.reject(error)));
    await clock.runAllAsync();
    expect(log).toEqual([
      ['failure', error],
      ['failure', error],
    ]);
  });

  it('fails after the time limit and ignores later answers', async () => {
    let answer: (value: number) => void = () => {};
    askInTime(
      asking(
        () =>
          new Promise<number>((resolve) => {
            answer = resolve;
          }),
      ),
    );
    await clock.tickAsync(99);
    expect(log).toEqual([]);
    await clock.tickAsync(1);
    answer(1);
    await clock.runAllAsync();
    expect(log).toEqual([['failure', expect.any(AnswerTimeoutError)]]);
  });

  it('leaves no timer when it is answered', async () => {
    askInTime(asking(() => 1));
    await clock.tickAsync(0);
    expect(clock.countTimers()).toBe(0);
  });

  it('that is dropped leaves no timer and is neither settled nor failed', async () => {
    const forget = askInTime(asking(never));
    forget();
    expect(clock.countTimers()).toBe(0);
    await clock.tickAsync(1000);
    expect(log).toEqual([]);
  });
});

describe('open questions', () => {
  it('can be dropped by the function that is asked', async () => {
    const questions = new OpenQuestions();
    questions.ask(
      asking(() => {
        questions.cancel();
        return 1;
      }),
    );
    await clock.tickAsync(1000);
    expect(log).toEqual([]);
    expect(clock.countTimers()).toBe(0);
  });

  it('are dropped together, without the settled ones', async () => {
    const questions = new OpenQuestions();
    questions.ask(asking(() => 1));
    questions.ask(asking(never));
    questions.ask(asking(never));
    await clock.tickAsync(0);
    questions.cancel();
    questions.cancel();
    expect(clock.countTimers()).toBe(0);
    await clock.tickAsync(1000);
    expect(log).toEqual([['answer', 1]]);
  });
});

describe('an error of a function', () => {
  it('is reported to the listener only', () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    reportError((error) => log.push(error), 'broken');
    expect(log).toEqual(['broken']);
    expect(warning).not.toHaveBeenCalled();
    warning.mockRestore();
  });

  it.each([
    ['an error', new RangeError('broken')],
    ['something else', 5],
  ])('is a warning of the process without a listener: %s', (_kind, error) => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    reportError(undefined, error);
    expect(warning.mock.calls).toEqual([[error instanceof Error ? error : String(error)]]);
    warning.mockRestore();
  });
});

describe('the time limit for an answer', () => {
  it('is 30 seconds by default', () => {
    expect(requireAnswerTimeout()).toBe(30_000);
    expect(requireAnswerTimeout(2 ** 31 - 1)).toBe(2 ** 31 - 1);
  });

  it.each([[0], [-1], [1.5], [Number.NaN], [2 ** 31]])('is rejected with RangeError: %d', (value) => {
    expect(() => requireAnswerTimeout(value)).toThrow(RangeError);
  });

  it.each([[null], ['30'], [30n]])('is rejected with TypeError: %s', (value) => {
    expect(() => requireAnswerTimeout(value)).toThrow(TypeError);
  });
});
