import type { Agent } from 'node:http';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';

/**
 * Creates an agent whose connections go through a proxy. In a separate module, which is loaded for the first request through a proxy: its
 * packages take longer to load than the rest of the transport.
 * @param authorization for the request that opens a tunnel; null for none
 */
export function createProxyAgent(
  secure: boolean,
  proxy: string,
  keepAlive: boolean,
  authorization: string | null,
): Agent {
  const headers = authorization === null ? {} : { 'Proxy-Authorization': authorization };
  return secure ? new HttpsProxyAgent(proxy, { keepAlive, headers }) : new HttpProxyAgent(proxy, { keepAlive });
}
