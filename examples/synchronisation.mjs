// A complete program for Windows Sync on the emulation. Two replicas, desk and pocket, exchange their notes in one session for each
// direction. It prints the progress of both sessions, and merges the note that both replicas have changed. Run it on any platform:
//
//   node examples/synchronisation.mjs
import { randomUUID } from 'node:crypto';
import { connect } from 'winprogress';
import { createEmulation, createReplica, runReplicas } from 'winprogress/emulation';

/** @typedef {import('winprogress/emulation').Replica} Replica */

const emulation = createEmulation({ clock: 'real' }); // virtual time would have to be advanced
const connection = await connect({ backend: emulation });

const desk = createReplica({ items: { milk: 'two bottles', bread: 'rye', tea: 'green', call: 'the dentist' } });
const pocket = createReplica({ items: { tickets: 'row 7', call: 'the plumber' } });

try {
  await synchronise('desk to pocket', desk, pocket);
  await synchronise('pocket to desk', pocket, desk);
  console.log('Both replicas have:');
  for (const [key, text] of Object.entries(desk.contents)) console.log(`  ${key}: ${text}`);
} finally {
  await connection.close();
  await emulation.close();
}

/**
 * Transfers the changes that the destination does not know, in one session of one provider.
 *
 * @param {string} title
 * @param {Replica} source
 * @param {Replica} destination
 */
async function synchronise(title, source, destination) {
  // A provider is a class that sessions open by its CLSID. On Windows, it is a registered COM class. This provider does the work of
  // both sides, and merges two texts.
  const run = runReplicas({
    source,
    destination,
    itemMilliseconds: 50, // slow enough to show progress
    merge: (_key, theirs, ours) => `${ours}, ${theirs}`,
  });
  const registered = emulation.winsync.registerProvider({ clsid: randomUUID(), name: title, run });

  // The application. Providers wait for the answer to a question, such as how to resolve a conflict. They do not wait for other events.
  const session = await connection.winsync.createSession({
    onConflict() {
      console.log(`${title}: merging a conflict`);
      return 'merge'; // or acceptSourceProvider, acceptDestinationProvider, transferAndDefer, defer
    },
    onRecoverableError: ({ itemDisplayName, error }) => console.log(`${itemDisplayName}: ${error?.code}`),
  });

  try {
    const printed = printProgress(title, session.progress()); // before the provider starts, so that no report is missed
    const provider = await session.openProvider(registered.clsid, 'destination'); // BeginSession: the provider starts
    await registered.settled(); // only an emulated provider signals its end
    await provider.close(); // EndSession of the last provider also ends the reports
    await printed;

    // A provider that fails leaves its HRESULT in the session.
    const status = await session.getSessionErrorStatus();
    if (status !== 0) throw new Error(`${title}: failed with 0x${status.toString(16)}`);
    console.log(`${title}: ${run.statistics?.changesApplied} changes applied`);
  } finally {
    await session.close();
    emulation.winsync.unregisterProvider(registered.clsid);
  }
}

/**
 * Prints the reports of a session until it ends.
 *
 * @param {string} title
 * @param {AsyncIterable<import('winprogress').WinSyncProgress>} reports
 */
async function printProgress(title, reports) {
  for await (const { provider, stage, completedWork, totalWork } of reports) {
    console.log(`${title}: ${provider} ${stage}, ${completedWork} of ${totalWork}`);
  }
}
