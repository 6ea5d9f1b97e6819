import type { HandlerEvent, HandlerListener, HandlerVerbs, ItemRecord } from '../../lib/syncmgr/verbs.js';
import type { CallLog, Scripted } from './call-log.js';
import { first, second } from './ids.js';

/** A handler below the seam whose events the test emits. */
export class FakeHandler implements HandlerVerbs {
  readonly calls: CallLog = [];
  readonly scripted = new Map<string, Scripted>();
  items: ItemRecord[] = [
    { itemId: first, name: 'One', flags: 0, checked: true, lastUpdate: 0n, icon: null },
    { itemId: second, name: 'Two', flags: 0, checked: false, lastUpdate: 0n, icon: null },
  ];
  callbackPointer = 0x10n;
  alive = false;
  listener: HandlerListener = () => {};

  /** Emits events of the handler. */
  deliver(...events: HandlerEvent[]): void {
    this.listener(events);
  }

  /** Completes the pending call. */
  complete(call: 'prepareForSync' | 'synchronize' | 'showProperties' | 'showError', hresult = 0): void {
    this.deliver({ type: 'completed', call, hresult, itemIds: null });
  }

  getHandlerInfo(icon: boolean) {
    return this.#call('getHandlerInfo', [icon], { name: 'Fake', flags: 0, icon: null });
  }

  enumerateItems(icons: boolean) {
    return this.#call('enumerateItems', [icons], { hresult: 0, items: this.items });
  }

  prepareForSync(itemIds: readonly string[]) {
    return this.#start('prepareForSync', [itemIds]);
  }

  synchronize() {
    return this.#start('synchronize', []);
  }

  showProperties(itemId: string) {
    return this.#start('showProperties', [itemId]);
  }

  showError(id: string) {
    return this.#start('showError', [id]);
  }

  setItemStatus(itemId: string, status: number) {
    return this.#call('setItemStatus', [itemId, status], undefined);
  }

  cancelItem(itemId: string): void {
    this.calls.push(['cancelItem', itemId]);
  }

  cancelAll(): void {
    this.calls.push(['cancelAll']);
  }

  keepAlive(alive: boolean): void {
    this.alive = alive;
  }

  close() {
    return this.#call('close', [], undefined);
  }

  names(): string[] {
    return this.calls.map(([name]) => name);
  }

  #start(name: string, values: readonly unknown[]): Promise<number> {
    const scripted = this.scripted.get(name);
    return this.#call(name, values, typeof scripted === 'number' ? scripted : 0);
  }

  async #call<T>(name: string, values: readonly unknown[], answer: T): Promise<T> {
    this.calls.push([name, ...values]);
    const scripted = this.scripted.get(name);
    if (scripted instanceof Error) throw scripted;
    return answer;
  }
}
