import { createEmulation, type Emulation } from '../../../lib/emulation.js';
import { type Connection, connect } from '../../../lib/index.js';
import type { FileToServe, ServedFile } from '../kit/host.js';
import { contentToServe } from '../kit/loopback-world.js';
import type { BitsVersionName, BlockingCondition, ModernHost, ModernWorld } from '../kit/modern-world.js';
import { ScriptedWorld } from './emulation-scripted.js';

/** The emulation of tests, whose machine a test controls. */
export const emulationModern: ModernHost = {
  name: 'emulation, scripted',
  expectedFailures: {},
  open: () => ModernScriptedWorld.open(createEmulation({ policy: { http: 'lenient' } })),
};

class ModernScriptedWorld extends ScriptedWorld implements ModernWorld {
  readonly #others: Connection[] = [];
  #served = 0;

  static async open(emulation: Emulation): Promise<ModernScriptedWorld> {
    return new ModernScriptedWorld(emulation, await connect({ backend: emulation }));
  }

  async connectToVersion(bitsVersion: BitsVersionName): Promise<Connection> {
    const connection = await connect({ backend: createEmulation({ bitsVersion }) });
    this.#others.push(connection);
    return connection;
  }

  async setCondition(condition: BlockingCondition, on: boolean): Promise<void> {
    const { machine } = this.emulation;
    switch (condition) {
      case 'meteredNetwork':
        return machine.setNetworkCost(on ? 'overCapCharged' : 'unrestricted');
      case 'battery':
        machine.setPower(on ? 'battery' : 'ac');
        return machine.setRestriction(on ? 'onBattery' : 'none');
      case 'batterySaver':
        return machine.setPower(on ? 'batterySaver' : 'ac');
      case 'gameMode':
        return machine.setGameMode(on);
      case 'noBackgroundAccess':
        return machine.setBackgroundAccess(!on);
      case 'standby':
        return machine.setStandby(on);
      case 'groupPolicy':
        return machine.setRestriction(on ? 'groupPolicy' : 'none');
      case 'systemPolicy':
        return machine.setRestriction(on ? 'system' : 'none');
    }
  }

  async serveWithHeaders(headers: Readonly<Record<string, string>>, file: FileToServe = {}): Promise<ServedFile> {
    this.#served += 1;
    const url = `http://headers.test/${this.#served}.bin`;
    const content = contentToServe(file);
    this.emulation.network.serve(url, { content, headers });
    return {
      url,
      content,
      release: () => {},
      change: (changed) => this.emulation.network.serve(url, { content: contentToServe(changed), headers }),
    };
  }

  override async close(): Promise<void> {
    for (const other of this.#others) await other.close();
    await super.close();
  }
}
