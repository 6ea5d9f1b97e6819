import { requireArray, requireBoolean, requireOneOf, requireOptions, requireText } from '../com/arguments.js';
import { enumerateAllUsers, jobTypes, transferStates } from './constants.js';
import { type BitsJobType, typeOf } from './details.js';
import { type BitsTransferState, toState } from './snapshot.js';
import type { JobListRecord, UnreadableJobRecord } from './verbs.js';

/**
 * Which jobs of the list are of interest: those that meet everything that is given. A job that cannot be read meets neither a name nor a type nor a
 * state.
 */
export interface BitsJobFilter {
  /** The display name, or an expression that it matches. */
  readonly name?: string | RegExp | undefined;
  readonly types?: readonly BitsJobType[] | undefined;
  readonly states?: readonly BitsTransferState[] | undefined;
  /** True for the jobs of all users (administrators only: `E_ACCESSDENIED`); false by default, for those of this user. */
  readonly allUsers?: boolean | undefined;
}

export interface CheckedJobFilter {
  /** Of `EnumJobs`. */
  readonly flags: number;
  selects(record: JobListRecord | UnreadableJobRecord): boolean;
}

/**
 * @param label what messages call the filter; empty when its properties are options of the call
 * @throws {TypeError | RangeError} for what is not a filter
 */
export function requireJobFilter(filter: BitsJobFilter | undefined, label: '' | 'filter'): CheckedJobFilter {
  const { name, types, states, allUsers = false } = requireOptions(filter, label === '' ? 'options' : label);
  const prefix = label === '' ? '' : `${label}.`;
  const hasName = name === undefined ? undefined : requireName(name, `${prefix}name`);
  const wantedTypes = requireWords(types, `${prefix}types`, jobTypes);
  const wantedStates = requireWords(states, `${prefix}states`, transferStates);
  return {
    flags: requireBoolean(allUsers, `${prefix}allUsers`) ? enumerateAllUsers : 0,
    selects(record) {
      if ('hresult' in record) return (hasName ?? wantedTypes ?? wantedStates) === undefined;
      return (
        (hasName?.(record.displayName) ?? true) &&
        (wantedTypes?.has(typeOf(record.type)) ?? true) &&
        (wantedStates?.has(toState(record.state)) ?? true)
      );
    },
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
