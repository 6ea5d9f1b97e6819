// The duration of a report of a Sync Manager handler for its worker thread, while JavaScript is busy.
import { connect } from '../../dist/index.js';

const referenceHandler = '{3D6B5E10-8C1F-4B7E-9A21-77D0C4E1B001}';
const item = '{00000001-0000-4000-8000-000000000000}';
const reports = 10_000;
const blockedMilliseconds = 1000;

// As in test/native/syncmgr-library.ts: a report that shows that the worker is running, and the measurement behind a gate.
const steps = [
  ['progress', `=${item}`, '=4', '-', '=0', '=1', '=0', '-'],
  ['gate'],
  ['measure', `=${item}`, `=${reports}`],
  ['completed', '=synchronize', '=0'],
];

/**
 * Reports from a worker thread of the reference handler while the event loop is blocked.
 *
 * @param {object} koffi
 * @param {string} libraryPath of sync_manager.dll
 * @returns {Promise<number>} the median duration of a report in nanoseconds, from the call of `Progress` to its return
 */
export async function measureReports(koffi, libraryPath) {
  const library = koffi.load(libraryPath);
  library.func('void ResetLibrary()')();
  library.func('void ScriptSteps(const char *call, const char16_t *steps)')('synchronize', write(steps));
  library.func('void CloseGate()')();
  const openGate = library.func('void OpenGate()');
  const measuredMedian = library.func('double MeasuredMedian()');
  const connection = await connect({ backend: 'native' });
  try {
    const handler = await connection.syncmgr.openHandler(referenceHandler);
    let median;
    for await (const event of handler.synchronize([item])) {
      if (event.type === 'completed') break;
      if (median !== undefined) continue;
      openGate();
      block(blockedMilliseconds);
      // Read before the next turn of the event loop: all reports have returned without it.
      median = measuredMedian();
    }
    await handler.close();
    if (!(median > 0)) throw new Error(`${reports} reports have not returned while the event loop was blocked`);
    return median;
  } finally {
    openGate();
    await connection.close();
  }
}

function write(records) {
  return records.map((fields) => fields.join('\u001f')).join('\u001e');
}

function block(milliseconds) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}
