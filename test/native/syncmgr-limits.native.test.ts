import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/index.js';
import type { HandlerServerVerbs, ServedHandlerEvent } from '../../lib/syncmgr/verbs.js';
import { nullGuid } from '../contract/syncmgr/helpers.js';
import { callSlot, guidBytes, release, tryCreateInstance } from './koffi-com.js';
import {
  hasSyncManagerLibrary,
  openNativeConnection,
  openSyncManagerLibrary,
  servedHandler,
} from './syncmgr-library.js';
import { threadNames } from './thread-names.js';
import { until } from './until.js';

const handlerInterface = '{6295DF40-35EE-11D1-8707-00C04FD93327}';
const localServer = 4;
const slots = { enumerateItems: 5, setProgressCallback: 8, setItemStatus: 11 };
const tooMuch = hresults.ERROR_NOT_ENOUGH_QUOTA;
const mostInstances = 256;
const mostEvents = 16_384;

describe.runIf(hasSyncManagerLibrary)('a client that floods a served class', () => {
  let connection: ReturnType<typeof openNativeConnection>;
  let server: HandlerServerVerbs;
  let events: ServedHandlerEvent[];
  let objects: bigint[];

  beforeEach(async () => {
    events = [];
    objects = [];
    connection = openNativeConnection();
    const definition = { clsid: servedHandler, name: 'Served', flags: 0, handles: [], answerTimeout: 30_000 };
    server = await connection.syncmgr.serveHandler(definition, (batch) => void events.push(...batch));
  });

  afterEach(async () => {
    for (const object of objects) release(object);
    await server.close();
    await connection.close();
  });

  /** In one turn: no event is delivered to JavaScript before the test waits. */
  function create(): number {
    const { hresult, pointer } = tryCreateInstance(servedHandler, handlerInterface, localServer);
    if (hresult === hresults.S_OK) objects.push(pointer);
    return hresult;
  }

  function handler(): bigint {
    expect(create()).toBe(hresults.S_OK);
    return objects.at(-1) ?? 0n;
  }

  const setItemStatus = (object: bigint) =>
    callSlot(object, slots.setItemStatus, 'const uint8_t *item, uint32_t status', guidBytes(nullGuid), 1);

  it('receives at most 256 handlers until it releases one', () => {
    for (let count = 0; count < mostInstances; count += 1) expect(create()).toBe(hresults.S_OK);
    expect(create()).toBe(tooMuch);
    release(objects.pop() ?? 0n);
    expect(create()).toBe(hresults.S_OK);
  });

  it('queues at most 16384 events until they are delivered', async () => {
    const object = handler();
    for (let count = 0; count < mostEvents; count += 1) setItemStatus(object);
    expect(setItemStatus(object)).toBe(tooMuch);
    expect(callSlot(object, slots.enumerateItems, 'uint64_t *items', new BigUint64Array(1))).toBe(tooMuch);
    await until(() => events.length >= mostEvents);
    expect(events).toHaveLength(mostEvents);
    expect(setItemStatus(object)).toBe(hresults.S_OK);
    await until(() => events.length > mostEvents);
  });

  it('uses one thread for all callbacks that it sets on a handler', async () => {
    const library = openSyncManagerLibrary();
    const object = handler();
    const callback = library.createCallback();
    const lanes = () => threadNames().filter((name) => name === 'winprogress syncmgr callback').length;
    const before = lanes();
    for (let count = 0; count < 20; count += 1) {
      expect(callSlot(object, slots.setProgressCallback, 'uint64_t callback', callback)).toBe(hresults.S_OK);
    }
    await until(() => events.length >= 20);
    const last = events.at(-1);
    if (last?.type !== 'setProgressCallback' || last.callback === null) throw new TypeError('not what was expected');
    // The lane runs the call after it has taken over the callbacks.
    await last.callback.deleteLogError(nullGuid);
    expect(lanes() - before).toBe(1);
    library.release(callback);
  });
});
