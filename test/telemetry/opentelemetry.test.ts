import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import {
  AggregationTemporality,
  DataPointType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/com/hresult.js';
import { createEmulation, type Emulation } from '../../lib/emulation.js';
import { type Connection, connect, HResultError, isArgumentError } from '../../lib/index.js';
import { instrument } from '../../lib/opentelemetry.js';
import { all, clsid, definition, first } from '../emulation/syncmgr/support.js';
import { caught } from '../support/caught.js';

const url = 'https://user:password@files.example:8443/folder/a?token=1';
const path = 'C:\\a';
let emulation: Emulation;
let connection: Connection;
let exporter: InMemoryMetricExporter;
let reader: PeriodicExportingMetricReader;
let spans: InMemorySpanExporter;
let instrumentation: Disposable;

beforeEach(async () => {
  exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  // A test reads by forceFlush(): the interval does not pass.
  reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 0x7fff_ffff });
  spans = new InMemorySpanExporter();
  instrumentation = instrument({
    meterProvider: new MeterProvider({ readers: [reader] }),
    tracerProvider: new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }),
  });
  emulation = createEmulation();
  emulation.network.serve(url, { size: 4000, bytesPerSecond: 1000, latency: 0 });
  connection = await connect({ backend: emulation });
});

afterEach(async () => {
  instrumentation[Symbol.dispose]();
  await connection.close();
  await reader.shutdown();
});

interface Point {
  readonly unit: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The value of a counter, the count of a histogram. */
  readonly value: number;
}

/** The points of a metric, as they are exported now. */
async function pointsOf(name: string): Promise<Point[]> {
  exporter.reset();
  await reader.forceFlush();
  const metrics = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    .filter(({ descriptor }) => descriptor.name === name);
  return metrics.flatMap((metric) => {
    const { unit } = metric.descriptor;
    if (metric.dataPointType === DataPointType.SUM)
      return metric.dataPoints.map(({ attributes, value }) => ({ unit, attributes, value }));
    if (metric.dataPointType === DataPointType.HISTOGRAM)
      return metric.dataPoints.map(({ attributes, value }) => ({ unit, attributes, value: value.count }));
    return [];
  });
}

async function download(address: string): Promise<unknown> {
  const settled = connection.bits.download(address, path).catch((error: unknown) => error);
  await emulation.clock.tickAsync(30_000);
  return await settled;
}

const server = {
  'winprogress.transfer.type': 'download',
  'url.scheme': 'https',
  'server.address': 'files.example',
  'server.port': 8443,
  'network.protocol.name': 'http',
};

describe('the metrics of transfers', () => {
  it('count the bytes by server, without path, user and query', async () => {
    await download(url);
    expect(await pointsOf('winprogress.transfer.io')).toEqual([{ unit: 'By', attributes: server, value: 4000 }]);
  });

  it('record the duration with the outcome', async () => {
    await download(url);
    const attributes = { ...server, 'winprogress.transfer.outcome': 'transferred' };
    expect(await pointsOf('winprogress.transfer.duration')).toEqual([{ unit: 's', attributes, value: 1 }]);
  });

  it('record the duration of a transfer that fails with its error', async () => {
    await download('https://files.example:8443/missing');
    expect(await pointsOf('winprogress.transfer.duration')).toMatchObject([
      { attributes: { 'winprogress.transfer.outcome': 'error', 'error.type': 'BG_E_HTTP_ERROR_404' }, value: 1 },
    ]);
  });

  it('count a transfer as active from its start to its end', async () => {
    const settled = connection.bits.download(url, path);
    await emulation.clock.tickAsync(1000);
    expect(await pointsOf('winprogress.transfer.active')).toEqual([
      { unit: '{transfer}', attributes: server, value: 1 },
    ]);
    await emulation.clock.tickAsync(10_000);
    await settled;
    expect(await pointsOf('winprogress.transfer.active')).toMatchObject([{ value: 0 }]);
  });

  it('count a job once that two connections follow', async () => {
    const job = await connection.bits.createJob({ name: 'a', files: [{ url, path }] });
    await job.resume();
    const other = await connect({ backend: emulation });
    const watches = [job.watch(), (await other.bits.getJob(job.id)).watch()];
    const ended = Promise.all(
      watches.map(async (watch) => {
        for await (const { state } of watch) expect(state).not.toBe('error');
      }),
    );
    await emulation.clock.tickAsync(10_000);
    await ended;
    await other.close();
    expect(await pointsOf('winprogress.transfer.duration')).toMatchObject([{ value: 1 }]);
    expect(await pointsOf('winprogress.transfer.io')).toMatchObject([{ value: 4000 }]);
  });
});

describe('the metrics of calls', () => {
  it('count calls by operation, and failures by error', async () => {
    const job = await connection.bits.createJob({ name: 'a' });
    await caught(job.resume());
    const points = await pointsOf('winprogress.call.duration');
    expect(points).toContainEqual({
      unit: 's',
      attributes: { 'winprogress.operation': 'IBackgroundCopyManager.CreateJob' },
      value: 1,
    });
    expect(points).toContainEqual({
      unit: 's',
      attributes: { 'winprogress.operation': 'IBackgroundCopyJob.Resume', 'error.type': 'BG_E_EMPTY' },
      value: 1,
    });
  });
});

describe('the metrics of sinks', () => {
  it('count callbacks while they are registered, and their events', async () => {
    const job = await connection.bits.createJob({ name: 'a', files: [{ url, path }] });
    const subscription = await job.listen({ onTransferred() {} });
    const attributes = { 'winprogress.interface': 'IBackgroundCopyCallback' };
    expect(await pointsOf('winprogress.sink.active')).toEqual([{ unit: '{sink}', attributes, value: 1 }]);
    await job.resume();
    await emulation.clock.tickAsync(10_000);
    await subscription.close();
    expect(await pointsOf('winprogress.sink.active')).toEqual([{ unit: '{sink}', attributes, value: 0 }]);
    expect((await pointsOf('winprogress.sink.events'))[0]?.value).toBeGreaterThan(0);
  });
});

describe('the metrics and spans of synchronisations', () => {
  it('have the family, the role and the outcome', async () => {
    const synchronize = async () => {
      throw new HResultError(hresults.E_ACCESSDENIED, 'Handler.Read');
    };
    await emulation.syncmgr.registerHandler(definition({ synchronize }));
    const handler = await connection.syncmgr.openHandler(clsid);
    await all(handler.synchronize([first]));
    const attributes = {
      'winprogress.family': 'syncmgr',
      'winprogress.session.role': 'manager',
      'winprogress.session.outcome': 'failed',
      'error.type': 'E_ACCESSDENIED',
    };
    expect(await pointsOf('winprogress.session.duration')).toContainEqual({ unit: 's', attributes, value: 1 });
    expect((await pointsOf('winprogress.session.active')).map(({ value }) => value)).toEqual([0, 0]);
    const span = spans.getFinishedSpans().find((one) => one.attributes['winprogress.session.role'] === 'manager');
    expect(span).toMatchObject({
      name: 'syncmgr session',
      kind: SpanKind.INTERNAL,
      status: { code: SpanStatusCode.ERROR },
      attributes: { ...attributes, 'winprogress.session.owner': clsid },
    });
  });
});

describe('the span of a transfer', () => {
  it('has the times of the machine, and what was transferred', async () => {
    await download(url);
    const [span] = spans.getFinishedSpans();
    expect(span).toMatchObject({
      name: 'bits download',
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
      attributes: {
        'url.full': 'https://files.example:8443/folder/a',
        'server.address': 'files.example',
        'winprogress.transfer.outcome': 'transferred',
        'winprogress.transfer.bytes': 4000,
        'winprogress.transfer.size': 4000,
        'winprogress.transfer.files': 1,
      },
    });
    expect(span?.duration[0]).toBe(4);
  });

  it('has the error and the status of the response', async () => {
    await download('https://files.example:8443/missing');
    expect(spans.getFinishedSpans()).toMatchObject([
      {
        status: { code: SpanStatusCode.ERROR },
        attributes: { 'error.type': 'BG_E_HTTP_ERROR_404', 'http.response.status_code': 404 },
      },
    ]);
  });

  it('has an event for each transient error', async () => {
    emulation.network.serve(url, { size: 4000, bytesPerSecond: 1000, faults: [{ at: 1000, kind: 'cut' }] });
    const settled = connection.bits.download(url, path, { minimumRetryDelay: 5 });
    await emulation.clock.tickAsync(60_000);
    await settled;
    const [span] = spans.getFinishedSpans();
    expect(span?.events.map(({ name }) => name)).toContain('winprogress.transient_error');
  });
});

describe('disposing of the instrumentation', () => {
  it('ends what is open, and records nothing after it', async () => {
    const settled = connection.bits.download(url, path);
    await emulation.clock.tickAsync(1000);
    instrumentation[Symbol.dispose]();
    expect(await pointsOf('winprogress.transfer.active')).toMatchObject([{ value: 0 }]);
    expect(spans.getFinishedSpans()).toHaveLength(1);
    await emulation.clock.tickAsync(10_000);
    await settled;
    expect(await pointsOf('winprogress.transfer.duration')).toEqual([]);
    expect(spans.getFinishedSpans()).toHaveLength(1);
  });
});

describe('the options of instrument()', () => {
  it.each([['meterProvider'], ['tracerProvider']])('refuse a %s of another type', (name) => {
    let thrown: unknown;
    try {
      Reflect.apply(instrument, undefined, [{ [name]: {} }]);
    } catch (error) {
      thrown = error;
    }
    expect(isArgumentError(thrown)).toBe(true);
    expect(thrown).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
  });

  it('may be left out: the global providers record then', () => {
    expect(() => instrument()[Symbol.dispose]()).not.toThrow();
  });
});
