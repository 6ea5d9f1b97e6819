import type { NotifierVerbs } from '../../../lib/ctm/verbs.js';
import {
  type AlternateDownloadProvider,
  type ContentRequest,
  createEmulation,
  type DownloadContentRequest,
  type Emulation,
  type EmulationOptions,
  type ManagedContentJob,
} from '../../../lib/emulation.js';

/** The documented names of the three functions. */
export const names = {
  progress: 'SendNotifyProgressToCTM',
  success: 'SendNotifySuccessToCTM',
  error: 'SendNotifyErrorToCTM',
} as const;

/** The id that the test's provider gives its job. */
export const jobId = '{89F7454D-71F7-4F05-8276-FADC8B85F48D}';

/** A provider that keeps what it was called with, and does what a test puts in place of a method. */
export class TestProvider implements AlternateDownloadProvider {
  readonly calls: unknown[][] = [];
  readonly requests: DownloadContentRequest[] = [];
  answers: Partial<AlternateDownloadProvider> = {};

  async downloadContent(request: DownloadContentRequest): Promise<string> {
    this.requests.push(request);
    return this.answers.downloadContent === undefined ? jobId : await this.answers.downloadContent(request);
  }
  async cancelJob(id: string): Promise<void> {
    this.calls.push(['cancelJob', id]);
    await this.answers.cancelJob?.(id);
  }
  async modifyJobSource(...call: Parameters<AlternateDownloadProvider['modifyJobSource']>): Promise<void> {
    this.calls.push(['modifyJobSource', ...call]);
    await this.answers.modifyJobSource?.(...call);
  }
  async modifyJobPriority(...call: Parameters<AlternateDownloadProvider['modifyJobPriority']>): Promise<void> {
    this.calls.push(['modifyJobPriority', ...call]);
    await this.answers.modifyJobPriority?.(...call);
  }
  async modifyJobTimeout(...call: Parameters<AlternateDownloadProvider['modifyJobTimeout']>): Promise<void> {
    this.calls.push(['modifyJobTimeout', ...call]);
    await this.answers.modifyJobTimeout?.(...call);
  }
  async resume(id: string): Promise<void> {
    this.calls.push(['resume', id]);
    await this.answers.resume?.(id);
  }
  async suspend(id: string): Promise<void> {
    this.calls.push(['suspend', id]);
    await this.answers.suspend?.(id);
  }
}

/** What a report says where a test says nothing else. */
interface Told {
  progressType?: string | null;
  endpoint?: string;
  id?: string;
  clientData?: string;
  bytesTotal?: string;
  bytesTransferred?: string;
  filesTotal?: number;
  filesTransferred?: number;
  hresult?: number;
  message?: string;
}

/** An emulated manager with one provider, and the manager's library opened by it. */
export class ManagerWorld {
  readonly emulation: Emulation;
  readonly provider = new TestProvider();
  readonly notifier: NotifierVerbs;

  constructor(emulation: Emulation, notifier: NotifierVerbs) {
    this.emulation = emulation;
    this.notifier = notifier;
    emulation.ctm.manager.registerProvider({ logicalName: 'Tested', priority: 1 }, this.provider);
  }

  /** Asks for content. */
  request(request?: Partial<ContentRequest>): Promise<ManagedContentJob> {
    return this.emulation.ctm.manager.requestContent({ contentId: 'ABC00001', localPath: 'C:\\cache\\1', ...request });
  }

  progress(told: Told = {}): Promise<void> {
    const { progressType = null, filesTotal = 0, filesTransferred = 0 } = told;
    const { bytesTotal = '0', bytesTransferred = '0' } = told;
    const triple = this.#triple(told);
    return this.notifier.sendProgress(
      progressType,
      ...triple,
      bytesTotal,
      bytesTransferred,
      filesTotal,
      filesTransferred,
    );
  }

  success(told: Told = {}): Promise<void> {
    const { bytesTotal = '100', bytesTransferred = '100', filesTotal = 1, filesTransferred = 1 } = told;
    return this.notifier.sendSuccess(...this.#triple(told), bytesTotal, bytesTransferred, filesTotal, filesTransferred);
  }

  error(told: Told = {}): Promise<void> {
    const { hresult = 0x80004005, message = 'no server has it' } = told;
    return this.notifier.sendError(...this.#triple(told), hresult, message);
  }

  /** What the last request is to be reported with. */
  #triple({ endpoint, id = jobId, clientData }: Told): [string, string, string] {
    const request = this.provider.requests.at(-1);
    return [endpoint ?? request?.notifyEndpoint ?? '', id, clientData ?? request?.notifyData ?? ''];
  }
}

export async function openManager(options?: EmulationOptions): Promise<ManagerWorld> {
  const emulation = createEmulation(options);
  const { ctm } = emulation.openBackend();
  return new ManagerWorld(emulation, await ctm.openLibrary(emulation.ctm.manager.library, names));
}
