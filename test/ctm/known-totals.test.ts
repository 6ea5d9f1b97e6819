import { beforeEach, describe, expect, it } from 'vitest';
import { KnownTotals } from '../../lib/ctm/known-totals.js';
import { address } from './world.js';

const { id } = address;
const other = '{99999999-8888-7777-6666-555555555555}';
const known = { bytesTotal: 10n, bytesTransferred: 1n, filesTotal: 2, filesTransferred: 1 };
const unknown = { ...known, bytesTotal: 0n, filesTotal: 0 };
let totals: KnownTotals;

beforeEach(() => {
  totals = new KnownTotals();
});

describe('a total that a job has reported', () => {
  it.each([
    ['bytes', { bytesTotal: 0n }],
    ['files', { filesTotal: 0 }],
  ])('cannot become 0 again: %s', (_, forgotten) => {
    totals.record(id, known);
    expect(() => totals.record(id, { ...known, ...forgotten })).toThrow(RangeError);
  });

  it('stays known after a refused notification', () => {
    totals.record(id, known);
    expect(() => totals.record(id, unknown)).toThrow(RangeError);
    expect(() => totals.record(id, unknown)).toThrow(RangeError);
  });

  it('can be known for bytes alone', () => {
    totals.record(id, { ...known, filesTotal: 0 });
    totals.record(id, { ...known, filesTotal: 0 });
    expect(() => totals.record(id, unknown)).toThrow(RangeError);
  });

  it('can be known for files alone', () => {
    totals.record(id, { ...known, bytesTotal: 0n });
    totals.record(id, { ...known, bytesTotal: 0n });
    expect(() => totals.record(id, unknown)).toThrow(RangeError);
  });

  it('does not affect another job', () => {
    totals.record(id, known);
    expect(() => totals.record(other, unknown)).not.toThrow();
  });

  it('is discarded with the job', () => {
    totals.record(id, known);
    totals.remove(id);
    expect(() => totals.record(id, unknown)).not.toThrow();
  });
});
