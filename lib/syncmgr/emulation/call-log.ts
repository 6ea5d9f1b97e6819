import { succeeded, toUnsigned } from '../../com/hresult.js';
import { RecentLog } from '../../emulation/bounded-lists.js';

/** A call that the emulated machine received or made. */
export interface MachineCall {
  /** The interface and method, such as `ISyncMgrControl.StartHandlerSync`. */
  readonly call: string;
  /** The arguments of the method: flags as numbers, strings and GUIDs as strings, null pointers as null, other pointers as `true`. */
  readonly arguments: readonly unknown[];
  /** The HRESULT; null until the call has returned. */
  readonly result: number | null;
}

/** The latest 10 000 calls of the emulated machine, in the order in which they began, and the results that a test has set for methods. */
export class CallLog {
  readonly #calls = new RecentLog<{ call: string; arguments: readonly unknown[]; result: number | null }>();
  readonly #scripted = new Map<string, number>();

  /** Returns the calls so far. */
  list(): MachineCall[] {
    return this.#calls.entries.map((call) => ({ ...call }));
  }

  clear(): void {
    this.#calls.clear();
  }

  /** Sets the result of a method: a failure replaces all effects of the method, a success code replaces `S_OK`. Null restores the method. */
  script(call: string, hresult: number | null): void {
    if (hresult === null) this.#scripted.delete(call);
    else this.#scripted.set(call, toUnsigned(hresult));
  }

  /** Logs a call, and its result as soon as it has returned. */
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

  /** Logs a call whose result a test may have set. */
  answer(call: string, values: readonly unknown[], body: () => number): number {
    return this.record(call, values, () => {
      const scripted = this.#scripted.get(call);
      if (scripted !== undefined && !succeeded(scripted)) return scripted;
      const result = body();
      return scripted !== undefined && result === 0 ? scripted : result;
    });
  }
}
