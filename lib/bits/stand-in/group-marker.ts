import { limits } from '../constants.js';

/**
 * What a stand-in group keeps in its job's description, so that any process finds the group again: the group's id, the id of its
 * one job once that has been made, and the description that people gave.
 */
export interface Marker {
  readonly groupId: string;
  readonly jobId: string | null;
  readonly description: string;
}

const guid = '\\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\\}';
const pattern = new RegExp(`^winprogress group (${guid})(?: job (${guid}))?(?:\n([^]*))?$`);

/** Reads a job's description; null when the job stands in for no group. */
export function parseMarker(text: string): Marker | null {
  const match = pattern.exec(text);
  if (match === null || match[1] === undefined) return null;
  return { groupId: match[1], jobId: match[2] ?? null, description: match[3] ?? '' };
}

export function formatMarker({ groupId, jobId, description }: Marker): string {
  const job = jobId === null ? '' : ` job ${jobId}`;
  return `winprogress group ${groupId}${job}${description === '' ? '' : `\n${description}`}`;
}

/** The description of a job that is completed because its group is cancelled. It is not a marker: the group does not exist any more. */
export function canceledDescription(groupId: string): string {
  return `winprogress canceled group ${groupId}`;
}

/** How long a description may be beside the longest marker. */
export const maximumDescription = limits.description - 'winprogress group  job \n'.length - 2 * 38;
