import { getProxyForUrl } from 'proxy-from-env';
import { hresults } from '../../com/hresult.js';
import type { ProxyRecord } from '../settings-verbs.js';
import { errorContext, TransferFailure } from './transfer-failure.js';
import { proxyUsage } from './transfer-terms.js';

/**
 * Returns the URL of the proxy for a request; an empty string for none. The proxy settings of the user are those of the environment.
 * Source: https://learn.microsoft.com/windows/win32/api/bits/nf-bits-ibackgroundcopyjob-setproxysettings.
 * @throws {TransferFailure} `BG_E_INVALID_PROXY_INFO` for a list that cannot be parsed
 */
export function proxyFor(url: string, { usage, list, bypass }: ProxyRecord): string {
  if (usage === proxyUsage.none) return '';
  if (usage !== proxyUsage.override) return getProxyForUrl(url);
  const { protocol, hostname } = new URL(url);
  if (isBypassed(hostname, bypass)) return '';
  const entries = (list ?? '').split(/[\s;]+/).filter((entry) => entry !== '');
  let general: string | undefined;
  for (const entry of entries) {
    const [, scheme, address = entry] = /^(https?)=(.*)$/i.exec(entry) ?? [];
    if (scheme === undefined) general ??= address;
    else if (`${scheme.toLowerCase()}:` === protocol) return toUrl(address);
  }
  return general === undefined ? '' : toUrl(general);
}

function toUrl(address: string): string {
  const url = /^https?:\/\//i.test(address) ? address : `http://${address}`;
  if (URL.canParse(url)) return url;
  throw new TransferFailure(hresults.BG_E_INVALID_PROXY_INFO, errorContext.generalTransport, false);
}

/** Whether a host is reached without the proxy. A wildcard is valid at the left end only; `<local>` matches every name without a period. */
function isBypassed(host: string, bypass: string | null): boolean {
  return (bypass ?? '').split(/[\s;]+/).some((pattern) => {
    if (pattern === '') return false;
    if (pattern.toLowerCase() === '<local>') return !host.includes('.');
    const text = pattern.toLowerCase();
    return text.startsWith('*') ? host.toLowerCase().endsWith(text.slice(1)) : host.toLowerCase() === text;
  });
}
