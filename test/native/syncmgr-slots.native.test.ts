import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/index.js';
import { addRef, callSlot, guidBytes, koffi, queryInterface, release, textAddress } from './koffi-com.js';
import { type OpenHandler, openHandler, structureSizes } from './syncmgr-callback.js';
import { hasSyncManagerLibrary, numberedItem } from './syncmgr-library.js';

const interfaces = {
  unknown: '{00000000-0000-0000-C000-000000000046}',
  marshal: '{00000003-0000-0000-C000-000000000046}',
  agileObject: '{94EA2B94-E9CC-49E0-C0FF-EE64CA8F5B90}',
  callback: '{6295DF41-35EE-11D1-8707-00C04FD93327}',
  handler: '{6295DF40-35EE-11D1-8707-00C04FD93327}',
};
const item = numberedItem(1);
const stranger = '{11111111-2222-3333-4444-555555555555}';

describe.runIf(hasSyncManagerLibrary)('the callback object of a handler', () => {
  let open: OpenHandler;

  beforeEach(async () => {
    open = await openHandler();
  });

  afterEach(() => open.connection.close());

  it('is called with structures of the documented size', () => {
    for (const [name, size] of Object.entries(structureSizes)) expect(koffi.sizeof(name)).toBe(size);
  });

  describe('as IUnknown', () => {
    it.each(['unknown', 'callback', 'agileObject', 'marshal'] as const)('supports %s', (name) => {
      const { hresult, pointer } = queryInterface(open.callback.pointer, interfaces[name]);
      expect(hresult).toBe(hresults.S_OK);
      release(pointer);
    });

    it('supports no other interface and returns a null pointer for it', () => {
      expect(queryInterface(open.callback.pointer, interfaces.handler)).toEqual({
        hresult: hresults.E_NOINTERFACE,
        pointer: 0n,
      });
    });

    it('has the same identity for every interface', () => {
      const first = queryInterface(open.callback.pointer, interfaces.unknown).pointer;
      const agile = queryInterface(open.callback.pointer, interfaces.agileObject).pointer;
      const second = queryInterface(agile, interfaces.unknown).pointer;
      expect(second).toBe(first);
      for (const pointer of [first, agile, second]) release(pointer);
    });

    it('refuses a null pointer for the result', () => {
      const parameters = 'const uint8_t *iid, uint64_t *out';
      const answer = callSlot(open.callback.pointer, 0, parameters, guidBytes(interfaces.callback), null);
      expect(answer).toBe(hresults.E_POINTER);
    });

    it('refuses a null pointer for the interface id', () => {
      const out = new BigUint64Array([0xdeadn]);
      const answer = callSlot(open.callback.pointer, 0, 'const uint8_t *iid, uint64_t *out', null, out);
      expect([answer, out[0]]).toEqual([hresults.E_POINTER, 0n]);
    });

    it('counts references', () => {
      const { pointer } = open.callback;
      const counted = addRef(pointer);
      expect(addRef(pointer)).toBe(counted + 1);
      expect(release(pointer)).toBe(counted);
      expect(release(pointer)).toBe(counted - 1);
    });
  });

  describe('in Progress', () => {
    it('reads all four fields', async () => {
      const text = textAddress('half of it');
      const fields = { mask: 0xf, lpcStatusText: text, dwStatusType: 3, iProgValue: 50, iMaxValue: 100 };
      expect(open.callback.progress(item, fields)).toBe(hresults.S_OK);
      expect(await open.recorded(1)).toEqual([
        {
          type: 'progress',
          itemId: item,
          mask: 0xf,
          statusText: 'half of it',
          statusType: 3,
          progressValue: 50,
          maximumValue: 100,
          folded: 0,
        },
      ]);
    });

    it('does not read a text that is not flagged', async () => {
      expect(open.callback.progress(item, { mask: 0x4, iProgValue: 7 })).toBe(hresults.S_OK);
      expect(await open.recorded(1)).toMatchObject([{ type: 'progress', mask: 0x4, progressValue: 7 }]);
    });

    it('treats a flagged null text as the empty text', async () => {
      expect(open.callback.progress(item, { mask: 0x1, lpcStatusText: 0n })).toBe(hresults.S_OK);
      expect(await open.recorded(1)).toMatchObject([{ type: 'progress', mask: 0x1, statusText: '' }]);
    });

    it('passes on inconsistent values', async () => {
      expect(open.callback.progress(item, { mask: 0xc, iProgValue: -5, iMaxValue: -10 })).toBe(hresults.S_OK);
      expect(await open.recorded(1)).toMatchObject([{ type: 'progress', progressValue: -5, maximumValue: -10 }]);
    });

    it('ignores unknown bits of the mask', async () => {
      expect(open.callback.progress(item, { mask: 0xfffffff4, iProgValue: 1 })).toBe(hresults.S_OK);
      expect(await open.recorded(1)).toMatchObject([{ type: 'progress', progressValue: 1 }]);
    });

    it.each([0, 24, 31, 33, 0xffffffff])('refuses a structure of %d bytes and reports nothing', async (cbSize) => {
      expect(open.callback.progress(item, { cbSize, mask: 0x4, iProgValue: 1 })).toBe(hresults.E_INVALIDARG);
      open.callback.progress(item, { mask: 0x4, iProgValue: 2 });
      expect(await open.recorded(1)).toMatchObject([{ progressValue: 2, folded: 0 }]);
    });

    it('refuses a null item id', () => {
      expect(open.callback.progress(null, { mask: 0x4 })).toBe(hresults.E_POINTER);
    });

    it('refuses a null structure', () => {
      expect(open.callback.progress(item, null)).toBe(hresults.E_POINTER);
    });

    it('refuses an unknown item', () => {
      expect(open.callback.progress(stranger, { mask: 0x4, iProgValue: 1 })).toBe(hresults.E_INVALIDARG);
    });

    it('accepts an item that was not enumerated once it is synchronised', async () => {
      await open.handler.prepareForSync([stranger]);
      expect(open.callback.progress(stranger, { mask: 0x4, iProgValue: 1 })).toBe(hresults.S_OK);
    });

    it('returns the cancellation of one item at once, and of no other', () => {
      open.handler.cancelItem(item);
      expect(open.callback.progress(item, { mask: 0x4 })).toBe(hresults.S_SYNCMGR_CANCELITEM);
      expect(open.callback.progress(numberedItem(2), { mask: 0x4 })).toBe(hresults.S_OK);
    });

    it('returns the cancellation of every item at once when all are cancelled', () => {
      open.handler.cancelItem(item);
      open.handler.cancelAll();
      expect(open.callback.progress(item, { mask: 0x4 })).toBe(hresults.S_SYNCMGR_CANCELALL);
      expect(open.callback.progress(numberedItem(2), { mask: 0x4 })).toBe(hresults.S_SYNCMGR_CANCELALL);
    });

    it('returns S_SYNCMGR_CANCELALL once the handler has been closed', async () => {
      const { pointer } = open.callback;
      addRef(pointer);
      await open.handler.close();
      expect(open.callback.progress(item, { mask: 0x4 })).toBe(hresults.S_SYNCMGR_CANCELALL);
      release(pointer);
    });
  });
});
