import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, it } from 'vitest';
import { createVirtualClock } from '../../lib/emulation/virtual-clock.js';
import { HandlerDispatcher } from '../../lib/syncmgr/dispatcher.js';
import { WeakListener } from '../../lib/syncmgr/weak-listener.js';

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

function allowing(): HandlerDispatcher {
  const answers = { userInterface: () => true, answerTimeout: 1000, onMessage: undefined, onError: undefined };
  return new HandlerDispatcher(createVirtualClock(), answers, '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1F0}');
}

/** Polls in every turn until the answer is this one; the test's time limit bounds it. */
async function answeredUntil(listener: WeakListener, wanted: boolean): Promise<void> {
  const answers: boolean[] = [];
  while (!answers.includes(wanted)) {
    await new Promise((resolve) => setImmediate(resolve));
    if (typeof collectGarbage === 'function') collectGarbage();
    listener.take([{ type: 'enableModeless', answer: (allowed) => answers.push(allowed) }]);
  }
}

describe('the listener of a handler', () => {
  it('references the dispatcher only while an operation is pending: later dialogs are refused', async () => {
    const listener = (() => {
      const dispatcher = allowing();
      const made = new WeakListener(dispatcher);
      made.keep(dispatcher);
      return made;
    })();
    for (let turn = 0; turn < 3; turn += 1) await answeredUntil(listener, true);
    listener.release();
    await answeredUntil(listener, false);
  });
});
