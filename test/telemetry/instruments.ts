import { createNoopMeter, type MeterProvider, type MetricOptions } from '@opentelemetry/api';
import { instrument } from '../../lib/opentelemetry.js';

/** A metric that the instrumentation creates. */
export interface CreatedMetric {
  readonly name: string;
  readonly kind: 'counter' | 'upDownCounter' | 'histogram';
  readonly unit: string;
  readonly description: string;
}

/** Lists the metrics that `instrument()` creates. */
export function createdMetrics(): readonly CreatedMetric[] {
  const created: CreatedMetric[] = [];
  const noop = createNoopMeter();
  const record = (kind: CreatedMetric['kind'], name: string, options: MetricOptions | undefined) => {
    created.push({ name, kind, unit: options?.unit ?? '', description: options?.description ?? '' });
  };
  const meter: typeof noop = Object.assign(Object.create(noop), {
    createCounter(name: string, options?: MetricOptions) {
      record('counter', name, options);
      return noop.createCounter(name, options);
    },
    createUpDownCounter(name: string, options?: MetricOptions) {
      record('upDownCounter', name, options);
      return noop.createUpDownCounter(name, options);
    },
    createHistogram(name: string, options?: MetricOptions) {
      record('histogram', name, options);
      return noop.createHistogram(name, options);
    },
  });
  const meterProvider: MeterProvider = { getMeter: () => meter };
  instrument({ meterProvider })[Symbol.dispose]();
  return created;
}
