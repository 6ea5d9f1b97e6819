import { Group, type GroupHost } from '../group.js';
import { GroupProperties } from '../group-properties.js';
import { Job } from '../job.js';
import { isJobState, jobState } from '../job-enumerations.js';
import { JobFile } from '../job-file.js';
import type { JobHost } from '../job-host.js';
import type { StoredJob } from './job-store.js';
import { restoreSettings, storeSettings } from './stored-settings.js';

/** Returns the data of a job to save, with the data of its group. */
export function storeJob(job: Job, group: Group | undefined): StoredJob {
  return {
    id: job.id,
    type: job.type,
    displayName: job.displayName,
    description: job.description,
    state: job.state,
    priority: job.priority,
    notifyFlags: job.notifier.flags,
    minimumRetryDelay: job.retry.minimumDelay,
    noProgressTimeout: job.retry.noProgressTimeout,
    errorCount: job.errorCount,
    lastActivity: job.lastActivity,
    error: job.error,
    files: job.files.map((file) => file.store()),
    settings: storeSettings(job.settings),
    owner: job.owner,
    created: job.created,
    transferCompletion: job.transferCompletion,
    reply: job.reply === null ? undefined : { fileName: job.reply.fileName, file: job.reply.file?.store() ?? null },
    group: group === undefined ? null : { id: group.id, groupJobId: group.groupJobId, ...group.properties },
  };
}

/** Restores the job that an earlier process has saved. */
export function restoreJob(host: JobHost<Job>, stored: StoredJob): Job {
  const job = new Job(host, stored.id, stored.type, stored.displayName, host.ownerOf(stored.owner));
  if (stored.settings !== undefined) restoreSettings(job.settings, stored.settings);
  job.created = stored.created ?? stored.lastActivity;
  job.transferCompletion = stored.transferCompletion ?? null;
  if (job.reply !== null && stored.reply !== undefined) {
    job.reply.fileName = stored.reply.fileName;
    job.reply.file = stored.reply.file === null ? null : JobFile.restore(stored.reply.file);
  }
  job.description = stored.description;
  job.errorCount = stored.errorCount;
  // If the clock was set back, the job must not exist for longer than the inactivity timeout.
  job.lastActivity = Math.min(stored.lastActivity, host.clock.now());
  job.retry.minimumDelay = stored.minimumRetryDelay;
  job.retry.noProgressTimeout = stored.noProgressTimeout;
  job.notifier.setFlags(stored.notifyFlags);
  const state = isJobState(stored.state) ? stored.state : jobState.suspended;
  const files = stored.files.map((file) => JobFile.restore(file));
  job.restore(state, stored.priority, stored.error, files);
  return job;
}

/** Restores the group that an earlier process has saved with a job. */
export function restoreGroup(host: GroupHost, job: Job, stored: StoredJob): Group | null {
  if (stored.group === null) return null;
  const { id, groupJobId, ...properties } = stored.group;
  return new Group(host, id, job, groupJobId, new GroupProperties(properties));
}
