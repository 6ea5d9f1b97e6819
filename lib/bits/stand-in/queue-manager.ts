import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { toState } from '../snapshot.js';
import type { GroupVerbs, JobVerbs, ManagerVerbs, QueueManagerVerbs } from '../verbs.js';
import { StandInGroup } from './group.js';
import { formatMarker, type Marker, parseMarker } from './group-marker.js';
import { callAsLegacy } from './stand-in-job.js';

const downloadJob = 0;

interface MarkedJob {
  readonly job: JobVerbs;
  readonly marker: Marker;
}

/** `IBackgroundCopyQMgr` for hosts without the legacy class: each group is a modern job whose description contains the id of the group. */
export class StandInQueueManager implements QueueManagerVerbs {
  readonly #manager: ManagerVerbs;

  constructor(manager: ManagerVerbs) {
    this.#manager = manager;
  }

  async createGroup(id: string): Promise<GroupVerbs> {
    const operation = 'IBackgroundCopyQMgr.CreateGroup';
    if (await this.#find(operation, id)) throw new HResultError(hresults.E_INVALIDARG, operation);
    const job = await callAsLegacy(operation, () => this.#manager.createJob(`winprogress group ${id}`, downloadJob));
    const marker: Marker = { groupId: id, jobId: null, description: '' };
    try {
      await callAsLegacy(operation, () => job.setDescription(formatMarker(marker)));
    } catch (error) {
      // Without the marker the job belongs to no group, and no program would cancel it.
      await job.cancel().catch(() => {});
      throw error;
    }
    return new StandInGroup(job, id);
  }

  async getGroup(id: string): Promise<GroupVerbs> {
    const operation = 'IBackgroundCopyQMgr.GetGroup';
    const found = await this.#find(operation, id);
    if (found === undefined) throw new HResultError(hresults.QM_E_ITEM_NOT_FOUND, operation);
    return new StandInGroup(found.job, id);
  }

  async enumGroups(flags: number): Promise<string[]> {
    const operation = 'IBackgroundCopyQMgr.EnumGroups';
    if (flags !== 0) throw new HResultError(hresults.E_NOTIMPL, operation);
    return (await this.#groups(operation)).map(({ marker }) => marker.groupId);
  }

  async #find(operation: string, id: string): Promise<MarkedJob | undefined> {
    return (await this.#groups(operation)).find(({ marker }) => marker.groupId === id);
  }

  async #groups(operation: string): Promise<MarkedJob[]> {
    const jobs = await callAsLegacy(operation, () => this.#manager.enumJobs(0));
    const marked = await Promise.all(jobs.map(readMarker));
    return marked.filter((entry) => entry !== null);
  }
}

/** Returns null for a job that ends after the enumeration, or whose description cannot be read. */
async function readMarker(job: JobVerbs): Promise<MarkedJob | null> {
  try {
    const marker = parseMarker(await job.getDescription());
    return marker === null || isFinal(await job.getState()) ? null : { job, marker };
  } catch (error) {
    if (error instanceof HResultError) return null;
    throw error;
  }
}

/** Whether a job is completed or cancelled: it has no group then, even on a host that still enumerates it. */
function isFinal(state: number): boolean {
  const read = toState(state);
  return read === 'acknowledged' || read === 'canceled';
}
