import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/index.js';
import { nullGuid } from '../contract/syncmgr/helpers.js';
import { type OpenHandler, openHandler } from './syncmgr-callback.js';
import { hasSyncManagerLibrary, numberedItem } from './syncmgr-library.js';

const item = numberedItem(1);
const stranger = '{11111111-2222-3333-4444-555555555555}';

describe.runIf(hasSyncManagerLibrary)('the callback object of a handler', () => {
  let open: OpenHandler;

  beforeEach(async () => {
    open = await openHandler();
  });

  afterEach(() => open.connection.close());

  describe('in LogError', () => {
    it('accepts a text alone', async () => {
      expect(open.callback.logError(1, 'a text', null)).toBe(hresults.S_OK);
      expect(await open.recorded(1)).toEqual([
        { type: 'logError', level: 1, text: 'a text', errorFlags: null, errorId: null, itemId: null, folded: 0 },
      ]);
    });

    it('reads the fields that are flagged', async () => {
      const information = { mask: 0x7, flags: 1, errorId: stranger, itemId: item };
      expect(open.callback.logError(3, 'a text', information)).toBe(hresults.S_OK);
      expect(await open.recorded(1)).toMatchObject([{ level: 3, errorFlags: 1, errorId: stranger, itemId: item }]);
    });

    it('leaves out the fields that are not flagged', async () => {
      expect(open.callback.logError(2, 'a text', { mask: 0x4, flags: 1, itemId: item })).toBe(hresults.S_OK);
      expect(await open.recorded(1)).toMatchObject([{ level: 2, errorFlags: null, errorId: null, itemId: item }]);
    });

    it('ignores unknown bits of the mask', async () => {
      expect(open.callback.logError(2, 'a text', { mask: 0xfffffff8 })).toBe(hresults.S_OK);
      expect(await open.recorded(1)).toMatchObject([{ errorFlags: null, errorId: null, itemId: null }]);
    });

    it.each([0, 4, 0xffffffff])('refuses the level %d', (level) => {
      expect(open.callback.logError(level, 'a text', null)).toBe(hresults.E_INVALIDARG);
    });

    it('refuses a null text', () => {
      expect(open.callback.logError(1, null, null)).toBe(hresults.E_INVALIDARG);
    });

    it.each([0, 43, 48])('refuses a structure of %d bytes', (cbSize) => {
      expect(open.callback.logError(1, 'a text', { cbSize })).toBe(hresults.E_INVALIDARG);
    });
  });

  describe('in DeleteLogError', () => {
    it.each([stranger, nullGuid])('accepts %s, also if it was not logged', async (errorId) => {
      expect(open.callback.deleteLogError(errorId)).toBe(hresults.S_OK);
      expect(await open.recorded(1)).toEqual([{ type: 'deleteLogError', errorId, folded: 0 }]);
    });

    it('refuses a null pointer', () => {
      expect(open.callback.deleteLogError(null)).toBe(hresults.E_POINTER);
    });
  });

  describe('in EstablishConnection', () => {
    it.each(['a network', null])('accepts %s', async (connection) => {
      expect(open.callback.establishConnection(connection)).toBe(hresults.S_OK);
      expect(await open.recorded(1)).toEqual([{ type: 'establishConnection', connection, folded: 0 }]);
    });
  });

  it('keeps the latest 4096 messages, and adds the number of dropped messages to the oldest that is left, of any type', async () => {
    // All in one turn, so that none is delivered before the last.
    open.callback.logError(1, 'dropped', null);
    open.callback.deleteLogError(stranger);
    open.callback.establishConnection('dropped');
    for (let count = 0; count < 2048; count += 1) {
      open.callback.establishConnection('a network');
      open.callback.deleteLogError(stranger);
    }
    const events = await open.recorded(4096);
    expect(events).toHaveLength(4096);
    expect(events[0]).toMatchObject({ type: 'establishConnection', connection: 'a network', folded: 3 });
    expect(events[1]).toMatchObject({ type: 'deleteLogError', folded: 0 });
  });

  describe('in EnableModeless', () => {
    it('refuses a dialog if dialogs are not allowed', () => {
      expect(open.callback.enableModeless(1)).toBe(hresults.S_FALSE);
    });

    it('accepts the end of a dialog that was never open', () => {
      expect(open.callback.enableModeless(0)).toBe(hresults.S_OK);
    });

    it('allows one dialog at a time', async () => {
      await open.connection.close();
      open = await openHandler('allow');
      expect([1, 1, 0, 1].map((enable) => open.callback.enableModeless(enable))).toEqual([
        hresults.S_OK,
        hresults.S_FALSE,
        hresults.S_OK,
        hresults.S_OK,
      ]);
    });
  });
});
