import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, connect, hresults } from '../../lib/index.js';
import { callSlot, createInstance, release } from './koffi-com.js';
import { numberedItem, servedHandler } from './syncmgr-ids.js';

const synchronizeInterface = '{6295DF40-35EE-11D1-8707-00C04FD93327}';
const slots = { queryInterface: 0, getItemObject: 6, showProperties: 7, setItemStatus: 11, showError: 12 };

/** A client in the process and apartment that serves the class: it has the handler itself, not a proxy. */
describe('a served handler that receives a null pointer for a GUID', () => {
  let connection: Connection;
  let handler: bigint;
  let called: string[];

  beforeEach(async () => {
    called = [];
    connection = await connect({ backend: 'native' });
    await connection.syncmgr.serveHandler({
      clsid: servedHandler,
      name: 'Served',
      items: [{ id: numberedItem(1), name: 'One' }],
      synchronize() {},
      showProperties: () => void called.push('showProperties'),
      showError: () => void called.push('showError'),
    });
    handler = createInstance(servedHandler, synchronizeInterface);
  });

  afterEach(async () => {
    release(handler);
    await connection.close();
  });

  it('refuses it in QueryInterface', () => {
    const out = new BigUint64Array([0xdeadn]);
    const answer = callSlot(handler, slots.queryInterface, 'const uint8_t *iid, uint64_t *out', null, out);
    expect([answer, out[0]]).toEqual([hresults.E_POINTER, 0n]);
  });

  it('returns E_NOTIMPL from GetItemObject, as for every item', () => {
    const out = new BigUint64Array([0xdeadn]);
    const parameters = 'const uint8_t *itemId, const uint8_t *iid, uint64_t *out';
    expect(callSlot(handler, slots.getItemObject, parameters, null, null, out)).toBe(hresults.E_NOTIMPL);
    expect(out[0]).toBe(0n);
  });

  it.each([
    ['ShowProperties', slots.showProperties, 'void *parent, const uint8_t *itemId', [null, null]],
    ['ShowError', slots.showError, 'void *parent, const uint8_t *errorId', [null, null]],
    ['SetItemStatus', slots.setItemStatus, 'const uint8_t *itemId, uint32_t status', [null, 1]],
  ])('refuses it in %s', async (_method, slot, parameters, values) => {
    expect(callSlot(handler, slot, parameters, ...values)).toBe(hresults.E_POINTER);
    await new Promise((resolve) => setImmediate(resolve));
    expect(called).toEqual([]);
  });
});
