import { describe, expect, it } from 'vitest';
import { hresults } from '../../lib/com/hresult.js';
import { toHandlerInfo, toSyncItems } from '../../lib/syncmgr/handler-records.js';
import type { ItemRecord } from '../../lib/syncmgr/verbs.js';
import { FakeSyncManager } from './fake-verbs.js';
import { first } from './ids.js';

const item: ItemRecord = { itemId: first, name: 'One', flags: 0, checked: false, lastUpdate: 0n, icon: null };

describe('the information of a handler', () => {
  const none = {
    hasProperties: false,
    mayEstablishConnection: false,
    alwaysListHandler: false,
    hidden: false,
  };

  it.each([
    [0x1, 'hasProperties'],
    [0x2, 'mayEstablishConnection'],
    [0x4, 'alwaysListHandler'],
    [0x8, 'hidden'],
  ])('has a name for the flag %d', (flags, word) => {
    expect(toHandlerInfo({ name: 'N', flags, icon: null })).toEqual({ ...none, name: 'N', [word]: true, icon: null });
  });

  it('leaves out unknown flags', () => {
    expect(toHandlerInfo({ name: 'N', flags: 0xffff_fff0, icon: null })).toEqual({ ...none, name: 'N', icon: null });
  });

  it('has its icon only if it is requested', async () => {
    const machine = new FakeSyncManager();
    const handler = await machine.open();
    await handler.info();
    await handler.info({ icon: true });
    await handler.items({ icons: true });
    expect(machine.handler.calls).toEqual([
      ['getHandlerInfo', false],
      ['getHandlerInfo', true],
      ['enumerateItems', true],
    ]);
  });
});

describe('the items of a handler', () => {
  it.each([
    [hresults.S_OK, false],
    [hresults.S_SYNCMGR_MISSINGITEMS, true],
  ])('can contain more items than can be reached now', (hresult, missing) => {
    expect(toSyncItems({ hresult, items: [] })).toEqual({ items: [], missing });
  });

  const none = {
    id: first,
    name: 'One',
    checked: false,
    hasProperties: false,
    temporary: false,
    roamingUser: false,
    mayDelete: false,
    hidden: false,
    lastUpdate: null,
    icon: null,
  };

  it.each([
    [0x1, 'hasProperties'],
    [0x2, 'temporary'],
    [0x4, 'roamingUser'],
    [0x10, 'mayDelete'],
    [0x20, 'hidden'],
  ])('have a name for the flag %d', (flags, word) => {
    expect(toSyncItems({ hresult: 0, items: [{ ...item, flags }] }).items).toEqual([{ ...none, [word]: true }]);
  });

  it('have the time of their last update only if it is flagged', () => {
    const lastUpdate = 10_000_000n;
    const items = [0, 0x8].map((flags) => ({ ...item, flags, lastUpdate }));
    expect(toSyncItems({ hresult: 0, items }).items).toEqual([
      none,
      { ...none, lastUpdate: new Date('1601-01-01T00:00:01Z') },
    ]);
  });

  it('pass on the checked state and their icon', () => {
    const icon = Uint8Array.of(0, 0, 1, 0);
    expect(toSyncItems({ hresult: 0, items: [{ ...item, checked: true, icon }] }).items).toEqual([
      { ...none, checked: true, icon },
    ]);
  });
});
