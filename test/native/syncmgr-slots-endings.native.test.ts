import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/index.js';
import { nullGuid } from '../contract/syncmgr/helpers.js';
import { guidBytes } from './koffi-com.js';
import { type OpenHandler, openHandler } from './syncmgr-callback.js';
import { hasSyncManagerLibrary, numberedItem } from './syncmgr-library.js';

const item = numberedItem(1);
const stranger = '{11111111-2222-3333-4444-555555555555}';

describe.runIf(hasSyncManagerLibrary)('the completing methods of the callback object', () => {
  let open: OpenHandler;

  beforeEach(async () => {
    open = await openHandler();
  });

  afterEach(() => open.connection.close());

  it.each(['showPropertiesCompleted', 'prepareForSyncCompleted', 'synchronizeCompleted'] as const)(
    '%s is refused without a call to complete',
    (name) => {
      expect(open.callback.completed(name)).toBe(hresults.E_UNEXPECTED);
    },
  );

  it('showErrorCompleted is refused without a call to complete', () => {
    expect(open.callback.showErrorCompleted(hresults.S_OK, 0, null)).toBe(hresults.E_UNEXPECTED);
  });

  it('prepareForSyncCompleted completes PrepareForSync once', async () => {
    await open.handler.prepareForSync([item]);
    expect(open.callback.completed('prepareForSyncCompleted')).toBe(hresults.S_OK);
    expect(open.callback.completed('prepareForSyncCompleted')).toBe(hresults.E_UNEXPECTED);
    expect(await open.recorded(1)).toEqual([{ type: 'completed', call: 'prepareForSync', hresult: 0, itemIds: null }]);
  });

  it('prepareForSyncCompleted is refused when PrepareForSync did not return S_OK', async () => {
    open.library.scriptResult('ISyncMgrSynchronize.PrepareForSync', hresults.S_FALSE);
    await expect(open.handler.prepareForSync([item])).resolves.toBe(hresults.S_FALSE);
    expect(open.callback.completed('prepareForSyncCompleted')).toBe(hresults.E_UNEXPECTED);
  });

  it('synchronizeCompleted completes Synchronize with its result', async () => {
    await open.handler.prepareForSync([item]);
    open.callback.completed('prepareForSyncCompleted');
    await open.handler.synchronize();
    expect(open.callback.completed('synchronizeCompleted', hresults.E_FAIL)).toBe(hresults.S_OK);
    expect(await open.recorded(2)).toMatchObject([
      {},
      { type: 'completed', call: 'synchronize', hresult: hresults.E_FAIL },
    ]);
  });

  it('showPropertiesCompleted completes ShowProperties only', async () => {
    await open.handler.showProperties(nullGuid);
    expect(open.callback.completed('synchronizeCompleted')).toBe(hresults.E_UNEXPECTED);
    expect(open.callback.completed('showPropertiesCompleted', hresults.S_SYNCMGR_ITEMDELETED)).toBe(hresults.S_OK);
    expect(await open.recorded(1)).toMatchObject([{ call: 'showProperties', hresult: hresults.S_SYNCMGR_ITEMDELETED }]);
  });

  it('showErrorCompleted copies the items to retry', async () => {
    await open.handler.showError(stranger);
    const ids = new Uint8Array([...guidBytes(item), ...guidBytes(stranger)]);
    expect(open.callback.showErrorCompleted(hresults.S_SYNCMGR_RETRYSYNC, 2, ids)).toBe(hresults.S_OK);
    ids.fill(0);
    expect(await open.recorded(1)).toMatchObject([
      { call: 'showError', hresult: hresults.S_SYNCMGR_RETRYSYNC, itemIds: [item, stranger] },
    ]);
  });

  it('showErrorCompleted does not read items without a retry', async () => {
    await open.handler.showError(stranger);
    expect(open.callback.showErrorCompleted(hresults.S_OK, 5, null)).toBe(hresults.S_OK);
    expect(await open.recorded(1)).toMatchObject([{ call: 'showError', hresult: 0, itemIds: null }]);
  });

  it('showErrorCompleted refuses missing items to retry', async () => {
    await open.handler.showError(stranger);
    expect(open.callback.showErrorCompleted(hresults.S_SYNCMGR_RETRYSYNC, 2, null)).toBe(hresults.E_INVALIDARG);
  });
});
