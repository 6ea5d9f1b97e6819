import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BitsTransferSnapshot, type Connection, connect } from '../../../lib/index.js';
import { createNativeBackend } from '../../../lib/native.js';
import { anchorBits } from '../../native/anchors.js';
import { stopBits } from '../../native/services.js';
import { repository } from '../../support/built-library.mjs';
import type { ContractHost } from '../kit/host.js';
import type { BeforeCancel } from '../kit/jobs-of-world.js';
import { LoopbackWorld } from '../kit/loopback-world.js';
import type { ExpectedFailures } from '../kit/manifest.js';

/** The reference server of the legacy class, which test runs under Wine build. */
const referenceServer = join(repository, '.wine', 'reference', 'bin', 'queue-manager.exe');

/** Whether this Windows is Wine. */
export const isWine = existsSync(join(process.env.SystemRoot ?? 'C:\\windows', 'system32', 'winecfg.exe'));

/** Whether tests can unregister the legacy class and register it again. */
export const canSwitchQueueManager = isWine && existsSync(referenceServer);

/** Wine's BITS lists a job that has ended as long as it runs, so that each enumeration takes longer than the one before it. */
const worldsOfOneRun = 150;

/** Real COM, with the machine's own implementation of groups. */
export function native(groups: ContractHost['groups'], expectedFailures: ExpectedFailures): ContractHost {
  let kept: Connection | undefined;
  let worlds = 0;
  return {
    name: `native${isWine ? ' under Wine' : ''}, groups by ${groups}`,
    groups,
    expectedFailures,
    async setUp() {
      kept = await connect({ backend: 'native' });
      await (groups === 'queueManager' ? holdInterfaces(kept) : kept.bits.jobs());
    },
    async tearDown() {
      await kept?.close();
    },
    async open() {
      worlds += 1;
      if (isWine && worlds % worldsOfOneRun === 0) await restartBits(kept);
      return LoopbackWorld.start(
        () => connect({ backend: 'native' }),
        createNativeBackend,
        isWine ? untilTransferEnded : undefined,
      );
    },
  };
}

/** Wine's BITS must not cancel a transfer whose bytes are on the way. It ends when they have arrived, since the server has closed its connection. */
const untilTransferEnded: BeforeCancel = async (transfer) => {
  const isMoving = ({ state }: BitsTransferSnapshot) => state === 'connecting' || state === 'transferring';
  while (isMoving(await transfer.snapshot())) await delay(10);
};

/** Ends BITS and starts it again: with its interfaces kept before the connection calls it. */
async function restartBits(kept: Connection | undefined): Promise<void> {
  await stopBits();
  anchorBits();
  await kept?.bits.jobs();
}

/**
 * Wine's RPC can hang when the last object of an interface is released. The reference server holds one object of each interface that BITS
 * serves from its first group on, as long as a connection holds the server.
 */
async function holdInterfaces(connection: Connection): Promise<void> {
  const group = await connection.bits.createGroup();
  await group.cancel();
}

/** Milliseconds between calls that show the reference server that its client still exists; it ends after two minutes without. */
const signOfLife = 30_000;

/** Real COM on a machine whose legacy class is unregistered during the tests. */
export function nativeWithoutQueueManager(expectedFailures: ExpectedFailures): ContractHost {
  const host = native('job', expectedFailures);
  let holder: Connection | undefined;
  let timer: NodeJS.Timeout | undefined;
  return {
    ...host,
    async setUp() {
      // A running server does not need its registration.
      const held = await connect({ backend: 'native' });
      holder = held;
      await holdInterfaces(held);
      timer = setInterval(() => held.bits.groups().catch(() => {}), signOfLife);
      switchQueueManager('/UnregServer');
      await host.setUp?.();
    },
    async tearDown() {
      clearInterval(timer);
      await host.tearDown?.();
      await holder?.close();
      switchQueueManager('/RegServer');
    },
  };
}

function switchQueueManager(verb: '/RegServer' | '/UnregServer'): void {
  execFileSync(referenceServer, [verb], { stdio: 'ignore', timeout: 60_000 });
}
