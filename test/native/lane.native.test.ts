import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GroupVerbs } from '../../lib/bits/verbs.js';
import { HResultError } from '../../lib/index.js';
import type { NativeConnection } from '../../lib/native.js';
import { createInProcessGroup, type InProcessGroup, openNativeConnection } from './in-process-group.js';

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** Collects garbage and runs finalizers and lanes until the condition is true; the test's time limit bounds it. */
async function collectUntil(holds: () => boolean): Promise<void> {
  while (!holds()) {
    if (typeof collectGarbage === 'function') collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a lane', () => {
  let group: InProcessGroup;
  let connection: NativeConnection;

  beforeEach(() => {
    group = createInProcessGroup();
    connection = openNativeConnection();
  });

  afterEach(async () => {
    group.openGate();
    await connection.close();
    group.release();
  });

  it('runs the calls of one family in the order in which they were made', async () => {
    const verbs = await group.attach(connection);
    const settled: number[] = [];
    const calls = [1, 3, 1, 3].map((flags, index) => verbs.getProgress(flags).then(() => settled.push(index)));
    await Promise.all(calls);
    expect(settled).toEqual([0, 1, 2, 3]);
  });

  it('settles a thousand pending calls, each with its own result', async () => {
    const verbs = await group.attach(connection);
    const percentDone = 1;
    const timeDone = 2;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 1000 }, (_, index) => verbs.getProgress(index % 2 === 0 ? percentDone : timeDone)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(500);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(500);
  });

  it('rejects with the error class that was passed to the addon', async () => {
    const verbs = await group.attach(connection);
    const error: unknown = await verbs.getProgress(2).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HResultError);
    expect(error).toMatchObject({ code: 'E_NOTIMPL', operation: 'IBackgroundCopyGroup.GetProgress' });
  });

  it('that hangs in a call does not delay another lane', async () => {
    const verbs = await group.attach(connection);
    let hangs = true;
    const hanging = verbs.getSize().finally(() => {
      hangs = false;
    });
    await expect(connection.activate('{00000000-0000-0000-0000-000000000001}', 'local')).resolves.toBe(0x80040154);
    expect(hangs).toBe(true);
    group.openGate();
    await expect(hanging).resolves.toBe(0);
  });
});

describe('closing a connection', () => {
  it('rejects a call that hangs and does not wait for it', async () => {
    const group = createInProcessGroup();
    const connection = openNativeConnection();
    const verbs = await group.attach(connection);
    const hanging = expect(verbs.getSize()).rejects.toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: 'IBackgroundCopyGroup.get_Size',
    });
    await connection.close();
    await hanging;
    group.openGate();
    group.release();
  });

  it('rejects later calls', async () => {
    const group = createInProcessGroup();
    const connection = openNativeConnection();
    const verbs = await group.attach(connection);
    await connection.close();
    await expect(verbs.getProgress(1)).rejects.toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    group.release();
  });

  it('can be repeated', async () => {
    const connection = openNativeConnection();
    await Promise.all([connection.close(), connection.close()]);
    await connection.close();
  });
});

describe('references', () => {
  it('are released in the lane when the connection closes', async () => {
    const group = createInProcessGroup();
    const before = group.countReferences();
    const connection = openNativeConnection();
    await group.attach(connection);
    expect(group.countReferences()).toBeGreaterThan(before);
    await connection.close();
    await expect.poll(() => group.countReferences()).toBe(before);
    group.release();
  });

  it('are released when the object has been garbage collected', async () => {
    const group = createInProcessGroup();
    const before = group.countReferences();
    const connection = openNativeConnection();
    let verbs: GroupVerbs | undefined = await group.attach(connection);
    expect(verbs.id).toBe('{00000000-0000-0000-0000-000000000000}');
    verbs = undefined;
    await collectUntil(() => group.countReferences() === before);
    await connection.close();
    group.release();
  });
});

describe('objects of the addon', () => {
  it('cannot be constructed by JavaScript', async () => {
    const group = createInProcessGroup();
    const connection = openNativeConnection();
    const verbs = await group.attach(connection);
    expect(() => Reflect.construct(verbs.constructor, [])).toThrow(TypeError);
    await connection.close();
    group.release();
  });

  it('refuse methods that are called on another object', async () => {
    const group = createInProcessGroup();
    const connection = openNativeConnection();
    const verbs = await group.attach(connection);
    expect(() => Reflect.apply(verbs.getProgress, connection.bits, [1])).toThrow(TypeError);
    await connection.close();
    group.release();
  });

  it('refuse an argument of the wrong type instead of crashing', async () => {
    const group = createInProcessGroup();
    const connection = openNativeConnection();
    const verbs = await group.attach(connection);
    expect(() => Reflect.apply(verbs.getProgress, verbs, ['one'])).toThrow();
    await connection.close();
    group.release();
  });
});
