// Windows Sync on the emulation, whole in one file: a desk and a pocket exchange their notes, in one session each way. The progress of
// both sessions is printed, and the note that both have changed is merged. Try it wherever Node runs:
//
//   node examples/synchronisation.mjs
import { randomUUID } from 'node:crypto';
import { connect } from 'winprogress';
import { createEmulation, createReplica, runReplicas } from 'winprogress/emulation';

/** @typedef {import('winprogress/emulation').Replica} Replica */

const emulation = createEmulation({ clock: 'real' }); // in virtual time, nothing would happen before the clock is moved
const connection = await connect({ backend: emulation });

const desk = createReplica({ items: { milk: 'two bottles', bread: 'rye', tea: 'green', call: 'the dentist' } });
const pocket = createReplica({ items: { tickets: 'row 7', call: 'the plumber' } });

try {
  await carry('desk to pocket', desk, pocket);
  await carry('pocket to desk', pocket, desk);
  console.log('Both have now:');
  for (const [key, text] of Object.entries(desk.contents)) console.log(`  ${key}: ${text}`);
} finally {
  await connection.close();
  await emulation.dispose();
}

/**
 * Brings to a replica what it does not know of another, in one session of one provider.
 *
 * @param {string} title
 * @param {Replica} source
 * @param {Replica} destination
 */
async function carry(title, source, destination) {
  // A provider is a class, which sessions open by its CLSID. On Windows it is in the registry, and somebody else has written it. This
  // one does the work of both sides, and knows what a merge makes of two texts.
  const run = runReplicas({
    source,
    destination,
    itemMilliseconds: 50, // so that there is something to be seen
    merge: (_key, theirs, ours) => `${ours}, ${theirs}`,
  });
  const registered = emulation.winsync.registerProvider({ clsid: randomUUID(), name: title, run });

  // The application. Providers wait for what they ask it, such as how to resolve a conflict, and for nothing that they tell it.
  const session = await connection.winsync.createSession({
    onConflict() {
      console.log(`${title}: a conflict, to be merged`);
      return 'merge'; // or acceptSourceProvider, acceptDestinationProvider, transferAndDefer, defer
    },
    onRecoverableError: ({ itemDisplayName, error }) => console.log(`${itemDisplayName}: ${error?.code}`),
  });

  try {
    const printed = printProgress(title, session.progress()); // before the provider begins, so that no report is missed
    const provider = await session.openProvider(registered.clsid, 'destination'); // BeginSession: the provider begins to work
    await registered.settled(); // COM has no sign of a provider that is done, but an emulated one tells
    await provider.close(); // EndSession: it was the last provider of the session, and with it the reports end
    await printed;

    // A provider that fails on the way tells nobody: it leaves its HRESULT in the session.
    const status = await session.getSessionErrorStatus();
    if (status !== 0) throw new Error(`${title}: failed with 0x${status.toString(16)}`);
    console.log(`${title}: ${run.statistics?.changesApplied} changes applied`);
  } finally {
    await session.close();
    emulation.winsync.unregisterProvider(registered.clsid);
  }
}

/**
 * Prints what is reported until the session ends.
 *
 * @param {string} title
 * @param {AsyncIterable<import('winprogress').SyncProgress>} reports
 */
async function printProgress(title, reports) {
  for await (const { provider, stage, completedWork, totalWork } of reports) {
    console.log(`${title}: ${provider} ${stage}, ${completedWork} of ${totalWork}`);
  }
}
