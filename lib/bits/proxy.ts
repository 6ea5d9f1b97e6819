import { requireFilledText, requireObject, requireOneOf, requireText } from '../com/arguments.js';
import { proxyUsages } from './constants.js';
import type { ProxyRecord } from './verbs.js';

/** Proxy servers for one job. */
export interface BitsProxyServers {
  /** One or several proxy servers, separated by spaces or semicolons: `[<scheme>=][<scheme>://]<server>[:<port>]`. At most 4000 characters. */
  readonly servers: string;
  /** Hosts that are reached without a proxy, separated by spaces or semicolons; `'<local>'` for those of the local network. */
  readonly bypass?: string | undefined;
}

/**
 * Which proxy server a job uses.
 * - `'preconfigured'` (the default of BITS): the settings of the owner of the job
 * - `'none'`: no proxy
 * - `'autoDetect'`: Web Proxy Auto-Discovery
 * - `{ servers, bypass }`: these servers
 *
 * Source: https://learn.microsoft.com/windows/win32/api/bits/nf-bits-ibackgroundcopyjob-setproxysettings.
 */
export type BitsProxySettings = Exclude<(typeof proxyUsages)[number], 'override'> | BitsProxyServers;

/** Proxy settings as BITS returns them: an unknown usage is a number. */
export type BitsReadProxySettings = BitsProxySettings | number;

const words = ['preconfigured', 'none', 'autoDetect'] as const;

/** Reads proxy settings. @throws {TypeError | RangeError} for invalid settings */
export function requireProxy(value: unknown, name: string): ProxyRecord {
  if (typeof value === 'string') {
    return { usage: proxyUsages.indexOf(requireOneOf(value, name, words)), list: null, bypass: null };
  }
  const { servers, bypass }: { servers?: unknown; bypass?: unknown } = requireObject(
    value,
    name,
    `one of ${words.join(', ')} or { servers, bypass }`,
  );
  return {
    usage: proxyUsages.indexOf('override'),
    list: requireFilledText(servers, `${name}.servers`),
    bypass: bypass === undefined ? null : requireText(bypass, `${name}.bypass`),
  };
}

export function toProxy({ usage, list, bypass }: ProxyRecord): BitsReadProxySettings {
  const word = proxyUsages[usage];
  if (word !== 'override') return word ?? usage;
  return { servers: list ?? '', ...(bypass === null ? {} : { bypass }) };
}
