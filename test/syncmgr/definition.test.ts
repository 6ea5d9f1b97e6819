import { beforeEach, describe, expect, it } from 'vitest';
import type { SyncManagerHandlerDefinition } from '../../lib/syncmgr/definition.js';
import { clsid, first } from './ids.js';
import { ServedWorld, started } from './served-world.js';

let world: ServedWorld;

beforeEach(() => {
  world = new ServedWorld();
});

describe('a handler definition', () => {
  it('can be an instance of a class: its methods keep their object', async () => {
    class Definition implements SyncManagerHandlerDefinition {
      readonly clsid = clsid;
      readonly name = 'Of a class';
      readonly synchronized: string[] = [];

      items() {
        return [{ id: first, name: this.name }];
      }

      synchronize(itemIds: readonly string[]) {
        this.synchronized.push(...itemIds);
      }
    }
    const definition = new Definition();
    await world.machine.syncmgr.serveHandler(definition);
    const answers: unknown[] = [];
    await world.deliver({ type: 'enumItems', instance: 1, answer: (items) => answers.push(items) });
    expect(answers).toMatchObject([{ items: [{ itemId: first, name: 'Of a class' }] }]);
    const callback = await world.giveCallback();
    await world.deliver(started('prepareForSync', { itemIds: [first] }), started('synchronize'));
    expect(definition.synchronized).toEqual([first]);
    expect(callback.names()).toEqual(['prepareForSyncCompleted', 'synchronizeCompleted']);
  });

  it('passes to the seam which dialogs it has', async () => {
    await world.serve({ hasProperties: true, showProperties: () => 'done', showError: () => undefined });
    expect(world.machine.calls).toEqual([
      [
        'serveHandler',
        { clsid, name: 'Served', flags: 1, handles: ['showProperties', 'showError'], answerTimeout: 30_000 },
      ],
    ]);
  });

  it('passes to the seam how long JavaScript may take for an answer', async () => {
    await world.serve({ answerTimeout: 600_000 });
    expect(world.machine.calls).toMatchObject([['serveHandler', { answerTimeout: 600_000 }]]);
  });

  it('without dialogs and properties passes this to the seam', async () => {
    await world.serve();
    expect(world.machine.calls).toEqual([
      ['serveHandler', { clsid, name: 'Served', flags: 0, handles: [], answerTimeout: 30_000 }],
    ]);
  });

  it('accepts names as long as the COM structures allow', async () => {
    await world.serve({ name: 'n'.repeat(31), items: [{ id: first, name: 'n'.repeat(127) }] });
    expect(world.machine.calls).toHaveLength(1);
  });

  it('keeps its object for every function, including those of the prototype', async () => {
    class Definition implements SyncManagerHandlerDefinition {
      readonly clsid = clsid;
      readonly name = 'Of a class';
      readonly items = [];
      readonly called: string[] = [];

      initialize() {
        this.called.push('initialize');
        return true;
      }

      prepare() {
        this.called.push('prepare');
      }

      synchronize() {
        this.called.push('synchronize');
      }

      showProperties() {
        this.called.push('showProperties');
        return undefined;
      }

      showError(): undefined {
        this.called.push('showError');
        throw new Error('broken');
      }

      onError() {
        this.called.push('onError');
      }
    }
    const definition = new Definition();
    await world.machine.syncmgr.serveHandler(definition);
    await world.giveCallback();
    await world.deliver(
      { type: 'initialize', instance: 1, flags: 3, cookie: null, answer() {} },
      started('prepareForSync'),
      started('synchronize'),
      started('showProperties'),
      started('showError'),
    );
    const called = ['initialize', 'prepare', 'synchronize', 'showProperties', 'showError', 'onError'];
    expect(definition.called).toEqual(called);
  });
});
