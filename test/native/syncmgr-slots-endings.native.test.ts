import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/com/hresult.js';
import { nullGuid } from '../../lib/syncmgr/constants.js';
import { guidBytes } from './koffi-com.js';
import { type OpenHandler, openHandler } from './syncmgr-callback.js';
import { hasSyncManagerLibrary, numberedItem } from './syncmgr-library.js';

const item = numberedItem(1);
const stranger = '{11111111-2222-3333-4444-555555555555}';

describe.runIf(hasSyncManagerLibrary)('the methods of the callback object that end a call', () => {
  let open: OpenHandler;

  beforeEach(async () => {
    open = await openHandler();
  });

  afterEach(() => open.connection.close());

  it.each(['showPropertiesCompleted', 'prepareForSyncCompleted', 'synchronizeCompleted'] as const)(
    '%s is refused while there is no such call',
    (name) => {
      expect(open.callback.completed(name)).toBe(hresults.E_UNEXPECTED);
    },
  );

  it('showErrorCompleted is refused while there is no such call', () => {
    expect(open.callback.showErrorCompleted(hresults.S_OK, 0, null)).toBe(hresults.E_UNEXPECTED);
  });

  it('prepareForSyncCompleted ends PrepareForSync, once', async () => {
    await open.handler.prepareForSync([item]);
    expect(open.callback.completed('prepareForSyncCompleted')).toBe(hresults.S_OK);
    expect(open.callback.completed('prepareForSyncCompleted')).toBe(hresults.E_UNEXPECTED);
    expect(await open.recorded(1)).toEqual([{ type: 'completed', call: 'prepareForSync', hresult: 0, itemIds: null }]);
  });

  it('prepareForSyncCompleted is refused when PrepareForSync returned something else than S_OK', async () => {
    open.library.scriptResult('ISyncMgrSynchronize.PrepareForSync', hresults.S_FALSE);
    await expect(open.handler.prepareForSync([item])).resolves.toBe(hresults.S_FALSE);
    expect(open.callback.completed('prepareForSyncCompleted')).toBe(hresults.E_UNEXPECTED);
  });

  it('synchronizeCompleted ends Synchronize with the result that it has', async () => {
    await open.handler.prepareForSync([item]);
    open.callback.completed('prepareForSyncCompleted');
    await open.handler.synchronize();
    expect(open.callback.completed('synchronizeCompleted', hresults.E_FAIL)).toBe(hresults.S_OK);
    expect(await open.recorded(2)).toMatchObject([
      {},
      { type: 'completed', call: 'synchronize', hresult: hresults.E_FAIL },
    ]);
  });

  it('showPropertiesCompleted ends ShowProperties, and no other call', async () => {
    await open.handler.showProperties(nullGuid);
    expect(open.callback.completed('synchronizeCompleted')).toBe(hresults.E_UNEXPECTED);
    expect(open.callback.completed('showPropertiesCompleted', hresults.S_SYNCMGR_ITEMDELETED)).toBe(hresults.S_OK);
    expect(await open.recorded(1)).toMatchObject([{ call: 'showProperties', hresult: hresults.S_SYNCMGR_ITEMDELETED }]);
  });

  it('showErrorCompleted takes a copy of the items to retry', async () => {
    await open.handler.showError(stranger);
    const ids = new Uint8Array([...guidBytes(item), ...guidBytes(stranger)]);
    expect(open.callback.showErrorCompleted(hresults.S_SYNCMGR_RETRYSYNC, 2, ids)).toBe(hresults.S_OK);
    ids.fill(0);
    expect(await open.recorded(1)).toMatchObject([
      { call: 'showError', hresult: hresults.S_SYNCMGR_RETRYSYNC, itemIds: [item, stranger] },
    ]);
  });

  it('showErrorCompleted does not read items that are not to be retried', async () => {
    await open.handler.showError(stranger);
    expect(open.callback.showErrorCompleted(hresults.S_OK, 5, null)).toBe(hresults.S_OK);
    expect(await open.recorded(1)).toMatchObject([{ call: 'showError', hresult: 0, itemIds: null }]);
  });

  it('showErrorCompleted refuses items that are to be retried and not there', async () => {
    await open.handler.showError(stranger);
    expect(open.callback.showErrorCompleted(hresults.S_SYNCMGR_RETRYSYNC, 2, null)).toBe(hresults.E_INVALIDARG);
  });
});
