import { AggregationTemporalityPreference, OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmulation, type Emulation, runScript } from '../../lib/emulation.js';
import { type Connection, connect, type WinSyncProvider } from '../../lib/index.js';
import { instrument } from '../../lib/opentelemetry.js';
import { clsid } from '../emulation/syncmgr/support.js';
import { OtlpCollector } from './otlp-collector.js';

const machines = 1000;
/** Milliseconds that only a test that hangs takes, however busy the machine is. */
const patience = 300_000;
const host = 'packages.example';

/** What the machines do, one after the other. */
const kinds = ['download', 'download', 'download', 'missing', 'abort'] as const;

/** One emulated machine with an agent, which downloads a file and synchronises once. */
interface Member {
  readonly kind: (typeof kinds)[number];
  readonly emulation: Emulation;
  readonly connection: Connection;
  readonly provider: WinSyncProvider;
  readonly aborting: AbortController;
  readonly settled: Promise<unknown>;
  /** The last bytes that the agent has seen. */
  bytes: bigint;
}

async function openMember(index: number): Promise<Member> {
  const kind = kinds[index % kinds.length] ?? 'download';
  const emulation = createEmulation();
  // A size of its own, so that no sum is right by chance.
  emulation.network.serve(`http://${host}/a`, { size: 3000 + index, bytesPerSecond: 1000, latency: 0 });
  const progress = { stage: 'changeApplication', completedWork: 1, totalWork: 0 } as const;
  emulation.winsync.registerProvider({ clsid, run: runScript([{ after: 1, progress }]) });
  const connection = await connect({ backend: emulation });
  const session = await connection.winsync.createSession();
  const provider = await session.openProvider(clsid, 'destination');
  const aborting = new AbortController();
  const member: Member = {
    kind,
    emulation,
    connection,
    provider,
    aborting,
    bytes: 0n,
    settled: connection.bits
      .download(`http://${host}/${kind === 'missing' ? kind : 'a'}`, 'C:\\a', {
        signal: aborting.signal,
        onProgress: ({ bytesTransferred }) => {
          member.bytes = bytesTransferred;
        },
      })
      .catch(() => {}),
  };
  return member;
}

/** Calls a function for all members, so many at a time. */
async function forAll(members: readonly Member[], act: (member: Member) => Promise<unknown>): Promise<void> {
  const atOnce = 50;
  for (let index = 0; index < members.length; index += atOnce)
    await Promise.all(members.slice(index, index + atOnce).map(act));
}

describe('a fleet of a thousand machines that reports to one collector', () => {
  let collector: OtlpCollector;
  let members: Member[];
  let activeHalfway: number;
  let sessionsHalfway: number;

  beforeAll(async () => {
    collector = await OtlpCollector.start();
    const exporter = new OTLPMetricExporter({
      url: collector.url('/v1/metrics'),
      temporalityPreference: AggregationTemporalityPreference.DELTA,
      timeoutMillis: patience,
    });
    // The test exports when it wants to: the interval does not pass.
    const reader = new PeriodicExportingMetricReader({
      exporter,
      exportIntervalMillis: 0x7fff_ffff,
      exportTimeoutMillis: patience,
    });
    const meterProvider = new MeterProvider({ readers: [reader] });
    const processor = new BatchSpanProcessor(
      new OTLPTraceExporter({ url: collector.url('/v1/traces'), timeoutMillis: patience }),
      {
        maxQueueSize: 10_000,
        maxExportBatchSize: 500,
        exportTimeoutMillis: patience,
      },
    );
    const tracerProvider = new BasicTracerProvider({ spanProcessors: [processor] });
    const instrumentation = instrument({ meterProvider, tracerProvider });
    try {
      members = [];
      for (let index = 0; index < machines; index += 1) members.push(await openMember(index));
      await forAll(members, async ({ kind, emulation, aborting, settled }) => {
        await emulation.clock.tickAsync(2000);
        if (kind === 'abort') aborting.abort();
        if (kind !== 'download') await settled;
      });
      await meterProvider.forceFlush();
      activeHalfway = collector.total('winprogress.transfer.active');
      sessionsHalfway = collector.total('winprogress.session.active');
      await forAll(members, async ({ emulation, connection, provider, settled }) => {
        await emulation.clock.tickAsync(3000);
        await settled;
        await provider.close();
        await connection.close();
      });
      await meterProvider.forceFlush();
      await tracerProvider.forceFlush();
    } finally {
      instrumentation[Symbol.dispose]();
      await meterProvider.shutdown();
      await tracerProvider.shutdown();
    }
  }, patience);

  afterAll(() => collector.close());

  const countOf = (kind: Member['kind']) => members.filter((member) => member.kind === kind).length;

  it('adds up the bytes of all machines exactly', () => {
    const bytes = members.reduce((total, member) => total + member.bytes, 0n);
    const downloaded = members.reduce((total, { kind }, index) => total + (kind === 'download' ? 3000 + index : 0), 0);
    expect(Number(bytes)).toBeGreaterThan(downloaded);
    expect(collector.total('winprogress.transfer.io')).toBe(Number(bytes));
  });

  it('counts the transfers by their outcome', () => {
    const ended = (outcome: string) =>
      collector.total('winprogress.transfer.duration', { 'winprogress.transfer.outcome': outcome });
    expect(ended('transferred')).toBe(countOf('download'));
    expect(ended('error')).toBe(countOf('missing'));
    expect(ended('canceled')).toBe(countOf('abort'));
    expect(collector.total('winprogress.transfer.duration')).toBe(machines);
  });

  it('knows how many transfers and synchronisations are active at a time', () => {
    expect(activeHalfway).toBe(countOf('download'));
    expect(sessionsHalfway).toBe(machines);
    expect(collector.total('winprogress.transfer.active')).toBe(0);
    expect(collector.total('winprogress.session.active')).toBe(0);
    expect(collector.total('winprogress.session.duration', { 'winprogress.family': 'winsync' })).toBe(machines);
  });

  it('has one series for each outcome, however many machines there are', () => {
    expect(collector.series('winprogress.transfer.duration')).toHaveLength(3);
    expect(collector.series('winprogress.transfer.io')).toHaveLength(1);
    expect(collector.series('winprogress.session.duration')).toHaveLength(1);
  });

  it('receives a span for each transfer and each synchronisation', () => {
    const transfers = collector.spans.filter(({ name }) => name === 'bits download');
    expect(transfers).toHaveLength(machines);
    expect(new Set(transfers.map(({ attributes }) => attributes['winprogress.job.id'])).size).toBe(machines);
    expect(transfers.filter(({ failed }) => failed)).toHaveLength(countOf('missing'));
    const milliseconds = transfers.reduce((total, span) => total + span.milliseconds, 0);
    const seconds = collector.series('winprogress.transfer.duration').reduce((total, { sum }) => total + sum, 0);
    expect(milliseconds / 1000).toBeCloseTo(seconds, 6);
    expect(collector.spans.filter(({ name }) => name === 'winsync session')).toHaveLength(machines);
  });
});
