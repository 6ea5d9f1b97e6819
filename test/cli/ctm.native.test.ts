import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';
import { Output } from '../../lib/cli/output.js';
import { run } from '../../lib/cli/program.js';
import { toNotification } from '../contract/ctm/recorded-call.js';
import { openReferenceLibrary, type ReferenceLibrary } from '../native/ctm-library.js';
import { parseRecord } from './support/command.js';
import { expectDocumented } from './support/documented-records.js';

const id = '{0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9}';
const job = { endpoint: 'CTM \u{1f600}', id, clientData: '' };

/** Runs in this process, where the test can read the calls that the library has recorded. */
describe('winprogress ctm notify with a native library', () => {
  let library: ReferenceLibrary;

  beforeEach(() => {
    library = openReferenceLibrary();
  });

  async function notify(kind: string, ...args: string[]) {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const target = [
      '--library',
      library.path,
      '--endpoint',
      job.endpoint,
      '--id',
      id.toLowerCase(),
      '--client-data',
      '',
    ];
    const code = await run(['ctm', 'notify', kind, ...target, ...args, '--json'], new Output(stdout, stderr));
    stdout.end();
    stderr.end();
    return { code, stdout: await text(stdout), stderr: await text(stderr), calls: library.calls().map(toNotification) };
  }

  it('sends progress with counts above 2^53', async () => {
    const bytes = '9007199254740993';
    const counts = [
      '--bytes-total',
      bytes,
      '--bytes-transferred',
      bytes,
      '--files-total',
      '2',
      '--files-transferred',
      '1',
    ];
    const { code, stdout, calls } = await notify('progress', ...counts, '--progress-type', 'DownloadingData');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ type: 'done', backend: 'native', function: 'SendNotifyProgressToCTM', id });
    expectDocumented('ctm notify', parseRecord(stdout));
    expect(calls).toEqual([
      {
        function: 'SendNotifyProgressToCTM',
        progressType: 'DownloadingData',
        ...job,
        bytesTotal: bytes,
        bytesTransferred: bytes,
        filesTotal: 2,
        filesTransferred: 1,
      },
    ]);
  });

  it('sends NULL without a progress type and 0 without totals', async () => {
    const { calls } = await notify('progress', '--bytes-transferred', '5', '--files-transferred', '0');
    expect(calls).toMatchObject([{ progressType: null, bytesTotal: '0', bytesTransferred: '5', filesTotal: 0 }]);
  });

  it('sends an empty progress type as an empty string', async () => {
    const counts = ['--bytes-transferred', '5', '--files-transferred', '0'];
    expect((await notify('progress', ...counts, '--progress-type', '')).calls).toMatchObject([{ progressType: '' }]);
  });

  it('sends success with the transferred counts as the default totals', async () => {
    const { code, calls } = await notify('success', '--bytes-transferred', '5', '--files-transferred', '1');
    expect(code).toBe(0);
    expect(calls).toEqual([
      {
        function: 'SendNotifySuccessToCTM',
        ...job,
        bytesTotal: '5',
        bytesTransferred: '5',
        filesTotal: 1,
        filesTransferred: 1,
      },
    ]);
  });

  it('sends success with less than the totals only with --allow-partial', async () => {
    const counts = ['--bytes-total', '6', '--bytes-transferred', '5', '--files-transferred', '1'];
    expect(await notify('success', ...counts)).toMatchObject({ code: 2, calls: [] });
    expect(await notify('success', ...counts, '--allow-partial')).toMatchObject({
      code: 0,
      calls: [{ bytesTotal: '6', bytesTransferred: '5' }],
    });
  });

  it('exits with 2 and sends nothing for more than the totals', async () => {
    const counts = ['--bytes-total', '4', '--bytes-transferred', '5', '--files-transferred', '1'];
    expect(await notify('progress', ...counts)).toMatchObject({ code: 2, calls: [] });
  });

  it('sends an error', async () => {
    const { code, calls } = await notify('error', '--hresult', '0x80070070', '--message', 'Voll.');
    expect(code).toBe(0);
    expect(calls).toEqual([{ function: 'SendNotifyErrorToCTM', ...job, hresult: 0x80070070, message: 'Voll.' }]);
  });

  it('fails with the result of the library', async () => {
    library.scriptResult(1);
    const { code, stdout } = await notify('error', '--hresult', '-2147467259', '--message', '');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'error', code: 'S_FALSE', operation: 'SendNotifyErrorToCTM' });
  });
});
