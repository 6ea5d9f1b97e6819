const provider = 'Correct the provider; the application can only report the error and end the session.';
const metadata = 'The metadata of the replica is damaged. Repair it, or synchronise into a new replica.';

/**
 * Cause and remedy of each result of Windows Sync.
 * Source: https://learn.microsoft.com/windows/win32/winsync/windows-sync-error-codes and synchronizationerrors.h of the Windows SDK.
 *
 * @type {import('./entry.mjs').Entries}
 */
export const winsyncEntries = {
  SYNC_E_ID_FORMAT_MISMATCH: [
    'An ID does not have the format of the schema: its length, or whether its length varies.',
    'Pass IDs in the format of the provider; see the option `itemIdFormat`.',
  ],
  SYNC_E_INVALID_OPERATION: [
    'The call is not valid in the present state of the object, such as `end()` of a session that does not run.',
    'Call the methods in their order: `begin()`, reports, `end()`.',
  ],
  SYNC_E_REPLICA_NOT_FOUND: ['The replica ID or key is not in the key map.', provider],
  SYNC_E_CHANGE_COUNT_MISMATCH: ['The number of changes differs from the batch.', provider],
  SYNC_E_CHANGE_UNIT_COUNT_MISMATCH: ['The number of change units differs from the change.', provider],
  SYNC_E_KNOWLEDGE_DECREASED: ['The new knowledge does not contain the earlier one.', metadata],
  SYNC_E_CHANGE_NOT_IN_KNOWLEDGE: ['The version of a change is not in the knowledge made with it.', provider],
  SYNC_E_ITEM_MUST_EXIST: ['The item does not exist in the metadata.', provider],
  SYNC_E_HAS_NO_DATA: ['The change has no data, for example because it is a deletion.', provider],
  SYNC_E_CHANGE_NEEDS_KNOWLEDGE: ['The change needs the knowledge that it was made with.', provider],
  SYNC_E_RANGE_OUT_OF_ORDER: ['The ranges of a batch are not in ascending order of their IDs.', provider],
  SYNC_E_NOT_EXPECTED_CHANGE: ['The change is not the one that was expected next.', provider],
  SYNC_E_DESERIALIZATION: [
    'The bytes could not be read: they are damaged, or come from another implementation.',
    'Pass only bytes that the same implementation has written.',
  ],
  SYNC_E_SINGLE_RANGE_ONLY: ['The call supports one range only.', provider],
  SYNC_E_ITEM_HAS_CHANGE_UNITS: ['The item has change units, which the call does not support.', provider],
  SYNC_E_ITEM_HAS_NO_CHANGE_UNITS: ['The item has no change units, which the call needs.', provider],
  SYNC_E_ITEM_HAS_NO_VERSION_DATA: ['The item has no version.', metadata],
  SYNC_E_OBJECT_NEEDS_STATE: ['The object was not initialised.', provider],
  SYNC_E_FEEDSYNC_INVALID_FEED: ['The FeedSync feed is not valid.', 'Correct the feed.'],
  SYNC_E_FEEDSYNC_ITEM_NOT_IN_METADATA: ['The item of the FeedSync feed is not in the metadata.', provider],
  SYNC_E_FEEDSYNC_CALLBACK_EXPECTED: ['The FeedSync call needs a callback.', provider],
  SYNC_E_INVALID_VERSION: ['The version of an item or change unit is not valid.', provider],
  SYNC_E_DUPLICATE_ITEM: ['The item exists already.', provider],
  SYNC_E_INVALID_ORDER_FOR_VECTOR_ELEMENTS: ['The elements of a clock vector are not in order.', provider],
  SYNC_E_INVALID_SYNC_TIME: ['The time of a version is not valid.', provider],
  SYNC_E_INCOMPLETE_REPLICA_KEY_MAP: ['The key map does not contain all replicas.', provider],
  SYNC_E_INVALID_REPLICA_KEY: ['The replica key is not valid.', provider],
  SYNC_E_NEGATIVE_RANGE_EXCEPTION: ['A range would have a negative length.', provider],
  SYNC_E_BATCH_NEEDS_KNOWLEDGE: ['The batch needs the knowledge that it was made with.', provider],
  SYNC_E_INTERNAL_ERROR: [
    'Windows Sync failed without a more exact reason.',
    'End the session and start another one. Report a failure that recurs to the author of the provider.',
  ],
  SYNC_E_CHANGE_BATCH_IS_READ_ONLY: ['The change batch cannot be changed.', provider],
  SYNC_E_DATA_MODIFIED_CONCURRENTLY: [
    'An item was changed locally while a change was applied to it.',
    'Start another session: it detects the local change.',
  ],
  SYNC_E_ON_CREATE_MUST_FAIL_ENTIRE_ITEM: ['The creation of an item can fail as a whole only.', provider],
  SYNC_E_FILTER_NOT_SUPPORTED: ['The provider does not support the filter.', 'Synchronise without a filter.'],
  SYNC_E_LOAD_CONFLICT_DATA_FAILED: ['The data of a conflict could not be loaded.', provider],
  SYNC_E_INVALID_SERIALIZATION_VERSION: [
    'The bytes were written by a version that is not supported.',
    'Use the same version of Windows Sync on both sides.',
  ],
  SYNC_E_MARKER_MISMATCH: ['The end of a range does not belong to its start.', provider],
  SYNC_E_FORGOTTEN_KNOWLEDGE_NOT_CONTAINED: [
    'The destination is out of date: the source has already removed the tombstones that it needs.',
    'Run a full enumeration (`onFullEnumerationNeeded`).',
  ],
  SYNC_E_ACTIVE_CHANGE_APPLICATION_CONTEXT: ['Another change application is active.', provider],
  SYNC_E_ITEM_LIST_FILTERED_FULL_ENUMERATION_NOT_SUPPORTED: [
    'A full enumeration with a filter of an item list is not supported.',
    'Synchronise without the filter.',
  ],
  SYNC_E_FULL_ENUMERATION_MUST_BE_USED: [
    'The destination is out of date, and a full enumeration is required.',
    "Answer `onFullEnumerationNeeded` with `'fullEnumeration'`.",
  ],
  SYNC_E_BATCH_NEEDS_FILTER_FORGOTTEN_KNOWLEDGE: ['The batch needs the forgotten knowledge of its filter.', provider],
  SYNC_E_CONSTRAINT_CONFLICT_NOT_ALLOWED: ['A constraint conflict may not be reported at this point.', provider],
  SYNC_E_SOURCE_DOES_NOT_TRACK_FILTER: ['The source does not track the filter.', 'Synchronise without the filter.'],
  SYNC_E_PFX_NO_ITEM_SCHEMA_DEFINED: ['The simple provider has no schema for its items.', provider],
  SYNC_E_PFX_CHANGE_DETECTION_FAILED: ['The simple provider could not detect changes.', provider],
  SYNC_E_REGISTRATION_INTERNAL_ERROR: [
    'The registration of providers failed without a more exact reason.',
    'Try again.',
  ],
  SYNC_E_REGISTRATION_ALREADY_REGISTERED: [
    'A provider is registered with this instance ID.',
    'Use another instance ID, or remove the registration first.',
  ],
  SYNC_E_REGISTRATION_NOT_REGISTERED: [
    'No provider is registered with this instance ID.',
    'List the registrations with `providers()`, and register the provider.',
  ],
  SYNC_E_REGISTRATION_CORRUPT_DATA: [
    'The data of a registration is damaged.',
    'Remove the registration and register the provider again.',
  ],
  SYNC_E_REGISTRATION_ALREADY_COMMITTED: ['The changes of the registration were committed already.', provider],
};

/**
 * Cause and remedy of each success code of Sync Manager.
 * Source: https://learn.microsoft.com/windows/win32/api/mobsync/ and mobsync.h of the Windows SDK.
 *
 * @type {import('./entry.mjs').Entries}
 */
export const syncmgrEntries = {
  S_SYNCMGR_MISSINGITEMS: [
    'The handler has items that it cannot list at present, such as those of a device that is not connected.',
    'Nothing to do: `items()` resolves with `missing: true`.',
  ],
  S_SYNCMGR_RETRYSYNC: [
    'The handler requests that items are synchronised again.',
    'Pass `retryItemIds` of `showError()` to `synchronize()`.',
  ],
  S_SYNCMGR_CANCELITEM: [
    'The manager cancels the item that was reported.',
    'A handler stops the item, and reports its status `skipped`.',
  ],
  S_SYNCMGR_CANCELALL: ['The manager cancels the synchronisation.', 'A handler stops all items as soon as possible.'],
  S_SYNCMGR_ITEMDELETED: ['The item was deleted.', 'List the items again.'],
  S_SYNCMGR_ENUMITEMS: ['The list of items has changed.', 'List the items again.'],
};
