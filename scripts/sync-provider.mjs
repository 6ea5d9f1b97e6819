// The reference providers of Windows Sync under test/reference/sync-provider.
//
//   node scripts/sync-provider.mjs install     builds them and registers them in the Wine prefix
//   node scripts/sync-provider.mjs uninstall   takes the registration back
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ReferenceLibrary } from './reference-library.mjs';

const providers = new ReferenceLibrary('sync-provider', 'sync_provider.dll');

/** @returns {Promise<string>} the path of the library */
export function installSyncProvider() {
  return providers.install();
}

if (argv[1] === fileURLToPath(import.meta.url)) await providers.command();
