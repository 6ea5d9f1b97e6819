import { requireBoolean, requireInteger, requireOptions } from '../com/arguments.js';
import type { WinSyncIdFormat } from './verbs.js';

/** Ids that are GUIDs. */
const guids: WinSyncIdFormat = { variable: false, size: 16 };

const largestSize = 0xffff;

/** Reads the format of ids; GUIDs by default. @throws {TypeError | RangeError} for a wrong format */
export function requireIdFormat(value: WinSyncIdFormat | undefined): WinSyncIdFormat {
  if (value === undefined) return guids;
  const { variable, size } = requireOptions(value, 'itemIdFormat');
  return {
    variable: requireBoolean(variable, 'itemIdFormat.variable'),
    size: requireInteger(size, 'itemIdFormat.size', 1, largestSize),
  };
}
