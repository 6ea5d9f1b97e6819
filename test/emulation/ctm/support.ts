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

/** A provider that records its calls; a test can replace its methods. */
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

/** The fields of a report (all optional). */
interface ReportFields {
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

  progress(fields: ReportFields = {}): Promise<void> {
    const { progressType = null, filesTotal = 0, filesTransferred = 0 } = fields;
    const { bytesTotal = '0', bytesTransferred = '0' } = fields;
    const triple = this.#triple(fields);
    return this.notifier.sendProgress(
      progressType,
      ...triple,
      bytesTotal,
      bytesTransferred,
      filesTotal,
      filesTransferred,
    );
  }

  success(fields: ReportFields = {}): Promise<void> {
    const { bytesTotal = '100', bytesTransferred = '100', filesTotal = 1, filesTransferred = 1 } = fields;
    return this.notifier.sendSuccess(
      ...this.#triple(fields),
      bytesTotal,
      bytesTransferred,
      filesTotal,
      filesTransferred,
    );
  }

  error(fields: ReportFields = {}): Promise<void> {
    const { hresult = 0x80004005, message = 'no server has it' } = fields;
    return this.notifier.sendError(...this.#triple(fields), hresult, message);
  }

  /** The values that reports of the last request must have. */
  #triple({ endpoint, id = jobId, clientData }: ReportFields): [string, string, string] {
    const request = this.provider.requests.at(-1);
    return [endpoint ?? request?.notifyEndpoint ?? '', id, clientData ?? request?.notifyData ?? ''];
  }
}

export async function openManager(options?: EmulationOptions): Promise<ManagerWorld> {
  const emulation = createEmulation(options);
  const { ctm } = emulation.openBackend();
  return new ManagerWorld(emulation, await ctm.openLibrary(emulation.ctm.manager.library, names));
}
