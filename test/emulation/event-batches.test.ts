import { beforeEach, describe, expect, it } from 'vitest';
import { EventBatches } from '../../lib/emulation/event-batches.js';

let delivered: (readonly unknown[])[];
let turns: (() => void)[];
let batches: EventBatches<string, unknown>;

function turn(): void {
  for (const deliver of turns.splice(0)) deliver();
}

beforeEach(() => {
  delivered = [];
  turns = [];
  batches = new EventBatches(
    (events) => delivered.push(events),
    (deliver) => turns.push(deliver),
  );
});

describe('events that wait for a later turn', () => {
  it('are delivered together, in one turn', () => {
    batches.put('a', 1);
    batches.put('b', 2);
    expect(delivered).toEqual([]);
    expect(turns).toHaveLength(1);
    turn();
    expect(delivered).toEqual([[1, 2]]);
  });

  it('move to the end when they are put again, and stay in place when they are replaced', () => {
    batches.put('a', 1);
    batches.put('b', 2);
    batches.put('a', 3);
    batches.replace('b', 4);
    batches.replace('c', 5);
    turn();
    expect(delivered).toEqual([[4, 3]]);
  });

  it('are still delivered after close(), which takes no more', () => {
    batches.put('a', 1);
    batches.close();
    batches.put('b', 2);
    turn();
    expect(delivered).toEqual([[1]]);
  });

  it('are not delivered after drop()', () => {
    batches.put('a', 1);
    batches.drop();
    turn();
    expect(delivered).toEqual([]);
  });
});

describe('a question', () => {
  it('resolves to the answer of the listener', async () => {
    let answer: (value: number) => void = () => {};
    const question = batches.ask('a', 0, (reply: (value: number) => void) => {
      answer = reply;
      return 'question';
    });
    turn();
    expect(delivered).toEqual([['question']]);
    answer(7);
    batches.close();
    expect(await question).toBe(7);
  });

  it('resolves to its default answer when the object is closed before or after it was asked', async () => {
    const before = batches.ask('a', 1, () => 'question');
    batches.close();
    expect(await before).toBe(1);
    expect(await batches.ask('b', 2, () => 'question')).toBe(2);
  });
});
