import { createEmulation } from '../../../lib/emulation.js';
import { type Connection, connect } from '../../../lib/index.js';
import { driveVirtualTime } from '../kit/drive.js';
import type { FamilyHost } from '../kit/host.js';
import type { CtmWorld } from './world.js';

const folder = 'C:\\Program Files\\Provider';

/** Emulated libraries, in virtual time. */
export const ctmEmulation: FamilyHost<CtmWorld> = { name: 'emulation', expectedFailures: {}, open: openWorld };

async function openWorld(): Promise<CtmWorld> {
  const emulation = createEmulation();
  const connections: Connection[] = [];
  let result = 0;
  const library = emulation.ctm.addLibrary(`${folder}\\notify.dll`, { hresult: () => result });
  const renamed = emulation.ctm.addLibrary(`${folder}\\renamed.dll`, {
    exports: ['ReportProgress', 'ReportSuccess', 'ReportError'],
  });
  const incomplete = emulation.ctm.addLibrary(`${folder}\\incomplete.dll`, {
    exports: ['SendNotifyProgressToCTM', 'SendNotifySuccessToCTM'],
  });
  const noLibrary = emulation.ctm.addLibrary(`${folder}\\notes.txt`, { architecture: null });
  const open = async () => {
    const connection = await connect({ backend: emulation });
    connections.push(connection);
    return connection;
  };
  return {
    connection: await open(),
    connect: open,
    library: library.path,
    renamedLibrary: renamed.path,
    incompleteLibrary: incomplete.path,
    noLibrary: noLibrary.path,
    missingLibrary: `${folder}\\missing.dll`,
    recorded: () => [...library.calls, ...renamed.calls],
    scriptResult: (hresult) => {
      result = hresult;
    },
    drive: (promise) => driveVirtualTime(emulation.clock, promise),
    async close() {
      for (const connection of connections) await connection.close();
    },
  };
}
