import { beforeEach, describe, expect, it } from 'vitest';
import { BitsContext } from '../../lib/bits/context.js';
import { Calls } from '../../lib/com/calls.js';
import { observed } from '../../lib/com/diagnostics/calls.js';
import { observeSession } from '../../lib/com/diagnostics/sessions.js';
import { reportRegistered } from '../../lib/com/diagnostics/sinks.js';
import { FakeClock } from '../bits/fake-clock.js';
import { FakeJob } from '../bits/fake-job.js';
import { allChannels, RecordedMessages } from '../support/recorded-messages.js';

const invoke = async () => 1;

describe('without a subscriber', () => {
  let context: BitsContext;

  beforeEach(() => {
    context = new BitsContext(new Calls(), new FakeClock());
  });

  it('a call is made by the function that was given', () => {
    expect(observed('IBackgroundCopyJob.GetState', invoke)).toBe(invoke);
  });

  it('nothing is created for a transfer, a session or a sink', () => {
    const job = new FakeJob();
    context.transfers.recordFiles(job, 'download', ['http://files.example/a']);
    expect(context.transfers.follow(job)).toBeUndefined();
    expect(observeSession(new FakeClock(), 'winsync', 'application', null)).toBeUndefined();
    expect(reportRegistered('ISyncCallback', null)).toBeUndefined();
  });

  it('the same holds again after the last subscriber has left', () => {
    new RecordedMessages(...allChannels)[Symbol.dispose]();
    expect(observed('IBackgroundCopyJob.GetState', invoke)).toBe(invoke);
    expect(context.transfers.follow(new FakeJob())).toBeUndefined();
    expect(observeSession(new FakeClock(), 'winsync', 'application', null)).toBeUndefined();
    expect(reportRegistered('ISyncCallback', null)).toBeUndefined();
  });
});
