import {
  requireArray,
  requireBoolean,
  requireDate,
  requireObject,
  requireOneOf,
  requireOptions,
  requireText,
  wrongType,
} from '../com/arguments.js';
import { toDate } from '../com/file-time.js';
import { enumerateAllUsers, jobTypes, transferStates } from './constants.js';
import { type BitsJobType, typeOf } from './job-list.js';
import { type BitsTransferState, toState } from './snapshot.js';
import type { JobListRecord, JobVerbs, UnreadableJobRecord } from './verbs.js';

/** Selects jobs of the list: those that meet all given criteria. A job that cannot be read meets an empty filter only. */
export interface BitsJobFilter {
  /** The display name, or an expression that it matches. */
  readonly name?: string | RegExp | undefined;
  /** The description, or an expression that it matches. Read for each job that meets the criteria that the list contains. */
  readonly description?: string | RegExp | undefined;
  /** Jobs that were created before this time. Read for each job, as the description is. `E_NOTIMPL` where BITS does not have `GetTimes`. */
  readonly createdBefore?: Date | undefined;
  /** Jobs that have not been modified since this time; a byte that is transferred modifies a job. Read as `createdBefore` is. */
  readonly unchangedSince?: Date | undefined;
  /** Jobs with a file of this URL, or of one that the expression matches. Read for each job, as the description is. */
  readonly url?: string | RegExp | undefined;
  readonly types?: readonly BitsJobType[] | undefined;
  readonly states?: readonly BitsTransferState[] | undefined;
  /** True for the jobs of all users (administrators only: `E_ACCESSDENIED`); false by default, for those of this user. */
  readonly allUsers?: boolean | undefined;
}

/** A filter for `cancelJobs()`, which must name the jobs. */
export type BitsCancelFilter = BitsJobFilter &
  ({ readonly name: string | RegExp } | { readonly description: string | RegExp });

export interface CheckedJobFilter {
  /** The flags of `EnumJobs`. */
  readonly flags: number;
  selects(record: JobListRecord | UnreadableJobRecord): boolean;
  /**
   * Reads the properties that the list does not have, of a job that it selects, and resolves to whether the filter selects it; null if it needs none.
   */
  readonly selectsJob: ((job: JobVerbs) => Promise<boolean>) | null;
}

/**
 * Reads a filter.
 * @param label the name of the filter in messages; empty if its properties are options of the call
 * @throws {TypeError | RangeError} for an invalid filter
 */
export function requireJobFilter(filter: BitsJobFilter | undefined, label: '' | 'filter'): CheckedJobFilter {
  const options = requireOptions(filter, label === '' ? 'options' : label);
  const { name, types, states, allUsers = false } = options;
  const prefix = label === '' ? '' : `${label}.`;
  const hasName = name === undefined ? undefined : requireName(name, `${prefix}name`);
  const selectsJob = requireJobCriteria(options, prefix);
  const wantedTypes = requireWords(types, `${prefix}types`, jobTypes);
  const wantedStates = requireWords(states, `${prefix}states`, transferStates);
  return {
    flags: requireBoolean(allUsers, `${prefix}allUsers`) ? enumerateAllUsers : 0,
    selectsJob,
    selects(record) {
      if ('hresult' in record) return (hasName ?? wantedTypes ?? wantedStates) === undefined && selectsJob === null;
      return (
        (hasName?.(record.displayName) ?? true) &&
        (wantedTypes?.has(typeOf(record.type)) ?? true) &&
        (wantedStates?.has(toState(record.state)) ?? true)
      );
    },
  };
}

/**
 * Reads a filter for `cancelJobs()`.
 * @throws {TypeError | RangeError} for an invalid filter, and for one that has neither a name nor a description
 */
export function requireCancelFilter(filter: BitsCancelFilter): CheckedJobFilter {
  const checked = requireJobFilter(requireObject(filter, 'filter'), 'filter');
  const { name, description }: BitsJobFilter = filter;
  if (name === undefined && description === undefined) throw wrongType('filter must have a name or a description');
  return checked;
}

/** Returns the check of the properties that must be read of each job; null if the filter has none. */
function requireJobCriteria(
  { description, createdBefore, unchangedSince, url }: Partial<BitsJobFilter>,
  prefix: string,
): CheckedJobFilter['selectsJob'] {
  const hasDescription = description === undefined ? null : requireName(description, `${prefix}description`);
  const hasUrl = url === undefined ? null : requireName(url, `${prefix}url`);
  const created = createdBefore === undefined ? null : requireDate(createdBefore, `${prefix}createdBefore`);
  const unchanged = unchangedSince === undefined ? null : requireDate(unchangedSince, `${prefix}unchangedSince`);
  if (hasDescription === null && hasUrl === null && created === null && unchanged === null) return null;
  return async (job) => {
    if (hasDescription !== null && !hasDescription(await job.getDescription())) return false;
    if (created !== null || unchanged !== null) {
      const { creation, modification } = await job.detail('times');
      if (created !== null && toDate(creation) >= created) return false;
      if (unchanged !== null && toDate(modification) > unchanged) return false;
    }
    return hasUrl === null || (await job.enumFiles()).some(({ remoteName }) => hasUrl(remoteName));
  };
}

function requireName(value: unknown, name: string): (text: string) => boolean {
  if (!(value instanceof RegExp)) {
    const wanted = requireText(value, name);
    return (text) => text === wanted;
  }
  // A copy: an expression with the flag g or y remembers where its last match ended.
  const expression = new RegExp(value.source, value.flags);
  return (text) => {
    expression.lastIndex = 0;
    return expression.test(text);
  };
}

function requireWords<Word extends string>(
  value: unknown,
  name: string,
  words: readonly Word[],
): ReadonlySet<Word | number> | undefined {
  if (value === undefined) return undefined;
  return new Set(
    requireArray(value, name, 'strings').map((word, index) => requireOneOf(word, `${name}[${index}]`, words)),
  );
}
