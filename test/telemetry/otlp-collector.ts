import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';

type Scalar = string | number | boolean;

interface AnyValue {
  readonly stringValue?: string;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
}

interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

interface NumberPoint {
  readonly attributes: readonly KeyValue[];
  readonly asInt?: string | number;
  readonly asDouble?: number;
}

interface HistogramPoint {
  readonly attributes: readonly KeyValue[];
  readonly count: string | number;
  readonly sum?: number;
}

interface Data<Point> {
  readonly dataPoints: readonly Point[];
  readonly aggregationTemporality: number;
}

interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly sum?: Data<NumberPoint>;
  readonly histogram?: Data<HistogramPoint>;
}

interface MetricsRequest {
  readonly resourceMetrics: readonly { readonly scopeMetrics: readonly { readonly metrics: readonly Metric[] }[] }[];
}

interface OtlpSpan {
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly status: { readonly code: number };
}

interface TracesRequest {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[] }[];
}

/** One time series: its value is the sum of a counter, or the count of a histogram. */
export interface Series {
  readonly metric: string;
  readonly unit: string;
  readonly attributes: Readonly<Record<string, Scalar>>;
  value: number;
  /** The sum of a histogram. */
  sum: number;
}

export interface CollectedSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, Scalar>>;
  readonly milliseconds: number;
  readonly failed: boolean;
}

const delta = 1;

/**
 * A collector for the OpenTelemetry protocol over HTTP with JSON. It adds up what comes as a difference, and replaces what comes as a total.
 * Source: https://opentelemetry.io/docs/specs/otlp/.
 */
export class OtlpCollector {
  readonly #server: Server;
  readonly #series = new Map<string, Series>();
  readonly spans: CollectedSpan[] = [];
  /** The paths of the requests. */
  readonly requests: string[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<OtlpCollector> {
    const server = createServer();
    const collector = new OtlpCollector(server);
    server.on('request', (request, response) => {
      collector.#take(request).then(
        () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
        () => response.writeHead(400).end(),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return collector;
  }

  url(path: string): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the collector is closed');
    return `http://127.0.0.1:${address.port}${path}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** The series of a metric that have these attributes. */
  series(metric: string, attributes: Readonly<Record<string, Scalar>> = {}): Series[] {
    const wanted = Object.entries(attributes);
    return [...this.#series.values()].filter(
      (one) => one.metric === metric && wanted.every(([name, value]) => one.attributes[name] === value),
    );
  }

  /** The sum of the values of these series. */
  total(metric: string, attributes?: Readonly<Record<string, Scalar>>): number {
    return this.series(metric, attributes).reduce((total, { value }) => total + value, 0);
  }

  async #take(request: IncomingMessage): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const body: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'));
    this.requests.push(request.url ?? '');
    if (request.url === '/v1/metrics') this.#takeMetrics(body as MetricsRequest);
    else if (request.url === '/v1/traces') this.#takeSpans(body as TracesRequest);
    else throw new Error(`unknown path ${request.url}`);
  }

  #takeMetrics({ resourceMetrics }: MetricsRequest): void {
    const metrics = resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    for (const metric of metrics) {
      for (const point of metric.sum?.dataPoints ?? [])
        this.#add(metric, point.attributes, metric.sum?.aggregationTemporality, toNumber(point), 0);
      for (const point of metric.histogram?.dataPoints ?? []) {
        const temporality = metric.histogram?.aggregationTemporality;
        this.#add(metric, point.attributes, temporality, Number(point.count), point.sum ?? 0);
      }
    }
  }

  #add(
    { name, unit }: Metric,
    list: readonly KeyValue[],
    temporality: number | undefined,
    value: number,
    sum: number,
  ): void {
    const attributes = toAttributes(list);
    const key = JSON.stringify([name, Object.entries(attributes).sort()]);
    const series = this.#series.get(key) ?? { metric: name, unit, attributes, value: 0, sum: 0 };
    this.#series.set(key, series);
    series.value = temporality === delta ? series.value + value : value;
    series.sum = temporality === delta ? series.sum + sum : sum;
  }

  #takeSpans({ resourceSpans }: TracesRequest): void {
    for (const span of resourceSpans.flatMap((one) => one.scopeSpans.flatMap(({ spans }) => spans))) {
      this.spans.push({
        name: span.name,
        attributes: toAttributes(span.attributes),
        milliseconds: Number((BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1_000_000n),
        failed: span.status.code === 2,
      });
    }
  }
}

function toNumber({ asInt, asDouble }: NumberPoint): number {
  return asInt === undefined ? (asDouble ?? 0) : Number(asInt);
}

function toAttributes(list: readonly KeyValue[]): Record<string, Scalar> {
  return Object.fromEntries(
    list.map(({ key, value }) => [
      key,
      value.stringValue ?? value.boolValue ?? Number(value.intValue ?? value.doubleValue),
    ]),
  );
}
