import { spawn } from 'node:child_process';
import { releaseEndedBits } from '../../native/anchors.js';
import { keepClassObject } from '../../native/koffi-com.js';
import { type ControlConnection, ControlServer } from './control.js';
import type { ErrorFields, JobChanges, JobFields, RangeFields, RecordedCall, RecordedNotification } from './records.js';

const managerClass = '{4991D34B-80A1-4291-83B6-3328366B9097}';

/** The versions of BITS that brought interfaces, as the service numbers them. */
const versions = {
  '1.0': 10,
  '1.5': 15,
  '2.0': 20,
  '2.5': 25,
  '3.0': 30,
  '4.0': 40,
  '5.0': 50,
  '10.1': 101,
  '10.2': 102,
  '10.3': 103,
};

/** Which BITS the service represents. */
export interface ReferenceBitsOptions {
  /** The version, which decides on interfaces, notification flags and properties (default: the newest, "10.3"). */
  readonly version?: keyof typeof versions;
  /** Interfaces to leave out although the version has them, such as `'IBackgroundCopyJob5'`. */
  readonly without?: readonly string[];
  /** The SID of the user as whom clients call. */
  readonly owner?: string;
  /** Whether clients see the jobs of others (default: true). */
  readonly administrator?: boolean;
  readonly filesPerJob?: number;
  readonly rangesPerFile?: number;
  /** Whether calls are kept with their arguments (default: true); they are counted in any case. */
  readonly keepCalls?: boolean;
}

/** What a callback can be called for, whatever the flags of the job. */
export type NotificationKind =
  | 'jobTransferred'
  | 'jobError'
  | 'jobModification'
  | 'fileTransferred'
  | 'fileRangesTransferred';

/** Whether this host lets a test put the service in the place of its BITS. */
export const canServeBits = process.env.WINPROGRESS_TEST_BITS !== undefined;

/** Puts the reference service in the place of the host's BITS, until `stop()`. */
export async function startReferenceBits(options: ReferenceBitsOptions = {}): Promise<ReferenceBits> {
  const program = process.env.WINPROGRESS_TEST_BITS;
  if (program === undefined) throw new Error('WINPROGRESS_TEST_BITS does not name bits-service.exe');
  return await ReferenceBits.start(program, options);
}

/** The service, by whichever process it is served now. COM starts another when a client needs one. */
export class ReferenceBits {
  readonly #program: string;
  #options: ReferenceBitsOptions;
  #server: ControlServer | undefined;
  #serving: Promise<ControlConnection>;
  #served: (connection: ControlConnection) => void = () => {};
  #kept: readonly JobFields[] = [];
  #releaseClass: () => void = () => {};
  #stopped = false;

  private constructor(program: string, options: ReferenceBitsOptions) {
    this.#program = program;
    this.#options = options;
    this.#serving = this.#expect();
  }

  static async start(program: string, options: ReferenceBitsOptions): Promise<ReferenceBits> {
    const service = new ReferenceBits(program, options);
    service.#server = await ControlServer.listen((connection) => {
      service.#accept(connection).catch(() => {});
    });
    service.#run();
    await service.#serving;
    releaseEndedBits();
    return service;
  }

  /** Ends the service, and leaves its class to the host's BITS again. Its jobs are lost. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    const connection = await this.#serving;
    this.#releaseClassObject();
    connection.exit();
    await connection.ended();
    await this.#server?.close();
  }

  /** Changes the options; those that are left out stay. */
  async configure(options: ReferenceBitsOptions): Promise<void> {
    this.#options = { ...this.#options, ...options };
    await this.#call('configure', settingsOf(this.#options));
  }

  /**
   * Ends the process of the service as a crash does. The next activation starts another.
   *
   * @param jobs whether that one has the jobs of this one, without their callbacks (default: 'lost')
   */
  async kill(jobs: 'kept' | 'lost' = 'lost'): Promise<void> {
    const connection = await this.#serving;
    this.#kept = jobs === 'kept' ? await connection.call<readonly JobFields[]>('jobs') : [];
    // Wine takes the class of a process that has ended for one that is still served.
    await connection.call('withdraw');
    this.#releaseClassObject();
    this.#serving = this.#expect();
    process.kill(connection.process, 'SIGKILL');
    await connection.ended();
  }

  /** Starts the service again after `kill()`, as an activation does. Resolves when it serves. */
  async restart(): Promise<void> {
    this.#run();
    await this.#serving;
  }

  /** The next `times` calls of a method fail without being carried out; each one with `times: Infinity`. */
  async fail(method: string, hresult: number, { times = 1 }: { times?: number } = {}): Promise<void> {
    await this.#call('answer', { method, result: hresult >>> 0, times: Number.isFinite(times) ? times : 0 });
  }

  /** Like `fail`, for a success: calls are carried out, and those that succeed return this instead of `S_OK`. */
  async succeed(method: string, hresult: number, options: { times?: number } = {}): Promise<void> {
    await this.fail(method, hresult, options);
  }

  /** Calls of a method take so much longer; 0 ends that. */
  async delay(method: string, milliseconds: number): Promise<void> {
    await this.#call('delay', { method, milliseconds });
  }

  /** Calls of a method do not return until `release`. */
  async hang(method: string): Promise<void> {
    await this.#call('hang', { method });
  }

  async release(method: string): Promise<void> {
    await this.#call('release', { method });
  }

  /** Ends what `fail`, `succeed`, `delay` and `hang` began. */
  async clearScript(): Promise<void> {
    await this.#call('clearScript');
  }

  /** The calls since the last `reset()`, in the order of their arrival; only those of one method if it is named. */
  async calls(method?: string): Promise<readonly RecordedCall[]> {
    const calls = await this.#call<readonly RecordedCall[]>('calls');
    return method === undefined ? calls : calls.filter((call) => call.method === method);
  }

  /** How often a method was called since the last `reset()`. */
  async count(method: string): Promise<number> {
    return (await this.counts())[method] ?? 0;
  }

  /** How often each method was called since the last `reset()`. `IUnknown.QueryInterface` counts the queries of clients for later interfaces. */
  async counts(): Promise<Readonly<Record<string, number>>> {
    return await this.#call<Readonly<Record<string, number>>>('counts');
  }

  /** How often clients have called this process since the last `reset()`, queries for interfaces included, but not the release of objects. */
  async roundTrips(): Promise<number> {
    return Object.values(await this.counts()).reduce((sum, count) => sum + count, 0);
  }

  /** Clears calls, counts and notifications, but neither jobs nor script. */
  async reset(): Promise<void> {
    await this.#call('reset');
  }

  /** Resolves once a method has been called `count` times since the last `reset()`, also by a call that has not returned. */
  async called(method: string, count = 1): Promise<void> {
    await this.#call('waitForCall', { method, count });
  }

  /** The calls of callbacks that have returned since the last `reset()`. */
  async notifications(): Promise<readonly RecordedNotification[]> {
    await this.#call('settle');
    return await this.#call<readonly RecordedNotification[]>('notifications');
  }

  /** Calls a callback whatever the flags of the job. */
  async notify(
    job: string,
    kind: NotificationKind,
    { file = 0, ranges = [] }: { file?: number; ranges?: readonly RangeFields[] } = {},
  ): Promise<void> {
    await this.#call('notify', { job, kind, file, ranges: ranges.map((range) => ({ ...range })) });
  }

  /** Repeats the notifications to which a callback has not returned `S_OK`, as BITS does after a while. */
  async repeatNotifications(): Promise<void> {
    await this.#call('repeatNotifications');
  }

  /** Asks the client about the certificate of a file's server. Resolves to the HRESULT; a failure puts the job into TRANSIENT_ERROR. */
  async validate(
    job: string,
    {
      file = 0,
      certificate,
      encoding = 1,
      store,
    }: { file?: number; certificate: Uint8Array; encoding?: number; store: Uint8Array },
  ): Promise<number> {
    const args = { job, file, certificate: hexOf(certificate), encoding, store: hexOf(store) };
    return await this.#call<number>('validate', args);
  }

  /** A job, also one that has ended. */
  async job(id: string): Promise<JobFields> {
    return await this.#call<JobFields>('job', { job: id });
  }

  /** The jobs that clients can find. */
  async jobs(): Promise<readonly JobFields[]> {
    return await this.#call<readonly JobFields[]>('jobs');
  }

  /** Adds a job that no client of this test has created, by default of the same owner. */
  async addJob(fields: JobChanges = {}): Promise<JobFields> {
    return await this.#call<JobFields>('addJob', { fields });
  }

  /** Changes a job. A file that has arrived and the state are reported to the client's callback as its flags ask for. */
  async setJob(id: string, fields: JobChanges): Promise<JobFields> {
    return await this.#call<JobFields>('setJob', { job: id, fields });
  }

  /** Changes a job as `setJob()` does, if it is in one of these states at that moment. Returns false if it is not. */
  async setJobIn(states: readonly number[], id: string, fields: JobChanges): Promise<boolean> {
    return (await this.#call<JobFields | null>('setJob', { job: id, fields, states: [...states] })) !== null;
  }

  /** Puts a job into an error: TRANSIENT_ERROR if `transient`, else ERROR. */
  async failJob(
    id: string,
    error: ErrorFields,
    { transient = false }: { transient?: boolean } = {},
  ): Promise<JobFields> {
    return await this.setJob(id, { error, state: transient ? 5 : 4 });
  }

  /** Has bytes of a file arrive, without a change of the job's state. */
  async progress(id: string, file: number, transferred: number | bigint, total?: number | bigint): Promise<JobFields> {
    const change = {
      bytesTransferred: BigInt(transferred),
      ...(total === undefined ? {} : { bytesTotal: BigInt(total) }),
    };
    return await this.setJob(id, { files: [...Array<null>(file).fill(null), change] });
  }

  /** Has every file arrive whole, and the job be TRANSFERRED. A file of unknown size has `size` bytes. */
  async finishJob(id: string, size: number | bigint = 0): Promise<JobFields> {
    const { files } = await this.job(id);
    const whole = files.map(({ bytesTotal }) => {
      const bytes = bytesTotal === 2n ** 64n - 1n ? BigInt(size) : bytesTotal;
      return { bytesTotal: bytes, bytesTransferred: bytes };
    });
    return await this.setJob(id, { files: whole, state: 6 });
  }

  /** Removes all jobs, without a notification. */
  async clearJobs(): Promise<void> {
    await this.#call('clearJobs');
  }

  async #call<Result = null>(command: string, args: object = {}): Promise<Result> {
    return await (await this.#serving).call<Result>(command, args);
  }

  #expect(): Promise<ControlConnection> {
    return new Promise((resolve) => {
      this.#served = resolve;
    });
  }

  #run(): void {
    if (this.#server === undefined) throw new Error('the service has no control server');
    spawn(this.#program, [`/Control:${this.#server.port}`], { stdio: 'ignore' }).unref();
  }

  async #accept(connection: ControlConnection): Promise<void> {
    await connection.call('configure', settingsOf(this.#options));
    for (const job of this.#kept) await connection.call('addJob', { fields: job });
    this.#kept = [];
    await connection.call('serve');
    // Otherwise two threads that activate the class at once can crash: docs/development.md has this fault of Wine.
    this.#releaseClassObject();
    this.#releaseClass = keepClassObject(managerClass);
    this.#served(connection);
  }

  #releaseClassObject(): void {
    this.#releaseClass();
    this.#releaseClass = () => {};
  }
}

function settingsOf({ version = '10.3', without = [], ...rest }: ReferenceBitsOptions): object {
  return { version: versions[version], without, ...rest };
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
