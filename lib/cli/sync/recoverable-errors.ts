import type { WinSyncRecoverableError } from '../../index.js';
import { formatHresult } from '../format.js';
import type { Output } from '../output.js';

/** Further errors are only counted. */
const largestNumber = 20;

/** Reports changes that could not be applied: with `--json` at once, otherwise by `print()`, after the bars. */
export class RecoverableErrors {
  readonly #output: Output;
  readonly #json: boolean;
  readonly #lines: string[] = [];

  constructor(output: Output, json: boolean) {
    this.#output = output;
    this.#json = json;
  }

  readonly add = ({ provider, stage, error, itemDisplayName, errorDescription }: WinSyncRecoverableError): void => {
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

  print(): void {
    for (const line of this.#lines.splice(0)) this.#output.warn(`not applied: ${line}`);
  }
}
