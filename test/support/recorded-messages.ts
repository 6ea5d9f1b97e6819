import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { DiagnosticsChannels } from '../../lib/index.js';

type Name = keyof DiagnosticsChannels;

/** A published message, with a copy of what it was at that moment. */
export interface Recorded {
  readonly name: Name;
  readonly message: unknown;
  readonly copy: Readonly<Record<string, unknown>>;
}

/** Records what is published to channels until it is disposed of. */
export class RecordedMessages implements Disposable {
  readonly #all: Recorded[] = [];
  readonly #stop: () => void;

  constructor(...names: readonly Name[]) {
    const listeners = names.map((name) => {
      const listener = (message: unknown) => {
        this.#all.push({ name, message, copy: typeof message === 'object' ? { ...message } : {} });
      };
      subscribe(name, listener);
      return () => unsubscribe(name, listener);
    });
    this.#stop = () => {
      for (const stop of listeners) stop();
    };
  }

  get all(): readonly Recorded[] {
    return this.#all;
  }

  /** The last part of the name of each message, in the order in which they were published. */
  get events(): readonly string[] {
    return this.#all.map(({ name }) => name.split(':').at(-1) ?? '');
  }

  /** The messages of channels whose name ends so. */
  of(event: string): Readonly<Record<string, unknown>>[] {
    return this.#all.filter(({ name }) => name.endsWith(`:${event}`)).map(({ copy }) => copy);
  }

  [Symbol.dispose](): void {
    this.#stop();
  }
}

export const callChannels = [
  'tracing:winprogress:call:start',
  'tracing:winprogress:call:end',
  'tracing:winprogress:call:asyncStart',
  'tracing:winprogress:call:asyncEnd',
  'tracing:winprogress:call:error',
] as const;

export const transferChannels = [
  'winprogress:transfer:started',
  'winprogress:transfer:progress',
  'winprogress:transfer:ended',
] as const;

export const sinkChannels = [
  'winprogress:sink:registered',
  'winprogress:sink:revoked',
  'winprogress:sink:delivered',
] as const;

export const sessionChannels = [
  'winprogress:session:opened',
  'winprogress:session:progress',
  'winprogress:session:ended',
] as const;

export const allChannels = [...callChannels, ...transferChannels, ...sinkChannels, ...sessionChannels] as const;
