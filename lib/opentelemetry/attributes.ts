import type { Attributes } from '@opentelemetry/api';
import type { BitsTransferDiagnostics, BitsTransferEndDiagnostics, DiagnosticsError } from '../index.js';

/**
 * Returns the server and the protocol of an address as attributes of the semantic conventions.
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

/** Returns the type of an error as an attribute. Source: https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/. */
export function errorAttributes(error: DiagnosticsError | null): Attributes {
  return error === null ? {} : { 'error.type': error.code };
}

/** Returns the attributes by which the metrics of transfers are grouped. They contain no id and no path. */
export function transferAttributes({ type, url }: BitsTransferDiagnostics): Attributes {
  return { ...(type === null ? {} : { 'winprogress.transfer.type': String(type) }), ...addressAttributes(url) };
}

/** Returns the attributes of {@link transferAttributes} with the outcome of the transfer. */
export function transferEndAttributes(message: BitsTransferEndDiagnostics): Attributes {
  return {
    ...transferAttributes(message),
    'winprogress.transfer.outcome': message.outcome,
    ...(message.outcome === 'error' ? errorAttributes(message.error) : {}),
  };
}
