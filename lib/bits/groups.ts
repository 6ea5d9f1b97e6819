import { requireSignalOf, type SignalOptions, untilAborted } from '../com/abort.js';
import { requireOptions, requireText } from '../com/arguments.js';
import { isHResult } from '../com/error.js';
import { createGuid, parseGuid } from '../com/guid.js';
import { hresults } from '../com/hresult.js';
import { groupProperty, limits } from './constants.js';
import type { BitsContext } from './context.js';
import { BitsGroup } from './group.js';
import { type BitsGroupCallbackOptions, requireGroupCallback, ServedBitsGroupCallback } from './group-callback.js';
import { explainJobLimit } from './job-limit.js';
import type { Managers } from './managers.js';
import { QueueManagers } from './queue-managers.js';
import type { BitsVerbs } from './verbs.js';

export interface CreateBitsGroupOptions extends SignalOptions {
  /** The group's GUID; a new one by default. */
  readonly id?: string | undefined;
  /** The display name, at most 256 characters. */
  readonly name?: string | undefined;
}

/** The calls of {@link Bits} about the groups of the legacy queue manager. Loaded by the first of them: few programs use groups. */
export class BitsGroups {
  readonly #context: BitsContext;
  readonly #verbs: BitsVerbs;
  readonly #queueManagers: QueueManagers;

  constructor(context: BitsContext, verbs: BitsVerbs, managers: Managers) {
    this.#context = context;
    this.#verbs = verbs;
    this.#queueManagers = new QueueManagers(verbs, managers);
  }

  /** Implements `bits.createGroup()`. */
  async create(options: CreateBitsGroupOptions | undefined): Promise<BitsGroup> {
    const { id, name } = requireOptions(options);
    const groupId = id === undefined ? createGuid() : parseGuid(id);
    if (name !== undefined) requireText(name, 'name', limits.displayName);
    return await untilAborted(
      requireSignalOf(options),
      () => this.#create(groupId, name),
      (late) => late.cancel(),
    );
  }

  /** Implements `bits.getGroup()`. */
  async get(id: string, options?: SignalOptions): Promise<BitsGroup> {
    const groupId = parseGuid(id);
    const { verbs, implementation } = await this.#context.calls.run(
      'IBackgroundCopyQMgr.GetGroup',
      () => this.#queueManagers.withQueueManager((queueManager) => queueManager.getGroup(groupId)),
      requireSignalOf(options),
    );
    return new BitsGroup(this.#context, verbs, implementation);
  }

  /** Implements `bits.groups()`. */
  async list(options: SignalOptions | undefined): Promise<BitsGroup[]> {
    return await untilAborted(requireSignalOf(options), () => this.#list());
  }

  /** Implements `bits.serveGroupCallback()`. */
  async serveCallback(clsid: string, options: BitsGroupCallbackOptions): Promise<ServedBitsGroupCallback> {
    const { calls } = this.#context;
    const dispatcher = requireGroupCallback(clsid, options);
    const verbs = await calls.run(
      'CoRegisterClassObject',
      () => this.#verbs.serveGroupCallback(dispatcher.clsid, (received) => dispatcher.take(received)),
      requireSignalOf(options),
      (late) => {
        dispatcher.end();
        return late.close();
      },
    );
    return new ServedBitsGroupCallback(calls, verbs, dispatcher);
  }

  async #create(groupId: string, name: string | undefined): Promise<BitsGroup> {
    const { calls } = this.#context;
    const { verbs, implementation } = await calls.run('IBackgroundCopyQMgr.CreateGroup', () =>
      this.#queueManagers.withQueueManager((queueManager) => queueManager.createGroup(groupId)).catch(explainJobLimit),
    );
    const group = new BitsGroup(this.#context, verbs, implementation);
    if (name === undefined) return group;
    try {
      await calls.run('IBackgroundCopyGroup.SetProp', () => verbs.setProp(groupProperty.displayName, name));
    } catch (error) {
      await group.cancel().catch(() => {});
      throw error;
    }
    return group;
  }

  async #list(): Promise<BitsGroup[]> {
    const { verbs: ids } = await this.#context.calls.run('IBackgroundCopyQMgr.EnumGroups', () =>
      this.#queueManagers.withQueueManager((queueManager) => queueManager.enumGroups(0)),
    );
    const groups = await Promise.all(
      ids.map((id) =>
        this.get(id).catch((error: unknown) => {
          if (isHResult(error, hresults.QM_E_ITEM_NOT_FOUND)) return null;
          throw error;
        }),
      ),
    );
    return groups.filter((group) => group !== null);
  }
}
