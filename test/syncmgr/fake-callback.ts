import type { CallbackVerbs } from '../../lib/syncmgr/verbs.js';
import type { CallLog, Scripted } from './call-log.js';

/** The callback of a client, which records its calls. */
export class FakeCallback implements CallbackVerbs {
  readonly calls: CallLog = [];
  readonly scripted = new Map<string, Scripted>();

  progress(...values: Parameters<CallbackVerbs['progress']>) {
    return this.#call('progress', values);
  }

  async prepareForSyncCompleted(hresult: number) {
    await this.#call('prepareForSyncCompleted', [hresult]);
  }

  async synchronizeCompleted(hresult: number) {
    await this.#call('synchronizeCompleted', [hresult]);
  }

  async showPropertiesCompleted(hresult: number) {
    await this.#call('showPropertiesCompleted', [hresult]);
  }

  async showErrorCompleted(hresult: number, itemIds: readonly string[]) {
    await this.#call('showErrorCompleted', [hresult, itemIds]);
  }

  enableModeless(enable: boolean) {
    return this.#call('enableModeless', [enable]);
  }

  async logError(...values: Parameters<CallbackVerbs['logError']>) {
    await this.#call('logError', values);
  }

  async deleteLogError(id: string) {
    await this.#call('deleteLogError', [id]);
  }

  async establishConnection(connection: string | null) {
    await this.#call('establishConnection', [connection]);
  }

  async close() {
    await this.#call('close', []);
  }

  names(): string[] {
    return this.calls.map(([name]) => name);
  }

  async #call(name: string, values: readonly unknown[]): Promise<number> {
    this.calls.push([name, ...values]);
    const scripted = this.scripted.get(name) ?? 0;
    if (scripted instanceof Error) throw scripted;
    return scripted;
  }
}
