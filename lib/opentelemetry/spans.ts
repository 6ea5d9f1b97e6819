import { type Span, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { DiagnosticsError, SessionIdentity } from '../index.js';
import { addressAttributes, errorAttributes } from './attributes.js';
import type { Subscriptions } from './subscriptions.js';

/** Records a span for each transfer and each session. Its times are those of the clock of the connection. */
export function recordSpans(tracer: Tracer, subscriptions: Subscriptions): void {
  recordTransfers(tracer, subscriptions);
  recordSessions(tracer, subscriptions);
}

function recordTransfers(tracer: Tracer, subscriptions: Subscriptions): void {
  const open = new Map<string, Span>();
  subscriptions.on('winprogress:transfer:started', ({ jobId, type, url, time }) => {
    // Two connections may follow one job.
    if (open.has(jobId)) return;
    const span = tracer.startSpan(`bits ${type ?? 'transfer'}`, {
      kind: SpanKind.CLIENT,
      startTime: time,
      attributes: {
        'winprogress.job.id': jobId,
        ...(url === null ? {} : { 'url.full': url, ...addressAttributes(url) }),
      },
    });
    open.set(jobId, span);
  });
  subscriptions.on('winprogress:transfer:progress', ({ jobId, state, error, time }) => {
    if (state !== 'transientError') return;
    open.get(jobId)?.addEvent('winprogress.transient_error', errorAttributes(error), time);
  });
  subscriptions.on('winprogress:transfer:ended', (message) => {
    const { jobId, outcome, state, bytesTransferred, bytesTotal, filesTransferred, error, time } = message;
    const span = open.get(jobId);
    if (span === undefined) return;
    open.delete(jobId);
    span.setAttributes({
      'winprogress.transfer.outcome': outcome,
      'winprogress.transfer.state': String(state),
      'winprogress.transfer.bytes': Number(bytesTransferred),
      'winprogress.transfer.files': filesTransferred,
      ...(bytesTotal === null ? {} : { 'winprogress.transfer.size': Number(bytesTotal) }),
    });
    if (outcome === 'error') fail(span, error);
    span.end(time);
  });
  subscriptions.onDispose(() => endAll(open));
}

function recordSessions(tracer: Tracer, subscriptions: Subscriptions): void {
  const open = new Map<number, Span>();
  subscriptions.on('winprogress:session:opened', ({ sessionId, family, role, owner, time }) => {
    const span = tracer.startSpan(nameOf(family), {
      kind: SpanKind.INTERNAL,
      startTime: time,
      attributes: {
        'winprogress.family': family,
        'winprogress.session.role': role,
        ...(owner === null ? {} : { 'winprogress.session.owner': owner }),
      },
    });
    open.set(sessionId, span);
  });
  subscriptions.on('winprogress:session:ended', ({ sessionId, outcome, error, time }) => {
    const span = open.get(sessionId);
    if (span === undefined) return;
    open.delete(sessionId);
    span.setAttribute('winprogress.session.outcome', outcome);
    if (outcome === 'failed') fail(span, error);
    span.end(time);
  });
  subscriptions.onDispose(() => endAll(open));
}

function nameOf(family: SessionIdentity['family']): string {
  return family === 'ctm' ? 'ctm job' : `${family} session`;
}

/** Sets the status of a span to an error. Source: https://opentelemetry.io/docs/specs/semconv/general/recording-errors/. */
function fail(span: Span, error: DiagnosticsError | null): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttributes({
    ...errorAttributes(error),
    ...(error === null || error.httpStatus === null ? {} : { 'http.response.status_code': error.httpStatus }),
  });
}

function endAll(open: Map<unknown, Span>): void {
  for (const span of open.values()) span.end();
  open.clear();
}
