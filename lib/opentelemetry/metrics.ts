import { type Attributes, type Meter, ValueType } from '@opentelemetry/api';
import type { BitsTransferDiagnostics, CallDiagnostics, SessionIdentity } from '../index.js';
import { errorAttributes, transferAttributes, transferEndAttributes } from './attributes.js';
import type { Subscriptions } from './subscriptions.js';

/** Boundaries of histograms, in seconds: a call takes microseconds to seconds, a transfer or a session up to days. */
const callBoundaries = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];
const workBoundaries = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400];

/** Records all metrics of the channels. */
export function recordMetrics(meter: Meter, subscriptions: Subscriptions): void {
  recordCalls(meter, subscriptions);
  recordTransfers(meter, subscriptions);
  recordSinks(meter, subscriptions);
  recordSessions(meter, subscriptions);
}

function recordCalls(meter: Meter, subscriptions: Subscriptions): void {
  const duration = meter.createHistogram('winprogress.call.duration', {
    unit: 's',
    description: 'Duration of calls of COM methods',
    advice: { explicitBucketBoundaries: callBoundaries },
  });
  const starts = new WeakMap<CallDiagnostics, number>();
  subscriptions.on('tracing:winprogress:call:start', (message) => starts.set(message, performance.now()));
  subscriptions.on('tracing:winprogress:call:asyncEnd', (message) => {
    const start = starts.get(message);
    if (start === undefined) return;
    const { operation, error } = message;
    duration.record((performance.now() - start) / 1000, {
      'winprogress.operation': operation,
      ...errorAttributes(error),
    });
  });
}

/** A transfer under way: the bytes counted so far, and the attributes of its counts. */
interface OpenTransfer {
  readonly attributes: Attributes;
  bytes: bigint;
}

function recordTransfers(meter: Meter, subscriptions: Subscriptions): void {
  const active = meter.createUpDownCounter('winprogress.transfer.active', {
    unit: '{transfer}',
    valueType: ValueType.INT,
    description: 'Transfers of BITS that are followed',
  });
  const duration = meter.createHistogram('winprogress.transfer.duration', {
    unit: 's',
    description: 'Duration of transfers of BITS, from the first reading to the end',
    advice: { explicitBucketBoundaries: workBoundaries },
  });
  const io = meter.createCounter('winprogress.transfer.io', {
    unit: 'By',
    valueType: ValueType.INT,
    description: 'Bytes that BITS has transferred while the transfers were followed',
  });
  const open = new Map<string, OpenTransfer>();
  const count = (message: BitsTransferDiagnostics) => {
    const transfer = open.get(message.jobId);
    if (transfer === undefined) return;
    // The count falls when the file of the server changes: bytes that are transferred again count again.
    if (message.bytesTransferred > transfer.bytes)
      io.add(Number(message.bytesTransferred - transfer.bytes), transfer.attributes);
    transfer.bytes = message.bytesTransferred;
  };
  subscriptions.on('winprogress:transfer:started', (message) => {
    // Two connections may follow one job.
    if (open.has(message.jobId)) return;
    const attributes = transferAttributes(message);
    open.set(message.jobId, { attributes, bytes: message.bytesTransferred });
    active.add(1, attributes);
  });
  subscriptions.on('winprogress:transfer:progress', count);
  subscriptions.on('winprogress:transfer:ended', (message) => {
    const transfer = open.get(message.jobId);
    if (transfer === undefined) return;
    count(message);
    open.delete(message.jobId);
    active.add(-1, transfer.attributes);
    duration.record(message.seconds, transferEndAttributes(message));
  });
  subscriptions.onDispose(() => {
    for (const { attributes } of open.values()) active.add(-1, attributes);
    open.clear();
  });
}

function recordSinks(meter: Meter, subscriptions: Subscriptions): void {
  const active = meter.createUpDownCounter('winprogress.sink.active', {
    unit: '{sink}',
    valueType: ValueType.INT,
    description: 'Callback objects that COM may call',
  });
  const events = meter.createCounter('winprogress.sink.events', {
    unit: '{event}',
    valueType: ValueType.INT,
    description: 'Events of callbacks that have reached JavaScript',
  });
  const open = new Map<string, number>();
  const change = (sink: string, by: number) => {
    const now = (open.get(sink) ?? 0) + by;
    // A callback that was registered before the instrumentation is not counted when it is revoked.
    if (now < 0) return;
    open.set(sink, now);
    active.add(by, { 'winprogress.interface': sink });
  };
  subscriptions.on('winprogress:sink:registered', (message) => change(message.interface, 1));
  subscriptions.on('winprogress:sink:revoked', (message) => change(message.interface, -1));
  subscriptions.on('winprogress:sink:delivered', (message) =>
    events.add(message.events, { 'winprogress.interface': message.interface }),
  );
  subscriptions.onDispose(() => {
    for (const [sink, count] of open) if (count > 0) change(sink, -count);
  });
}

function recordSessions(meter: Meter, subscriptions: Subscriptions): void {
  const active = meter.createUpDownCounter('winprogress.session.active', {
    unit: '{session}',
    valueType: ValueType.INT,
    description: 'Synchronisations and content transfer jobs under way',
  });
  const duration = meter.createHistogram('winprogress.session.duration', {
    unit: 's',
    description: 'Duration of synchronisations and content transfer jobs',
    advice: { explicitBucketBoundaries: workBoundaries },
  });
  const open = new Map<number, Attributes>();
  subscriptions.on('winprogress:session:opened', (message) => {
    const attributes = sessionAttributes(message);
    open.set(message.sessionId, attributes);
    active.add(1, attributes);
  });
  subscriptions.on('winprogress:session:ended', ({ sessionId, outcome, seconds, error }) => {
    const attributes = open.get(sessionId);
    if (attributes === undefined) return;
    open.delete(sessionId);
    active.add(-1, attributes);
    duration.record(seconds, { ...attributes, 'winprogress.session.outcome': outcome, ...errorAttributes(error) });
  });
  subscriptions.onDispose(() => {
    for (const attributes of open.values()) active.add(-1, attributes);
    open.clear();
  });
}

function sessionAttributes({ family, role }: SessionIdentity): Attributes {
  return { 'winprogress.family': family, 'winprogress.session.role': role };
}
