import type { SyncRecoverableError } from '../../index.js';
import { formatHresult } from '../format.js';
import type { Output } from '../output.js';

/** More than so many lines help nobody. */
const largestNumber = 20;

/** Tells changes that could not be applied: as objects at once with `--json`, else as lines once the bars are gone. */
export class RecoverableErrors {
  readonly #output: Output;
  readonly #json: boolean;
  readonly #lines: string[] = [];

  constructor(output: Output, json: boolean) {
    this.#output = output;
    this.#json = json;
  }

  readonly take = ({ provider, stage, error, itemDisplayName, errorDescription }: SyncRecoverableError): void => {
    const hresult = error?.hresult ?? null;
    if (this.#json) {
      const record = { provider, stage, hresult, itemDisplayName, errorDescription };
      this.#output.writeRecord({ type: 'recoverableError', ...record });
      return;
    }
    const parts = [itemDisplayName, hresult === null ? null : formatHresult(hresult), errorDescription];
    if (this.#lines.length < largestNumber) this.#lines.push(parts.filter((part) => part !== null).join('  '));
  };

  tell(): void {
    for (const line of this.#lines.splice(0)) this.#output.warn(`not applied: ${line}`);
  }
}
