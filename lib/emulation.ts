import type { Backend } from './backend.js';
import { HttpTransport } from './bits/emulation/http/transport.js';
import { type NetworkRequest, ScriptedNetwork } from './bits/emulation/scripted/network.js';
import type { ServedFileOptions, TransferFault } from './bits/emulation/scripted/served-file.js';
import { ScriptedTransport } from './bits/emulation/scripted/transport.js';
import { ScriptedFiles } from './bits/emulation/scripted/volume.js';
import { BitsService } from './bits/emulation/service.js';
import type { BitsPolicy } from './bits/emulation/settings.js';
import { EmulatedBits } from './bits/emulation/verbs.js';
import { hresults } from './com/hresult.js';
import { downloadFlags } from './ctm/constants.js';
import type { ContentJobEnd, ContentJobRecord, ContentJobState } from './ctm/emulation/content-job.js';
import { ContentTransferEmulation, type ContentTransferPolicy } from './ctm/emulation/content-transfer.js';
import type { ContentProgress } from './ctm/emulation/counts.js';
import type {
  EmulatedLibrary,
  EmulatedLibraryOptions,
  LibraryAnswer,
  LibraryArchitecture,
} from './ctm/emulation/library.js';
import type { ManagedContentJob } from './ctm/emulation/managed-job.js';
import { formatDownloadProviderMof } from './ctm/emulation/managed-object-format.js';
import type { ContentTransferManager } from './ctm/emulation/manager.js';
import {
  type DownloadManifest,
  type DownloadManifestOptions,
  formatManifest,
  type ManifestChunk,
  type ManifestFile,
  parseManifest,
} from './ctm/emulation/manifest.js';
import type {
  ContentTransferNotification,
  ErrorNotification,
  ProgressNotification,
  SuccessNotification,
} from './ctm/emulation/notification.js';
import type { AlternateDownloadProvider, DownloadContentRequest, DownloadPriority } from './ctm/emulation/provider.js';
import type { DownloadProviderOptions, DownloadProviderPolicy } from './ctm/emulation/registration.js';
import type { ReceivedNotification, RuleViolation } from './ctm/emulation/reports.js';
import type { ContentRequest } from './ctm/emulation/request.js';
import type { NotificationRule } from './ctm/emulation/rules.js';
import {
  formatAlternateDownloadSettings,
  type ProviderSettings,
  parseAlternateDownloadSettings,
} from './ctm/emulation/settings.js';
import { Addresses } from './emulation/addresses.js';
import type { EmulationClock } from './emulation/clock.js';
import { createEmulationClock } from './emulation/clock.js';
import { type EmulationOptions, readOptions, type Settings } from './emulation/options.js';
import { ServiceConnection } from './emulation/service-connection.js';
import type { SessionStateObject, SyncCallbackObject } from './winsync/emulation/objects.js';
import type { EmulatedProviderOptions, ProviderContext, ProviderRun } from './winsync/emulation/provider.js';
import type { RegisteredProvider } from './winsync/emulation/providers.js';
import type { ItemVersion } from './winsync/emulation/replicas/knowledge.js';
import {
  createReplica,
  type Replica,
  type ReplicaItem,
  type ReplicaOptions,
} from './winsync/emulation/replicas/replica.js';
import { type ReplicaRun, runReplicas } from './winsync/emulation/replicas/run.js';
import type { ReplicaStatistics, ReplicaSynchronizationOptions } from './winsync/emulation/replicas/synchronization.js';
import { runScript, type ScriptAction, type ScriptStep } from './winsync/emulation/script.js';
import { WinSyncEmulation, type WinSyncPolicy } from './winsync/emulation/winsync-emulation.js';
import type {
  BufferAnswer,
  ChangeRecord,
  ConflictRecord,
  IdFormat,
  IdParametersRecord,
  RecoverableErrorRecord,
  VersionRecord,
} from './winsync/verbs.js';

export type {
  AlternateDownloadProvider,
  BitsPolicy,
  BufferAnswer,
  ChangeRecord,
  ConflictRecord,
  ContentJobEnd,
  ContentJobRecord,
  ContentJobState,
  ContentProgress,
  ContentRequest,
  ContentTransferEmulation,
  ContentTransferManager,
  ContentTransferNotification,
  ContentTransferPolicy,
  DownloadContentRequest,
  DownloadManifest,
  DownloadManifestOptions,
  DownloadPriority,
  DownloadProviderOptions,
  DownloadProviderPolicy,
  EmulatedLibrary,
  EmulatedLibraryOptions,
  EmulatedProviderOptions,
  EmulationClock,
  EmulationOptions,
  ErrorNotification,
  IdFormat,
  IdParametersRecord,
  ItemVersion,
  LibraryAnswer,
  LibraryArchitecture,
  ManagedContentJob,
  ManifestChunk,
  ManifestFile,
  NetworkRequest,
  NotificationRule,
  ProgressNotification,
  ProviderContext,
  ProviderRun,
  ProviderSettings,
  ReceivedNotification,
  RecoverableErrorRecord,
  RegisteredProvider,
  Replica,
  ReplicaItem,
  ReplicaOptions,
  ReplicaRun,
  ReplicaStatistics,
  ReplicaSynchronizationOptions,
  RuleViolation,
  ScriptAction,
  ScriptedFiles,
  ScriptedNetwork,
  ScriptStep,
  ServedFileOptions,
  SessionStateObject,
  SuccessNotification,
  SyncCallbackObject,
  TransferFault,
  VersionRecord,
  WinSyncEmulation,
  WinSyncPolicy,
};
export {
  createReplica,
  downloadFlags,
  formatAlternateDownloadSettings,
  formatDownloadProviderMof,
  formatManifest,
  parseAlternateDownloadSettings,
  parseManifest,
  runReplicas,
  runScript,
};

/** How a connection is opened. */
export interface OpenOptions {
  /** Closing this connection disposes of the whole emulation: for those who made it for this one connection. */
  readonly owned?: boolean;
}

/**
 * A machine with its services, emulated. Connections to one emulation see the same jobs, as processes see one BITS service. Made by
 * `createEmulation()`.
 */
export class Emulation implements AsyncDisposable {
  /** The time that the services live in. */
  readonly clock: EmulationClock;
  /** The other side of the conversation with Content Transfer Manager. */
  readonly ctm: ContentTransferEmulation;
  /** The other side of Windows Sync: its providers, and objects of other native code. */
  readonly winsync: WinSyncEmulation;
  readonly #settings: Settings;
  readonly #service: BitsService;
  readonly #network: ScriptedNetwork | null;
  readonly #files: ScriptedFiles | null;
  /** The address space of the process: connections hand each other pointers. */
  readonly #addresses = new Addresses();
  readonly #connections = new Set<ServiceConnection>();
  #disposing: Promise<void> | undefined;

  /** @internal */
  constructor(settings: Settings) {
    this.#settings = settings;
    this.clock = createEmulationClock(settings.clock);
    this.ctm = new ContentTransferEmulation(this.clock, settings.ctm);
    this.winsync = new WinSyncEmulation(this.clock, this.#addresses, settings.winsync);
    const scripted = settings.transport === 'scripted';
    this.#network = scripted ? new ScriptedNetwork() : null;
    this.#files = scripted ? new ScriptedFiles() : null;
    const transport =
      this.#network !== null && this.#files !== null
        ? new ScriptedTransport(this.clock, this.#network, this.#files)
        : new HttpTransport();
    this.#service = new BitsService({ ...settings, clock: this.clock, transport });
    this.#network?.listen(this.#service);
    // Virtual time moves only when somebody moves it: nothing can run on behind anybody's back.
    if (settings.clock === 'virtual') this.#service.wake();
  }

  /** The servers of the scripted network. @throws {TypeError} with the http transport, which has the real one */
  get network(): ScriptedNetwork {
    if (this.#network === null) throw new TypeError('an emulation with the http transport has no scripted network');
    return this.#network;
  }

  /** The disk of the scripted emulation. @throws {TypeError} with the http transport, which writes to the real one */
  get files(): ScriptedFiles {
    if (this.#files === null) throw new TypeError('an emulation with the http transport has the files of the machine');
    return this.#files;
  }

  /**
   * Opens a connection; `connect()` calls it. In real time the services run while there is a connection, and rest in between, so
   * that an emulation nobody is connected to keeps no process alive.
   * @throws {TypeError} when the emulation has been disposed of
   */
  openBackend(options?: OpenOptions): Backend {
    if (this.#disposing !== undefined) throw new TypeError('the emulation has been disposed of');
    const owned = options?.owned === true;
    // In real time an answer takes a turn of the event loop, as one from another process does: whoever asks in a loop lets the transfer
    // go on. In virtual time it comes at once, so that nothing is left to happen when the clock is moved.
    const connection = new ServiceConnection(this.clock.kind === 'real' ? setImmediate : undefined);
    this.#connections.add(connection);
    this.#service.wake();
    const bits = new EmulatedBits(this.#service, connection, this.#settings.queueManager);
    return {
      kind: 'emulation',
      clock: this.clock,
      bits,
      ctm: this.ctm.open(connection),
      winsync: this.winsync.open(connection),
      activate: (clsid, server) =>
        server === 'local'
          ? bits.activate(clsid)
          : connection.call('CoCreateInstance', () =>
              this.winsync.has(clsid) ? hresults.S_OK : hresults.REGDB_E_CLASSNOTREG,
            ),
      close: () => (owned ? this.dispose() : this.#close(connection)),
    };
  }

  /**
   * Closes every connection and ends what runs. With a state directory the jobs can go on later; without one they are cancelled.
   * May be called again.
   */
  dispose(): Promise<void> {
    this.#disposing ??= this.#dispose();
    return this.#disposing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  async #close(connection: ServiceConnection): Promise<void> {
    connection.close();
    this.#service.forget(connection);
    this.winsync.forget(connection);
    this.#connections.delete(connection);
    if (this.#connections.size === 0 && this.clock.kind === 'real') await this.#service.sleep();
  }

  async #dispose(): Promise<void> {
    for (const connection of this.#connections) {
      connection.close();
      this.#service.forget(connection);
      this.winsync.forget(connection);
    }
    this.#connections.clear();
    this.ctm.dispose();
    await this.#service.dispose();
  }
}

/**
 * Makes an emulation: for tests by default, with virtual time and a scripted network.
 * @throws {TypeError | RangeError} for wrong options
 */
export function createEmulation(options?: EmulationOptions): Emulation {
  return new Emulation(readOptions(options));
}
