/** The class of the reference handler, which is registered in process with `ThreadingModel=Apartment`. */
export const referenceHandler = '{3D6B5E10-8C1F-4B7E-9A21-77D0C4E1B001}';
/** The class that tests serve from Node.js; the reference library does not register a server for it. */
export const servedHandler = '{3D6B5E10-8C1F-4B7E-9A21-77D0C4E1B002}';

/** The classes of Sync Manager and Sync Center that are created without knowing a handler. */
export const syncmgrClasses = {
  SyncMgr: '{6295DF27-35EE-11D1-8707-00C04FD93327}',
  SyncMgrClient: '{1202DB60-1DAC-42C5-AED5-1ABDD432248E}',
  SyncMgrControl: '{1A1F4206-0688-4E7F-BE03-D82EC69DF9A5}',
} as const;

/** The id of the n-th item (from 1) of `scriptItemCount`. */
export function numberedItem(number: number): string {
  return `{${number.toString(16).toUpperCase().padStart(8, '0')}-0000-4000-8000-000000000000}`;
}
