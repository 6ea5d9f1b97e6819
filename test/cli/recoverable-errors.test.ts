import { beforeEach, describe, expect, it } from 'vitest';
import { RecoverableErrors } from '../../lib/cli/sync/recoverable-errors.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { CollectedOutput } from './support/collected-output.js';
import { recoverableErrorWith } from './support/recoverable-error.js';

describe('RecoverableErrors', () => {
  let output: CollectedOutput;

  beforeEach(() => {
    output = new CollectedOutput();
  });

  it('does not print errors before print()', () => {
    const errors = new RecoverableErrors(output, false);
    errors.add(recoverableErrorWith({ itemDisplayName: 'note 7' }));
    expect([output.lines, output.warnings]).toEqual([[], []]);
    errors.print();
    expect([output.lines, output.warnings]).toEqual([[], ['not applied: note 7']]);
  });

  it('prints the item, the cause with name and number, and the description', () => {
    const errors = new RecoverableErrors(output, false);
    const error = new HResultError(hresults.E_ACCESSDENIED, 'ISyncCallback.OnRecoverableError');
    errors.add(recoverableErrorWith({ itemDisplayName: 'note 7', error, errorDescription: 'It is locked.' }));
    errors.print();
    expect(output.warnings).toEqual(['not applied: note 7  E_ACCESSDENIED (0x80070005)  It is locked.']);
  });

  it('prints each error once', () => {
    const errors = new RecoverableErrors(output, false);
    errors.add(recoverableErrorWith({ itemDisplayName: 'note 7' }));
    errors.print();
    errors.print();
    expect(output.warnings).toHaveLength(1);
  });

  it('prints at most twenty errors', () => {
    const errors = new RecoverableErrors(output, false);
    for (let index = 1; index <= 25; index += 1) errors.add(recoverableErrorWith({ itemDisplayName: `note ${index}` }));
    errors.print();
    expect(output.warnings).toHaveLength(20);
    expect(output.warnings.at(-1)).toBe('not applied: note 20');
  });

  it('writes a record for each error at once with --json, with null for unknown values', () => {
    const errors = new RecoverableErrors(output, true);
    for (let index = 1; index <= 25; index += 1) errors.add(recoverableErrorWith({}));
    expect(output.records).toHaveLength(25);
    expect(output.records[0]).toEqual({
      type: 'recoverableError',
      provider: null,
      stage: null,
      code: null,
      hresult: null,
      itemDisplayName: null,
      errorDescription: null,
    });
    errors.print();
    expect(output.warnings).toEqual([]);
  });
});
