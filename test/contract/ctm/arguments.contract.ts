import { expect } from 'vitest';
import type { FamilyContract } from '../kit/describe.js';
import { all, allSent, failure, half, halfSent, job, openNotifier } from './helpers.js';
import type { CtmWorld } from './world.js';

/** Texts that a faulty conversion between the languages would change. */
const texts: readonly [string, string][] = [
  ['empty text', ''],
  ['text of one space', ' '],
  ['text with line breaks', 'first\r\nsecond'],
  ['text beyond ASCII', 'Größe: 5 µm'],
  ['a surrogate pair', 'clef \u{1d11e}, face \u{1f600}'],
  ['a lone surrogate', 'half \ud83d of a pair'],
  ['a byte order mark', '\ufeffmarked'],
  ['text of 40 000 characters', 'x'.repeat(40_000)],
];

/** The library receives the documented arguments. */
export function argumentsContract({ group, test, each }: FamilyContract<CtmWorld>): void {
  group('a notification', () => {
    test('passes the eight arguments of SendNotifyProgressToCTM for progress', async (world) => {
      const notifier = await openNotifier(world);
      await notifier.notifyProgress({ ...job, ...half, progressType: 'DownloadingData' });
      expect(world.recorded()).toEqual([
        { function: 'SendNotifyProgressToCTM', progressType: 'DownloadingData', ...job, ...halfSent },
      ]);
    });

    test('passes the seven arguments of SendNotifySuccessToCTM for success', async (world) => {
      const notifier = await openNotifier(world);
      await notifier.notifySuccess({ ...job, ...all });
      expect(world.recorded()).toEqual([{ function: 'SendNotifySuccessToCTM', ...job, ...allSent }]);
    });

    test('passes the five arguments of SendNotifyErrorToCTM for an error', async (world) => {
      const notifier = await openNotifier(world);
      await notifier.notifyError({ ...job, ...failure });
      expect(world.recorded()).toEqual([{ function: 'SendNotifyErrorToCTM', ...job, ...failure }]);
    });

    test('is sent before the next one, in the order of the calls', async (world) => {
      const notifier = await openNotifier(world);
      const counts = Array.from({ length: 50 }, (_, index) => BigInt(index + 1));
      const calls = counts.map((bytesTransferred) => notifier.notifyProgress({ ...job, ...half, bytesTransferred }));
      await Promise.all(calls);
      const sent = world.recorded().map((call) => 'bytesTransferred' in call && call.bytesTransferred);
      expect(sent).toEqual(counts.map(String));
    });
  });

  group('the progress type', () => {
    each(
      [
        ['DownloadingManifest'],
        ['ProcessingManifest'],
        ['CreatingDirectories'],
        ['PreparingDownload'],
        ['DownloadingData'],
      ] as const,
      '%s is passed by name',
      async (world, progressType) => {
        const notifier = await openNotifier(world);
        await notifier.notifyProgress({ ...job, ...half, progressType });
        expect(world.recorded()).toMatchObject([{ progressType }]);
      },
    );

    test('is NULL when it is omitted', async (world) => {
      const notifier = await openNotifier(world);
      await notifier.notifyProgress({ ...job, ...half });
      expect(world.recorded()).toMatchObject([{ progressType: null }]);
    });

    test('is NULL when it is null', async (world) => {
      const notifier = await openNotifier(world);
      await notifier.notifyProgress({ ...job, ...half, progressType: null });
      expect(world.recorded()).toMatchObject([{ progressType: null }]);
    });

    test('is an empty string, not NULL, when it is empty', async (world) => {
      const notifier = await openNotifier(world);
      await notifier.notifyProgress({ ...job, ...half, progressType: '' });
      expect(world.recorded()).toMatchObject([{ progressType: '' }]);
    });
  });

  group('byte counts', () => {
    each(
      [
        ['0', 0n],
        ['2^32', 2n ** 32n],
        ['2^53 + 1, which is not exact as a JavaScript number', 2n ** 53n + 1n],
        ['2^64 - 1', 2n ** 64n - 1n],
      ] as const,
      'are passed as decimal text: %s',
      async (world, _, bytes) => {
        const notifier = await openNotifier(world);
        await notifier.notifyProgress({ ...job, ...half, bytesTotal: bytes, bytesTransferred: bytes });
        await notifier.notifySuccess({ ...job, ...all, bytesTotal: bytes, bytesTransferred: bytes });
        const text = bytes.toString();
        expect(world.recorded()).toMatchObject([
          { bytesTotal: text, bytesTransferred: text },
          { bytesTotal: text, bytesTransferred: text },
        ]);
      },
    );

    test('may increase while the total is unknown, which is 0', async (world) => {
      const notifier = await openNotifier(world);
      await notifier.notifyProgress({ ...job, ...half, bytesTotal: 0n, filesTotal: 0 });
      expect(world.recorded()).toMatchObject([
        { bytesTotal: '0', bytesTransferred: '500', filesTotal: 0, filesTransferred: 1 },
      ]);
    });
  });

  group('file counts', () => {
    test('are passed as a ULONG up to 2^32 - 1', async (world) => {
      const notifier = await openNotifier(world);
      const files = { filesTotal: 0xffffffff, filesTransferred: 0xffffffff };
      await notifier.notifyProgress({ ...job, ...half, ...files });
      await notifier.notifySuccess({ ...job, ...all, ...files });
      expect(world.recorded()).toMatchObject([files, files]);
    });
  });

  group('the job id', () => {
    each(
      [
        ['braces and upper case', job.id],
        ['braces and lower case', job.id.toLowerCase()],
        ['no braces', job.id.slice(1, -1)],
      ] as const,
      'with %s is passed in braces and upper case',
      async (world, _, id) => {
        const notifier = await openNotifier(world);
        await notifier.notifyProgress({ ...job, ...half, id });
        await notifier.notifySuccess({ ...job, ...all, id });
        await notifier.notifyError({ ...job, ...failure, id });
        expect(world.recorded()).toMatchObject([{ id: job.id }, { id: job.id }, { id: job.id }]);
      },
    );
  });

  group('endpoint and client data', () => {
    each(texts, 'are passed verbatim: %s', async (world, _, text) => {
      const notifier = await openNotifier(world);
      const own = { ...job, endpoint: text, clientData: `<${text}>` };
      await notifier.notifyProgress({ ...own, ...half });
      await notifier.notifySuccess({ ...own, ...all });
      await notifier.notifyError({ ...own, ...failure });
      const sent = { endpoint: text, clientData: `<${text}>` };
      expect(world.recorded()).toMatchObject([sent, sent, sent]);
    });
  });

  group('the error', () => {
    each(texts, 'is passed with its message verbatim: %s', async (world, _, message) => {
      const notifier = await openNotifier(world);
      await notifier.notifyError({ ...job, ...failure, message });
      expect(world.recorded()).toMatchObject([{ message }]);
    });

    test('is passed equally as a signed number', async (world) => {
      const notifier = await openNotifier(world);
      await notifier.notifyError({ ...job, ...failure, hresult: failure.hresult | 0 });
      expect(world.recorded()).toMatchObject([{ hresult: failure.hresult }]);
    });
  });
}
