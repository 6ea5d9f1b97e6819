import type { BitsTransferDiagnostics, BitsTransferEndDiagnostics } from './bits/transfer-diagnostics.js';
import type { CallDiagnostics } from './com/diagnostics/calls.js';
import type {
  SessionDiagnostics,
  SessionEndDiagnostics,
  SessionProgressDiagnostics,
} from './com/diagnostics/sessions.js';
import type { SinkDeliveryDiagnostics, SinkDiagnostics } from './com/diagnostics/sinks.js';

/**
 * The channels of `node:diagnostics_channel` that this package publishes to, with the type of their messages. The first five are those of the
 * tracing channel `winprogress:call`.
 */
export interface DiagnosticsChannels {
  readonly 'tracing:winprogress:call:start': CallDiagnostics;
  readonly 'tracing:winprogress:call:end': CallDiagnostics;
  readonly 'tracing:winprogress:call:asyncStart': CallDiagnostics;
  readonly 'tracing:winprogress:call:asyncEnd': CallDiagnostics;
  readonly 'tracing:winprogress:call:error': CallDiagnostics;
  readonly 'winprogress:transfer:started': BitsTransferDiagnostics;
  readonly 'winprogress:transfer:progress': BitsTransferDiagnostics;
  readonly 'winprogress:transfer:ended': BitsTransferEndDiagnostics;
  readonly 'winprogress:sink:registered': SinkDiagnostics;
  readonly 'winprogress:sink:revoked': SinkDiagnostics;
  readonly 'winprogress:sink:delivered': SinkDeliveryDiagnostics;
  readonly 'winprogress:session:opened': SessionDiagnostics;
  readonly 'winprogress:session:progress': SessionProgressDiagnostics;
  readonly 'winprogress:session:ended': SessionEndDiagnostics;
}
