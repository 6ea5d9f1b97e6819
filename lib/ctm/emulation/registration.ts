import { maximumDword, requireInteger, requireOptions, requireText } from '../../com/arguments.js';
import { createGuid, parseGuid } from '../../com/guid.js';
import type { PartialOf } from '../../com/partial.js';
import { requireProviderName } from './settings.js';

/**
 * The policy that registers a provider: `CCM_DownloadProvider`.
 * Source: https://learn.microsoft.com/intune/configmgr/develop/reference/core/servers/configure/ccm_downloadprovider-wmi-class.
 */
export interface DownloadProviderPolicy {
  /** The key; the same name as server-side. */
  readonly logicalName: string;
  /** The COM class that implements `ICcmAlternateDownloadProvider`. */
  readonly clsid: string;
  /** Not zero. */
  readonly priority: number;
  /** Client-wide configuration, which each `DownloadContent` gets; empty for none. */
  readonly globalSettings: string;
}

/** What a provider is registered with; a class of its own and no settings where they are left out. */
export type DownloadProviderOptions = Pick<DownloadProviderPolicy, 'logicalName' | 'priority'> &
  PartialOf<DownloadProviderPolicy>;

/** @throws {TypeError | RangeError} for what the class does not allow */
export function readPolicy(options: DownloadProviderOptions): DownloadProviderPolicy {
  const { logicalName, clsid = createGuid(), priority, globalSettings = '' } = requireOptions(options);
  return {
    logicalName: requireProviderName(logicalName, 'logicalName'),
    clsid: parseGuid(clsid, 'clsid'),
    priority: requireInteger(priority, 'priority', 1, maximumDword),
    globalSettings: requireText(globalSettings, 'globalSettings'),
  };
}
