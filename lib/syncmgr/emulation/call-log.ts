import { succeeded, toUnsigned } from '../../com/hresult.js';
import { RecentLog } from '../../emulation/bounded-lists.js';

/** A call that the emulated machine got, or made. */
export interface MachineCall {
  /** Interface and method, such as `ISyncMgrControl.StartHandlerSync`. */
  readonly call: string;
  /** As the method has them: flags as numbers, texts and GUIDs as text, null pointers as null, other pointers as `true`. */
  readonly arguments: readonly unknown[];
  /** The HRESULT; null while it has not returned. */
  readonly result: number | null;
}

/**
 * What the machine has been called, in the order in which the calls began: the latest 10 000 calls. And the results that a test wants instead
 * of its own.
 */
export class CallLog {
  readonly #calls = new RecentLog<{ call: string; arguments: readonly unknown[]; result: number | null }>();
  readonly #scripted = new Map<string, number>();

  /** The calls so far. */
  list(): MachineCall[] {
    return this.#calls.entries.map((call) => ({ ...call }));
  }

  clear(): void {
    this.#calls.clear();
  }

  /** From now on this method gives this result: a failure in place of all that it does, a success in place of `S_OK`. Null ends that. */
  script(call: string, hresult: number | null): void {
    if (hresult === null) this.#scripted.delete(call);
    else this.#scripted.set(call, toUnsigned(hresult));
  }

  /** Writes a call down, and its result when that is there. */
  record<Answer extends number | Promise<number>>(
    call: string,
    values: readonly unknown[],
    body: () => Answer,
  ): Answer {
    const logged = { call, arguments: values, result: null as number | null };
    this.#calls.add(logged);
    const answer = body();
    if (typeof answer === 'number') {
      logged.result = answer;
      return answer;
    }
    answer.then(
      (result) => {
        logged.result = result;
      },
      () => {},
    );
    return answer;
  }

  /** The same of a call whose result may be scripted. */
  answer(call: string, values: readonly unknown[], body: () => number): number {
    return this.record(call, values, () => {
      const scripted = this.#scripted.get(call);
      if (scripted !== undefined && !succeeded(scripted)) return scripted;
      const result = body();
      return scripted !== undefined && result === 0 ? scripted : result;
    });
  }
}
