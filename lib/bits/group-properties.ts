import { requireOneOf } from '../com/arguments.js';
import { groupProperty } from './constants.js';

/** The properties of a group: `GROUPPROP_…`. */
export type BitsGroupProperty = keyof typeof groupProperty;

const names = Object.keys(groupProperty).filter((name): name is BitsGroupProperty => name in groupProperty);

/** The properties whose values are text. */
export type BitsGroupTextProperty =
  | 'remoteUserId'
  | 'remoteUserPassword'
  | 'localUserId'
  | 'localUserPassword'
  | 'notifyClsid'
  | 'displayName'
  | 'description';

const textProperties: readonly BitsGroupProperty[] = [
  'remoteUserId',
  'remoteUserPassword',
  'localUserId',
  'localUserPassword',
  'notifyClsid',
  'displayName',
  'description',
] satisfies readonly BitsGroupTextProperty[];

/** The type of a property's value. */
export type BitsGroupPropertyValue<Name extends BitsGroupProperty> = Name extends BitsGroupTextProperty
  ? string
  : number;

/** Returns the number of a property. @throws {TypeError | RangeError} for a value that is not the name of a property */
export function toGroupProperty(name: unknown): number {
  return groupProperty[requireOneOf(name, 'name', names)];
}

export function isTextProperty(name: BitsGroupProperty): boolean {
  return textProperties.includes(name);
}

/** Whether the queue manager returned a value of the property's type. */
export function isValueOf<Name extends BitsGroupProperty>(
  name: Name,
  value: string | number,
): value is BitsGroupPropertyValue<Name> & (string | number) {
  return typeof value === (isTextProperty(name) ? 'string' : 'number');
}
