import type { WinSyncRecoverableError } from '../../index.js';
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

  readonly take = ({ provider, stage, error, itemDisplayName, errorDescription }: WinSyncRecoverableError): void => {
    if (this.#json) {
      const { code = null, hresult = null } = error ?? {};
      const record = { provider, stage, code, hresult, itemDisplayName, errorDescription };
      this.#output.writeRecord({ type: 'recoverableError', ...record });
      return;
    }
    const cause = error === null ? null : `${error.code} (${formatHresult(error.hresult)})`;
    const parts = [itemDisplayName, cause, errorDescription];
    if (this.#lines.length < largestNumber) this.#lines.push(parts.filter((part) => part !== null).join('  '));
  };

  tell(): void {
    for (const line of this.#lines.splice(0)) this.#output.warn(`not applied: ${line}`);
  }
}
