import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AnswerTimeoutError } from '../../lib/com/questions.js';
import type {
  OpenSyncManagerHandlerOptions,
  SyncManagerUserInterfaceDecision,
} from '../../lib/syncmgr/open-options.js';
import { settled } from '../bits/fake-clock.js';
import { FakeSyncManager } from './fake-verbs.js';
import { first } from './ids.js';
import { entry, progress } from './synchronizing.js';

let machine: FakeSyncManager;

beforeEach(() => {
  machine = new FakeSyncManager();
});

describe('an event outside of a synchronisation', () => {
  it('is passed to onMessage, except progress', async () => {
    const recorded: unknown[] = [];
    await machine.open({ onMessage: (message) => recorded.push(message) });
    machine.handler.deliver(entry('of its own'), progress(first, 1), {
      type: 'deleteLogError',
      errorId: first,
      folded: 0,
    });
    expect(recorded).toMatchObject([
      { type: 'log', text: 'of its own' },
      { type: 'logDeleted', errorId: first },
    ]);
  });

  it('is delivered even if onMessage throws', async () => {
    const error = new Error('a fault of the application');
    const recorded: unknown[] = [];
    await machine.open({
      onMessage(message) {
        recorded.push(message);
        throw error;
      },
    });
    expect(() => machine.handler.deliver(entry('one'), entry('two'))).toThrow(error);
    expect(recorded).toHaveLength(2);
  });
});

describe('a handler that asks for a dialog', () => {
  let answers: boolean[];
  let errors: unknown[];

  beforeEach(() => {
    answers = [];
    errors = [];
  });

  async function ask(
    userInterface: SyncManagerUserInterfaceDecision,
    options: OpenSyncManagerHandlerOptions = {},
  ): Promise<void> {
    await machine.open({ userInterface, onError: (error) => errors.push(error), ...options });
    machine.handler.deliver({ type: 'enableModeless', answer: (allowed) => answers.push(allowed) });
    await settled();
  }

  it.each([[true], [false]])('is answered with %s by onDialog', async (decision) => {
    await ask(() => decision);
    expect([answers, errors]).toEqual([[decision], []]);
  });

  it('is answered by a promise', async () => {
    await ask(async () => true);
    expect(answers).toEqual([true]);
  });

  it('is refused when onDialog throws, and the error is reported', async () => {
    const error = new Error('broken');
    await ask(() => {
      throw error;
    });
    expect([answers, errors]).toEqual([[false], [error]]);
  });

  it('is refused when the answer is not a boolean, and the error is reported', async () => {
    await ask(() => JSON.parse('"yes"'));
    expect(answers).toEqual([false]);
    expect(errors).toMatchObject([{ name: 'TypeError' }]);
  });

  it('is refused once when the answer exceeds the time limit', async () => {
    let decide = (_allowed: boolean) => {};
    await ask(
      () =>
        new Promise((resolve) => {
          decide = resolve;
        }),
      { answerTimeout: 50 },
    );
    await machine.clock.tickAsync(49);
    expect(answers).toEqual([]);
    await machine.clock.tickAsync(1);
    decide(true);
    await settled();
    expect(answers).toEqual([false]);
    expect(errors).toEqual([expect.any(AnswerTimeoutError)]);
  });

  it('is refused after 30 seconds by default', async () => {
    await ask(() => new Promise(() => {}));
    await machine.clock.tickAsync(29_999);
    expect(answers).toEqual([]);
    await machine.clock.tickAsync(1);
    expect(answers).toEqual([false]);
  });

  it('is refused with a warning of the process without onError', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const error = new Error('broken');
    await machine.open({ userInterface: () => Promise.reject(error) });
    machine.handler.deliver({ type: 'enableModeless', answer: (allowed) => answers.push(allowed) });
    await settled();
    expect(answers).toEqual([false]);
    expect(warning).toHaveBeenCalledWith(error);
    warning.mockRestore();
  });
});

describe('the functions of the options', () => {
  it('keep their object', async () => {
    class Options implements OpenSyncManagerHandlerOptions {
      readonly recorded: string[] = [];

      userInterface(): boolean {
        this.recorded.push('userInterface');
        throw new Error('broken');
      }

      onMessage() {
        this.recorded.push('onMessage');
      }

      onError() {
        this.recorded.push('onError');
      }
    }
    const options = new Options();
    await machine.open(options);
    machine.handler.deliver(entry('of its own'), { type: 'enableModeless', answer() {} });
    await settled();
    expect(options.recorded).toEqual(['onMessage', 'userInterface', 'onError']);
  });
});
