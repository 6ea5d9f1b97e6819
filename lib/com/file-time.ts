import { outOfRange, requireDate } from './arguments.js';

/** Units of 100 ns between the beginnings of 1601 and 1970. */
const epoch = 116_444_736_000_000_000n;
const unitsInMillisecond = 10_000n;

/** The latest FILETIME: Windows counts in signed 64-bit numbers. */
const latest = 0x7fff_ffff_ffff_ffffn;

/** Returns the FILETIME of a time in whole milliseconds since 1970: units of 100 ns since 1601. */
export function toFileTime(milliseconds: number): bigint {
  return BigInt(Math.floor(milliseconds)) * unitsInMillisecond + epoch;
}

/** Returns the FILETIME of a date. @throws {TypeError | RangeError} for a date that a FILETIME cannot hold */
export function requireFileTime(date: Date, name: string): bigint {
  const fileTime = toFileTime(requireDate(date, name).getTime());
  if (fileTime < 0n || fileTime > latest) throw outOfRange(`${name} must be a date from 1601 to 30828`);
  return fileTime;
}

/** Returns the date of a FILETIME, to the millisecond. */
export function toDate(fileTime: bigint): Date {
  return new Date(Number(fileTime / unitsInMillisecond - epoch / unitsInMillisecond));
}
