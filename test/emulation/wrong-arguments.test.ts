import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import * as entry from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';

const wrong: readonly unknown[] = [
  undefined,
  null,
  0,
  1n,
  'x',
  Symbol('wrong'),
  {},
  [],
  new Array(2),
  Object.create(null),
  () => {},
];

/** Methods that end objects of the test, advance its clock, or are internal. */
const left = new Set([
  ...['constructor', 'close', 'cancel', 'nextAsync', 'runAllAsync', 'openBackend'],
  ...['run', 'listen', 'log', 'find', 'content', 'isWritable', 'put', 'beginItem', 'item', 'setItem', 'setEnabled'],
  ...['findReceiver', 'serveReply', 'blockOf', 'userWith', 'isLoggedOn', 'addCommand', 'show', 'hide'],
]);

function methodsOf(object: object): string[] {
  const names = new Set<string>();
  for (
    let level: unknown = object;
    isObject(level) && level !== Object.prototype;
    level = Object.getPrototypeOf(level)
  ) {
    for (const name of Object.getOwnPropertyNames(level)) names.add(name);
  }
  const isClass = (name: string) => /^[A-Z]/.test(name);
  return [...names].filter(
    (name) => !left.has(name) && !isClass(name) && typeof Reflect.get(object, name) === 'function',
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function hasCode(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

it('every method that is called with values of a wrong type throws an error with a code, or accepts them', async () => {
  const emulation = entry.createEmulation();
  const connection = await connect({ backend: emulation });
  const { bits, winsync, syncmgr, ctm } = connection;
  const objects: Readonly<Record<string, object>> = {
    entry,
    network: emulation.network,
    files: emulation.files,
    machine: emulation.machine,
    clock: emulation.clock,
    'emulation.winsync': emulation.winsync,
    'emulation.syncmgr': emulation.syncmgr,
    center: emulation.syncmgr.center,
    'emulation.ctm': emulation.ctm,
    bits,
    job: await bits.createJob({ name: 'job' }),
    group: await bits.createGroup(),
    winsync,
    session: await winsync.createSession(),
    syncmgr,
    control: syncmgr.control,
    registration: syncmgr.registration,
    invoke: syncmgr.invoke,
    ctm,
  };
  const faults: string[] = [];
  for (const [of, object] of Object.entries(objects)) {
    for (const name of methodsOf(object)) {
      for (const value of wrong) {
        for (const values of [[value], [value, value], ['http://files.example/a', value], [{ name: 'n' }, value]]) {
          const check = (error: unknown) => {
            if (!hasCode(error)) faults.push(`${of}.${name}(${values.map((each) => typeof each)}): ${String(error)}`);
          };
          try {
            // Longer operations end with the connection.
            Promise.resolve(Reflect.apply(Reflect.get(object, name), object, values)).catch(check);
          } catch (error) {
            check(error);
          }
        }
      }
    }
  }
  await turn();
  await connection.close();
  await emulation.close();
  await turn();
  expect(faults).toEqual([]);
});
