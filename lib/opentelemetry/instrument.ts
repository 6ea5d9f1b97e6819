import { type MeterProvider, metrics, type TracerProvider, trace } from '@opentelemetry/api';
import { requireOptions, wrongType } from '../com/arguments.js';
import { recordMetrics } from './metrics.js';
import { recordSpans } from './spans.js';
import { Subscriptions } from './subscriptions.js';

/** Where telemetry is recorded. */
export interface InstrumentOptions {
  /** The global one by default. */
  readonly meterProvider?: MeterProvider | undefined;
  /** The global one by default. */
  readonly tracerProvider?: TracerProvider | undefined;
}

/**
 * Records metrics and spans of all connections of this process, from now on, from the diagnostics channels of the package: of calls, transfers,
 * callbacks, synchronisations and content transfer jobs. A transfer or session that is under way is recorded from its next start on. Disposing of the
 * result ends the recording: open spans end, and active transfers and sessions are no longer counted.
 * @throws {TypeError} for a provider without `getMeter()` or `getTracer()`
 * @see https://opentelemetry.io/docs/specs/semconv/general/naming/
 */
export function instrument(options?: InstrumentOptions): Disposable {
  const { meterProvider = metrics.getMeterProvider(), tracerProvider = trace.getTracerProvider() } =
    requireOptions(options);
  if (typeof meterProvider?.getMeter !== 'function') throw wrongType('meterProvider must have a function getMeter()');
  if (typeof tracerProvider?.getTracer !== 'function')
    throw wrongType('tracerProvider must have a function getTracer()');
  const meter = meterProvider.getMeter(name);
  const tracer = tracerProvider.getTracer(name);
  const subscriptions = new Subscriptions();
  recordMetrics(meter, subscriptions);
  recordSpans(tracer, subscriptions);
  return subscriptions;
}

/** The name of the instrumentation scope. */
const name = 'winprogress';
