import type { ContentTransferNotification } from '../../../lib/emulation.js';
import type { RecordedCall } from '../../native/ctm-library.js';

/** A call that the reference library recorded by position, with the documented names of its arguments. */
export function toNotification({ function: name, arguments: values }: RecordedCall): ContentTransferNotification {
  const next = values.values();
  const take = (): unknown => next.next().value;
  switch (name) {
    case 'SendNotifyProgressToCTM':
      return { function: name, progressType: toNullable(take()), ...takeCounts(take) };
    case 'SendNotifySuccessToCTM':
      return { function: name, ...takeCounts(take) };
    case 'SendNotifyErrorToCTM':
      return { function: name, ...takeAddress(take), hresult: toNumber(take()), message: toNullable(take()) };
    default:
      throw new TypeError(`${name} is not one of the three functions`);
  }
}

function takeAddress(take: () => unknown) {
  return { endpoint: toText(take()), id: toText(take()), clientData: toText(take()) };
}

function takeCounts(take: () => unknown) {
  return {
    ...takeAddress(take),
    bytesTotal: toText(take()),
    bytesTransferred: toText(take()),
    filesTotal: toNumber(take()),
    filesTransferred: toNumber(take()),
  };
}

function toNullable(value: unknown): string | null {
  return value === null ? null : toText(value);
}

function toText(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${JSON.stringify(value)} is not a text`);
  return value;
}

function toNumber(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError(`${JSON.stringify(value)} is not a number`);
  return value;
}
