import { limits } from '../constants.js';

/**
 * The data of a stand-in group in the description of its job, by which any process finds the group: the id of the group, the id of its only
 * job once it has been created, and the description that the user has set.
 */
export interface Marker {
  readonly groupId: string;
  readonly jobId: string | null;
  readonly description: string;
}

const guid = '\\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\\}';
const pattern = new RegExp(`^winprogress group (${guid})(?: job (${guid}))?(?:\n([^]*))?$`);

/** Parses a job's description; null if the job does not belong to a group. */
export function parseMarker(text: string): Marker | null {
  const match = pattern.exec(text);
  if (match === null || match[1] === undefined) return null;
  return { groupId: match[1], jobId: match[2] ?? null, description: match[3] ?? '' };
}

export function formatMarker({ groupId, jobId, description }: Marker): string {
  const job = jobId === null ? '' : ` job ${jobId}`;
  return `winprogress group ${groupId}${job}${description === '' ? '' : `\n${description}`}`;
}

/** Returns the description of a job that is completed because its group is cancelled. It is not a marker: the group no longer exists. */
export function canceledDescription(groupId: string): string {
  return `winprogress canceled group ${groupId}`;
}

/** The maximum length of a description beside the longest marker. */
export const maximumDescription = limits.description - 'winprogress group  job \n'.length - 2 * 38;
