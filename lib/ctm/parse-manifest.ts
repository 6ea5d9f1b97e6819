import type { DownloadManifest } from './formats/manifest.js';

/**
 * Reads the file manifest that `DownloadContent` passes to an alternate content provider, and validates it against the documented schema: 1 to
 * 200 files of at most 500 chunks, and no other elements or attributes. A destination that leads out of the folder of the content, and a
 * document type, are rejected.
 *
 * Returns a promise because the XML reader is loaded by the first call: programs without a provider do not load it.
 * Source: https://learn.microsoft.com/intune/configmgr/develop/reference/core/servers/configure/iccmalternatedownloadprovider---downloadcontent-method.
 * @throws {TypeError} when `xml` is not a string; {RangeError} when it is not a valid manifest
 */
export async function parseManifest(xml: string): Promise<DownloadManifest> {
  const { readManifest } = await import('./formats/manifest.js');
  return readManifest(xml);
}
