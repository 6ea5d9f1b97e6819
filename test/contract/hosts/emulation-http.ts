import { createEmulation } from '../../../lib/emulation.js';
import { connect } from '../../../lib/index.js';
import type { ContractHost } from '../kit/host.js';
import { LoopbackWorld } from '../kit/loopback-world.js';

/** The emulation as `connect()` creates it on other systems than Windows: real time, real HTTP. */
export function emulationHttp(groups: ContractHost['groups']): ContractHost {
  return {
    name: `emulation, http, groups by ${groups}`,
    groups,
    expectedFailures: {},
    open() {
      const emulation = createEmulation({
        policy: { http: 'lenient' },
        clock: 'real',
        transport: 'http',
        queueManager: groups === 'queueManager',
      });
      return LoopbackWorld.start(
        () => connect({ backend: emulation }),
        () => emulation.openBackend(),
      );
    },
  };
}
