import { expect } from 'vitest';
import type { SignalOptions } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';

/** The arguments before the options of a call, or a function that returns all arguments. */
type Arguments = readonly unknown[] | ((options: SignalOptions) => readonly unknown[]);

/** Methods of the classes that are not public: what releases an object, and how its other methods call COM. */
const internal = ['release', 'run'];

/**
 * Calls each public async method of an object, those that it inherits too, with a signal that is aborted already: each rejects with the reason. The
 * methods are found by the prototypes, so that a new method is tested without being listed.
 * @param argumentsOf arguments of the methods that have some before their options
 */
export async function expectSignalOfEveryMethod(
  object: object,
  argumentsOf: Readonly<Record<string, Arguments>> = {},
): Promise<void> {
  const reason = new Error('aborted before the call');
  const options = { signal: AbortSignal.abort(reason) };
  const methods = asyncMethodsOf(object);
  expect(methods.size).toBeGreaterThan(0);
  expect(Object.keys(argumentsOf).filter((name) => !methods.has(name))).toEqual([]);
  const outcomes: [string, unknown][] = [];
  for (const [name, method] of methods) {
    const given = argumentsOf[name] ?? [];
    const values = typeof given === 'function' ? given(options) : [...given, options];
    outcomes.push([name, await caught(Promise.resolve(Reflect.apply(method, object, values)))]);
  }
  expect(outcomes.filter(([, outcome]) => outcome !== reason)).toEqual([]);
}

type Method = (...values: never[]) => unknown;

function asyncMethodsOf(object: object): ReadonlyMap<string, Method> {
  const found = new Map<string, Method>();
  for (let place = prototypeOf(object); place !== Object.prototype && place !== null; place = prototypeOf(place)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(place))) {
      if (isAsync(value) && !internal.includes(name)) found.set(name, value);
    }
  }
  return found;
}

function prototypeOf(object: object): object | null {
  const prototype: unknown = Object.getPrototypeOf(object);
  return typeof prototype === 'object' ? prototype : null;
}

function isAsync(value: unknown): value is Method {
  return typeof value === 'function' && Object.prototype.toString.call(value) === '[object AsyncFunction]';
}
