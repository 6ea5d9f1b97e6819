import { outOfRange, requireDate } from '../com/arguments.js';

/** Units of 100 ns between the beginning of 1601 and of 1970. */
const epoch = 116_444_736_000_000_000n;
const unitsInMillisecond = 10_000n;

/** The latest that Windows takes for a time: it counts them in signed 64-bit numbers. */
const latest = 0x7fff_ffff_ffff_ffffn;

/** A FILETIME, which is counted in units of 100 ns since 1601. @throws {TypeError | RangeError} for a date that it cannot hold */
export function fileTimeOf(date: Date, name: string): bigint {
  const fileTime = BigInt(requireDate(date, name).getTime()) * unitsInMillisecond + epoch;
  if (fileTime < 0n || fileTime > latest) throw outOfRange(`${name} must be a date from 1601 to 30828`);
  return fileTime;
}

/** The date of a FILETIME, to the millisecond. */
export function dateOf(fileTime: bigint): Date {
  return new Date(Number(fileTime / unitsInMillisecond - epoch / unitsInMillisecond));
}
