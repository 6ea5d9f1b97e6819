import { describe, expect, it } from 'vitest';
import { isQueueManagerServed } from '../native/services.js';
import { until } from '../native/until.js';
import { runProgram } from './run-program.js';

const limit = 50_000;
const libraries = [process.env.WINPROGRESS_TEST_GROUP ?? '', process.env.WINPROGRESS_TEST_CTM_X64 ?? ''];

/** COM on Windows activates the service for this class id; Wine prefers a class object of the same process. */
const canServeManager = process.env.WINPROGRESS_TEST_SYNCMGR !== undefined;

describe.runIf(canServeManager)('a process that leaves its connections open', { timeout: limit + 10_000 }, () => {
  it('has released every group, so that their server ends', async () => {
    const ways = ['collected', 'terminated'];
    const ends = await Promise.all(ways.map((how) => runProgram('leave-group.mjs', [how], limit)));
    expect(ends).toMatchObject(ways.map((how) => ({ code: 0, signal: null, errors: '', marker: { marker: how } })));
    // Node.js runs no cleanup at process.exit(): COM releases the references of the process when it has ended.
    await until(() => !isQueueManagerServed());
  });

  it.each(['collected', 'terminated'])('has released every job once they are %s, and exits', async (how) => {
    const end = await runProgram('leave-transfers.mjs', [how, ...libraries], limit);
    expect(end).toMatchObject({ code: 0, signal: null, errors: '', marker: { marker: how, left: 0 } });
    expect(end.lingered).toBeLessThan(5000);
  });

  it('exits after the termination of worker threads whose libraries do not return', async () => {
    const end = await runProgram('leave-transfers.mjs', ['hanging', ...libraries], limit);
    expect(end).toMatchObject({ code: 0, signal: null, errors: '', marker: { marker: 'hanging' } });
    expect(end.lingered).toBeLessThan(5000);
  });

  it('exits with the code of process.exit() during calls, callbacks and a call to a library', async () => {
    const end = await runProgram('leave-transfers.mjs', ['exit', ...libraries], limit);
    expect(end).toMatchObject({ code: 7, signal: null, errors: '', marker: { marker: 'exit' } });
    expect(end.lingered).toBeLessThan(5000);
  });
});
