import { expect, it, vi } from 'vitest';
import { connect } from '../../lib/index.js';
import { parseRecord, Workplace } from './support/command.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

it('winprogress probe --json writes the report of probe() and of availability() as a record of type probe', async () => {
  await using place = await Workplace.create();
  const connection = await connect({ backend: 'emulation' });
  const report = await connection.probe();
  const bits = await connection.bits.availability();
  await connection.close();
  const { code, lines } = await place.run('probe', '--json');
  expect(code).toBe(0);
  expect(lines.map(parseRecord)).toEqual([{ type: 'probe', ...report, bits: { ...bits } }]);
});

it('winprogress probe --trial reports the version of BITS, and keeps no job', async () => {
  await using place = await Workplace.create();
  const { code, lines } = await place.run('probe', '--trial');
  expect({ code, last: lines.at(-1) }).toEqual({
    code: 0,
    last: 'BITS 10.3 can be used: a job was created and cancelled',
  });
});

it('winprogress probe prints one line for each class with family, CLSID and result', async () => {
  await using place = await Workplace.create();
  const { code, lines } = await place.start('probe').ended;
  expect(code).toBe(0);
  expect(lines).toContainEqual(
    expect.stringMatching(/^bits +BackgroundCopyManager +\{4991D34B-80A1-4291-83B6-3328366B9097\} {2}available$/),
  );
  expect(lines).toContainEqual(
    expect.stringMatching(/^winsync +SyncProviderRegistration +\{F82B4EF1-93A9-4DDE-8015-F7950A1A6E31\} {2}\S/),
  );
  expect(lines).toContainEqual(
    expect.stringMatching(/^syncmgr +SyncMgrControl +\{1A1F4206-0688-4E7F-BE03-D82EC69DF9A5\} {2}available$/),
  );
});
