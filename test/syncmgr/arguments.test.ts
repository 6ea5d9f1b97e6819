import { beforeEach, describe, expect, it } from 'vitest';
import { settled } from '../bits/fake-clock.js';
import { caught } from '../support/caught.js';
import { FakeSyncManager } from './fake-verbs.js';
import { clsid, first } from './ids.js';

const nul = 'a\0b';
const longId = 'i'.repeat(64);

let machine: FakeSyncManager;

beforeEach(() => {
  machine = new FakeSyncManager();
});

/** Calls a method with values that its types exclude. */
function call(object: object, name: string, values: readonly unknown[]): Promise<unknown> {
  return (async () => await Reflect.apply(Reflect.get(object, name), object, values))();
}

function definition(fields: object): readonly unknown[] {
  return [{ clsid, name: 'Name', items: [], synchronize() {}, ...fields }];
}

type Row = readonly [name: string, values: readonly unknown[], error: 'TypeError' | 'RangeError'];

/** Every call is rejected, and no call is made below the seam. */
function refuses(target: () => object | Promise<object>, rows: readonly Row[]): void {
  for (const [index, [name, values, error]] of rows.entries()) {
    it(`${name} refuses wrong arguments with ${error} (${index + 1})`, async () => {
      const object = await target();
      machine.calls.length = 0;
      machine.handler.calls.length = 0;
      machine.callback.calls.length = 0;
      expect(await caught(call(object, name, values))).toMatchObject({ name: error });
      expect([...machine.calls, ...machine.handler.calls, ...machine.callback.calls]).toEqual([]);
    });
  }
}

describe('Sync Manager', () => {
  refuses(
    () => machine.syncmgr,
    [
      ['openHandler', ['no guid'], 'RangeError'],
      ['openHandler', [5], 'TypeError'],
      ['openHandler', [clsid, null], 'TypeError'],
      ['openHandler', [clsid, { event: 'sometimes' }], 'RangeError'],
      ['openHandler', [clsid, { event: 3 }], 'TypeError'],
      ['openHandler', [clsid, { settings: 1 }], 'TypeError'],
      ['openHandler', [clsid, { mayBotherUser: 'yes' }], 'TypeError'],
      ['openHandler', [clsid, { cookie: 'text' }], 'TypeError'],
      ['openHandler', [clsid, { userInterface: 'yes' }], 'TypeError'],
      ['openHandler', [clsid, { answerTimeout: 0 }], 'RangeError'],
      ['openHandler', [clsid, { onMessage: 5 }], 'TypeError'],
      ['openHandler', [clsid, { onError: 5 }], 'TypeError'],
      ['attachCallback', [5], 'TypeError'],
      ['attachCallback', [0n], 'RangeError'],
      ['attachCallback', [2n ** 64n], 'RangeError'],
      ['attachCallback', [{}], 'TypeError'],
      ['attachCallback', [{ cookie: 0 }], 'RangeError'],
      ['attachCallback', [{ cookie: 2 ** 32 }], 'RangeError'],
      ['attachCallback', [null], 'TypeError'],
      ['openReport', ['', ['item']], 'RangeError'],
      ['openReport', [longId, ['item']], 'RangeError'],
      ['openReport', [nul, ['item']], 'RangeError'],
      ['openReport', ['handler', []], 'RangeError'],
      ['openReport', ['handler', 'item'], 'TypeError'],
      ['openReport', ['handler', ['']], 'RangeError'],
      ['openReport', ['handler', [5]], 'TypeError'],
    ],
  );
});

describe('a definition of a handler', () => {
  const item = { id: first, name: 'One' };
  refuses(
    () => machine.syncmgr,
    [
      ['serveHandler', [null], 'TypeError'],
      ['serveHandler', definition({ clsid: 'no guid' }), 'RangeError'],
      ['serveHandler', definition({ name: 'n'.repeat(32) }), 'RangeError'],
      ['serveHandler', definition({ name: nul }), 'RangeError'],
      ['serveHandler', definition({ name: 5 }), 'TypeError'],
      ['serveHandler', definition({ hasProperties: 1 }), 'TypeError'],
      ['serveHandler', definition({ synchronize: undefined }), 'TypeError'],
      ['serveHandler', definition({ initialize: 5 }), 'TypeError'],
      ['serveHandler', definition({ prepare: 5 }), 'TypeError'],
      ['serveHandler', definition({ showProperties: 5 }), 'TypeError'],
      ['serveHandler', definition({ showError: 5 }), 'TypeError'],
      ['serveHandler', definition({ onError: 5 }), 'TypeError'],
      ['serveHandler', definition({ answerTimeout: 0.5 }), 'RangeError'],
      ['serveHandler', definition({ items: undefined }), 'TypeError'],
      ['serveHandler', definition({ items: 'one' }), 'TypeError'],
      ['serveHandler', definition({ items: { items: 5 } }), 'TypeError'],
      ['serveHandler', definition({ items: { items: [item], missing: 1 } }), 'TypeError'],
      ['serveHandler', definition({ items: [item, { ...item, id: first.toLowerCase() }] }), 'RangeError'],
      ['serveHandler', definition({ items: [{ ...item, id: 'no guid' }] }), 'RangeError'],
      ['serveHandler', definition({ items: [{ ...item, name: 'n'.repeat(128) }] }), 'RangeError'],
      ['serveHandler', definition({ items: [{ ...item, checked: 1 }] }), 'TypeError'],
      ['serveHandler', definition({ items: [{ ...item, temporary: 1 }] }), 'TypeError'],
      ['serveHandler', definition({ items: [{ ...item, lastUpdate: 5 }] }), 'TypeError'],
      ['serveHandler', definition({ items: [{ ...item, lastUpdate: new Date(Number.NaN) }] }), 'RangeError'],
      ['serveHandler', definition({ items: [{ ...item, lastUpdate: new Date('1600-12-31') }] }), 'RangeError'],
      ['serveHandler', definition({ items: [{ ...item, lastUpdate: new Date(8.64e15) }] }), 'RangeError'],
      ['serveHandler', definition({ items: [{ ...item, lastUpdate: null }] }), 'TypeError'],
      ['serveHandler', definition({ items: [{ ...item, hasProperties: 1 }] }), 'TypeError'],
      ['serveHandler', definition({ items: [{ ...item, roamingUser: 1 }] }), 'TypeError'],
      ['serveHandler', definition({ items: [{ ...item, name: 5 }] }), 'TypeError'],
      ['serveHandler', definition({ items: [null] }), 'TypeError'],
      ['serveHandler', definition({ items: [undefined] }), 'TypeError'],
      ['serveHandler', definition({ items: null }), 'TypeError'],
      ['serveHandler', definition({ answerTimeout: null }), 'TypeError'],
      ['serveHandler', definition({ clsid: undefined }), 'TypeError'],
    ],
  );
});

describe('a handler', () => {
  refuses(
    () => machine.open(),
    [
      ['info', [5], 'TypeError'],
      ['info', [{ icon: 1 }], 'TypeError'],
      ['info', [{ icon: null }], 'TypeError'],
      ['items', [{ icons: 1 }], 'TypeError'],
      ['items', [{ icons: null }], 'TypeError'],
      ['items', [null], 'TypeError'],
      ['synchronize', [null], 'TypeError'],
      ['synchronize', [[first], null], 'TypeError'],
      ['synchronize', [[first], { signal: null }], 'TypeError'],
      ['synchronize', [first], 'TypeError'],
      ['synchronize', [['no guid']], 'RangeError'],
      ['synchronize', [[5]], 'TypeError'],
      ['synchronize', [[first], { signal: {} }], 'TypeError'],
      ['cancelItem', ['no guid'], 'RangeError'],
      ['setItemStatus', [first, 'sleeping'], 'RangeError'],
      ['setItemStatus', [first, 1], 'TypeError'],
      ['showProperties', [5], 'TypeError'],
      ['showError', [undefined], 'TypeError'],
    ],
  );
});

describe('a callback', () => {
  refuses(
    () => machine.syncmgr.attachCallback(16n),
    [
      ['progress', ['no guid', {}], 'RangeError'],
      ['progress', [first, 5], 'TypeError'],
      ['progress', [first, { statusText: nul }], 'RangeError'],
      ['progress', [first, { status: 'sleeping' }], 'RangeError'],
      ['progress', [first, { value: 2 ** 31 }], 'RangeError'],
      ['progress', [first, { value: 1.5 }], 'RangeError'],
      ['progress', [first, { max: -(2 ** 31) - 1 }], 'RangeError'],
      ['progress', [first, { max: '5' }], 'TypeError'],
      ['prepareForSyncCompleted', [2 ** 32], 'RangeError'],
      ['synchronizeCompleted', ['S_OK'], 'TypeError'],
      ['showPropertiesCompleted', ['perhaps'], 'RangeError'],
      ['showErrorCompleted', [0, 'all'], 'TypeError'],
      ['enableModeless', [1], 'TypeError'],
      ['logError', [{ level: 'loud', text: '' }], 'RangeError'],
      ['logError', [{ level: 'error', text: nul }], 'RangeError'],
      ['logError', [{ level: 'error' }], 'TypeError'],
      ['logError', [{ level: 'error', text: '', errorId: 'no guid' }], 'RangeError'],
      ['logError', [{ level: 'error', text: '', canShowError: 1 }], 'TypeError'],
      ['deleteLogError', ['no guid'], 'RangeError'],
      ['establishConnection', [5], 'TypeError'],
    ],
  );
});

describe('a report', () => {
  refuses(
    () => machine.syncmgr.openReport('handler', ['item']),
    [
      ['reportProgress', ['', { status: 'updating' }], 'RangeError'],
      ['reportProgress', ['item', {}], 'TypeError'],
      ['reportProgress', ['item', { status: 'sleeping' }], 'RangeError'],
      ['reportProgress', ['item', { status: 'updating', text: 't'.repeat(260) }], 'RangeError'],
      ['reportProgress', ['item', { status: 'updating', currentStep: -1 }], 'RangeError'],
      ['reportProgress', ['item', { status: 'updating', maximumStep: 2 ** 32 }], 'RangeError'],
      ['reportProgress', ['item', { status: 'updating', request: 'stop' }], 'RangeError'],
      ['setHandlerProgressText', [undefined], 'TypeError'],
      ['setHandlerProgressText', ['t'.repeat(260)], 'RangeError'],
      ['setHandlerProgressText', ['', { request: null }], 'TypeError'],
      ['reportEvent', [{ level: 'error', name: 5, description: '' }], 'TypeError'],
      ['reportEvent', [{ level: 'loud', name: '', description: '' }], 'RangeError'],
      ['reportEvent', [{ level: 'error', name: '', description: nul }], 'RangeError'],
      ['canContinue', [longId], 'RangeError'],
      ['addItemToSession', [''], 'RangeError'],
      ['addIUnknownToSession', [5], 'TypeError'],
      ['proposeItem', [0n], 'RangeError'],
      ['commitItem', [undefined], 'TypeError'],
    ],
  );
});

describe('control', () => {
  refuses(
    () => machine.syncmgr.control,
    [
      ['startHandlerSync', [''], 'RangeError'],
      ['startHandlerSync', ['handler', { ignoreIfAlreadySyncing: 1 }], 'TypeError'],
      ['startItemSync', ['handler', []], 'RangeError'],
      ['stopHandlerSync', [longId], 'RangeError'],
      ['stopItemSync', ['handler', [longId]], 'RangeError'],
      ['updateHandlerCollection', ['no guid'], 'RangeError'],
      ['updateHandler', ['handler', { wait: 1 }], 'TypeError'],
      ['updateItem', ['handler', ''], 'RangeError'],
      ['updateEvents', ['handler', 5], 'TypeError'],
      ['updateConflict', ['handler', null, 5, 'added'], 'TypeError'],
      ['updateConflict', ['handler', null, 5n, 'gone'], 'RangeError'],
      ['updateConflicts', ['handler', null, { noUserInterface: 1 }], 'TypeError'],
      ['setHandlerActive', ['handler', 1], 'TypeError'],
      ['setHandlerEnabled', [5, true], 'TypeError'],
      ['setItemEnabled', ['handler', '', true], 'RangeError'],
    ],
  );
});

describe('null', () => {
  const rows: readonly (readonly [name: string, before: readonly unknown[], target: () => object | Promise<object>])[] =
    [
      ['showProperties', [], () => machine.open()],
      ['deleteLogError', [], () => machine.syncmgr.attachCallback(16n)],
      ['establishConnection', [], () => machine.syncmgr.attachCallback(16n)],
      ['canContinue', [], () => machine.syncmgr.openReport('handler', ['item'])],
      ['updateEvents', ['handler'], () => machine.syncmgr.control],
      ['updateConflicts', ['handler'], () => machine.syncmgr.control],
    ];

  it.each(rows)(
    'stands for all that the object has, like an omitted argument, in %s()',
    async (name, before, target) => {
      const made = async (...values: unknown[]) => {
        machine = new FakeSyncManager();
        const pending = call(await target(), name, [...before, ...values]);
        pending.catch(() => {});
        await settled();
        return [...machine.calls, ...machine.handler.calls, ...machine.callback.calls];
      };
      const omitted = await made();
      expect(omitted.flat()).toContain(name);
      expect(await made(null)).toEqual(omitted);
    },
  );
});

describe('invoke and registration', () => {
  refuses(
    () => machine.syncmgr.invoke,
    [
      ['updateItems', ['no guid'], 'RangeError'],
      ['updateItems', [clsid, { startSync: 1 }], 'TypeError'],
      ['updateItems', [clsid, { cookie: [1] }], 'TypeError'],
    ],
  );
  refuses(
    () => machine.syncmgr.registration,
    [
      ['register', ['no guid'], 'RangeError'],
      ['register', [clsid, { events: 'idle' }], 'TypeError'],
      ['register', [clsid, { events: ['sleep'] }], 'RangeError'],
      ['register', [clsid, { description: nul }], 'RangeError'],
      ['unregister', [undefined], 'TypeError'],
      ['get', ['no guid'], 'RangeError'],
      ['installClass', [{ clsid, description: '', executable: '' }], 'RangeError'],
      ['installClass', [{ clsid, description: '', executable: 'a.exe' }], 'RangeError'],
      ['installClass', [{ clsid, description: '', executable: 'C:a.exe' }], 'RangeError'],
      ['installClass', [{ clsid, description: '', executable: '"C:\\a.exe" -x' }], 'RangeError'],
      ['installClass', [{ clsid, description: '', executable: 'C:\\a".exe' }], 'RangeError'],
      ['installClass', [{ clsid, description: '', executable: `C:\\${nul}` }], 'RangeError'],
      ['installClass', [{ clsid, description: '', executable: 'C:\\a.exe', arguments: '-x' }], 'TypeError'],
      ['installClass', [{ clsid, description: '', executable: 'C:\\a.exe', arguments: ['-x', 5] }], 'TypeError'],
      ['installClass', [{ clsid, description: '', executable: 'C:\\a.exe', arguments: new Array(1) }], 'TypeError'],
      ['installClass', [{ clsid, description: '', executable: 'C:\\a.exe', arguments: [nul] }], 'RangeError'],
      [
        'installClass',
        [{ clsid, description: '', executable: 'C:\\a.exe', arguments: ['x'.repeat(32_745)] }],
        'RangeError',
      ],
      ['installClass', [{ clsid, description: '' }], 'TypeError'],
      ['installClass', [{ clsid, description: '', executable: 'C:\\a.exe', scope: 'everybody' }], 'RangeError'],
      ['uninstallClass', [clsid, { scope: 5 }], 'TypeError'],
    ],
  );
});
