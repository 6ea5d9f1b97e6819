// The reference servers of Sync Manager and Sync Center under test/reference/sync-manager: classes for the Wine prefix, which lacks them.
// On Windows the classes of Sync Center are the system's own.
//
//   node scripts/sync-manager.mjs install     builds them and registers them in the prefix
//   node scripts/sync-manager.mjs uninstall   takes the registration back
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ReferenceLibrary } from './reference-library.mjs';

const servers = new ReferenceLibrary('sync-manager', 'sync_manager.dll', ['sync-manager-proxies.dll']);

/** @returns {Promise<string>} the path of the library that tests script; proxies and client lie beside it */
export function installSyncManager() {
  return servers.install();
}

if (argv[1] === fileURLToPath(import.meta.url)) await servers.command();
