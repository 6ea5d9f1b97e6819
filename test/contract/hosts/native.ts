import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../lib/com/addon.js';
import { type Connection, connect } from '../../../lib/index.js';
import { createNativeBackend } from '../../../lib/native.js';
import type { ContractHost } from '../kit/host.js';
import { LoopbackWorld } from '../kit/loopback-world.js';
import type { ExpectedFailures } from '../kit/manifest.js';

/** The reference server of the legacy class, where the test run has built one: that is under Wine. */
const referenceServer = join(packageRoot, '.wine', 'reference', 'bin', 'queue-manager.exe');

/** Whether this Windows is Wine. */
export const isWine = existsSync(join(process.env.SystemRoot ?? 'C:\\windows', 'system32', 'winecfg.exe'));

/** Whether the legacy class can be taken away and put back here. */
export const canSwitchQueueManager = isWine && existsSync(referenceServer);

/** Real COM, with the groups as the machine has them. */
export function native(groups: ContractHost['groups'], expectedFailures: ExpectedFailures): ContractHost {
  let kept: Connection | undefined;
  return {
    name: `native${isWine ? ' under Wine' : ''}, groups by ${groups}`,
    groups,
    expectedFailures,
    // Wine's RPC can hang when the last object of an interface goes. The reference server holds one of each that BITS serves, and runs
    // as long as somebody holds it.
    async setUp() {
      kept = await connect({ backend: 'native' });
      await (groups === 'queueManager' ? kept.bits.groups() : kept.bits.jobs());
    },
    async tearDown() {
      await kept?.close();
    },
    open: () => LoopbackWorld.start(() => connect({ backend: 'native' }), createNativeBackend),
  };
}

/** Real COM on a machine whose legacy class is taken away as long as the tests run. */
export function nativeWithoutQueueManager(expectedFailures: ExpectedFailures): ContractHost {
  const host = native('job', expectedFailures);
  return {
    ...host,
    async setUp() {
      switchQueueManager('/UnregServer');
      await host.setUp?.();
    },
    async tearDown() {
      await host.tearDown?.();
      switchQueueManager('/RegServer');
    },
  };
}

function switchQueueManager(verb: '/RegServer' | '/UnregServer'): void {
  execFileSync(referenceServer, [verb], { stdio: 'ignore', timeout: 60_000 });
}
