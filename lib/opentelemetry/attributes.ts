import type { Attributes } from '@opentelemetry/api';
import type { BitsTransferDiagnostics, BitsTransferEndDiagnostics, DiagnosticsError } from '../index.js';

/**
 * The server and the protocol of an address, by the attributes of the semantic conventions.
 * Source: https://opentelemetry.io/docs/specs/semconv/registry/attributes/server/.
 */
export function addressAttributes(address: string | null): Attributes {
  if (address === null || !URL.canParse(address)) return {};
  const { protocol, hostname, port } = new URL(address);
  const scheme = protocol.slice(0, -1);
  return {
    'url.scheme': scheme,
    ...(hostname === '' ? {} : { 'server.address': hostname }),
    ...(scheme === 'file' ? {} : { 'network.protocol.name': 'http', 'server.port': portOf(scheme, port) }),
  };
}

function portOf(scheme: string, port: string): number {
  if (port !== '') return Number(port);
  return scheme === 'https' ? 443 : 80;
}

/** Source: https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/. */
export function errorAttributes(error: DiagnosticsError | null): Attributes {
  return error === null ? {} : { 'error.type': error.code };
}

/** What the metrics of transfers are divided by: no id, and no path. */
export function transferAttributes({ type, url }: BitsTransferDiagnostics): Attributes {
  return { ...(type === null ? {} : { 'winprogress.transfer.type': String(type) }), ...addressAttributes(url) };
}

/** The same, with the end of a transfer. */
export function transferEndAttributes(message: BitsTransferEndDiagnostics): Attributes {
  return {
    ...transferAttributes(message),
    'winprogress.transfer.outcome': message.outcome,
    ...(message.outcome === 'error' ? errorAttributes(message.error) : {}),
  };
}
