import type { LoggedCall, ScriptedMachine } from './world.js';

/** `GUID_NULL`: the handler itself, or all errors. */
export const nullGuid = '{00000000-0000-0000-0000-000000000000}';
/** An unused GUID. */
export const stranger = '{99999999-9999-4999-8999-999999999999}';
/** The id of an error. */
export const errorId = '{EEEEEEEE-0000-4000-8000-000000000001}';

const starting = ['prepareForSync', 'synchronize', 'showProperties', 'showError'] as const;

/** Makes the handler's starting calls return `S_OK` and do nothing: the test drives the callback. */
export function silence(machine: ScriptedMachine): void {
  for (const call of starting) machine.scriptSteps(call, []);
}

/** The calls of one interface, in the order in which they began. */
export function callsOf(machine: ScriptedMachine, interfaceName: string): LoggedCall[] {
  return machine.log().filter(({ call }) => call.startsWith(`${interfaceName}.`));
}

/** The methods of one interface that were called, in the order in which they began. */
export function methodsOf(machine: ScriptedMachine, interfaceName: string): string[] {
  return callsOf(machine, interfaceName).map(({ call }) => call.slice(interfaceName.length + 1));
}

/** All values of an iterator. */
export async function all<Event>(events: AsyncIterable<Event>): Promise<Event[]> {
  const result: Event[] = [];
  for await (const event of events) result.push(event);
  return result;
}

/** Waits for events that are already on their way. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
