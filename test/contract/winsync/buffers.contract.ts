import { expect } from 'vitest';
import { hresults } from '../../../lib/index.js';
import type { SessionStateVerbs } from '../../../lib/winsync/verbs.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { application, destination } from './recording-session.js';
import type { WinSyncWorld } from './world.js';

const lower = Uint8Array.from({ length: 16 }, (_, index) => index);
const upper = Uint8Array.from({ length: 16 }, (_, index) => 0xf0 + index);

type Read = (state: SessionStateVerbs, capacity: number | null) => ReturnType<typeof readInfo>;
const readInfo = (state: SessionStateVerbs, capacity: number | null) => state.getInfoForChangeApplication(capacity);
const readStart: Read = (state, capacity) => state.getForgottenKnowledgeRecoveryRangeStart(capacity);
const readEnd: Read = (state, capacity) => state.getForgottenKnowledgeRecoveryRangeEnd(capacity);

const buffers: readonly [string, Read, number][] = [
  ['GetInfoForChangeApplication', readInfo, 64],
  ['GetForgottenKnowledgeRecoveryRangeStart', readStart, 16],
  ['GetForgottenKnowledgeRecoveryRangeEnd', readEnd, 16],
];

const empty = { hresult: hresults.S_OK, count: 0, bytes: new Uint8Array() };

/** A blob as both backends write it: tag, version, running sum, lengths of the bounds, bounds. */
function blob(sum: number, bounds: readonly Uint8Array[] = [], version = 1): Uint8Array {
  const header = Buffer.alloc(32);
  header.write('winprogress sync', 'ascii');
  header.writeUInt32LE(version, 16);
  header.writeUInt32LE(sum, 20);
  header.writeUInt32LE(bounds[0]?.length ?? 0xffffffff, 24);
  header.writeUInt32LE(bounds[1]?.length ?? 0xffffffff, 28);
  return Uint8Array.from(Buffer.concat([header, ...bounds]));
}

const foreign: readonly [string, Uint8Array][] = [
  ['a single byte', Uint8Array.of(1)],
  ['foreign bytes of the right length', new Uint8Array(32).fill(0x55)],
  ['a blob whose last byte is missing', blob(1, [lower, upper]).subarray(0, -1)],
  ['a blob with a byte too many', Uint8Array.from([...blob(1), 0])],
  ['a blob of version 2', blob(1, [], 2)],
  ['a blob of version 0', blob(1, [], 0)],
  ['a blob with one bound only', blob(1, [lower])],
  ['a blob whose lengths are not those of its bounds', blob(1, [lower, upper]).with(24, 15)],
  ['a blob whose second length is not that of its bound', blob(1, [lower, upper]).with(28, 15)],
  ['a blob whose lengths add up beyond 2^32', blob(1, [lower, upper]).fill(0xfe, 24, 32)],
  ['a blob with bounds that are not in the format of item ids', blob(1, [lower.subarray(8), upper.subarray(8)])],
];

/** Data in buffers: the change applier's information and the forgotten knowledge recovery range. */
export function buffersContract({ group, test, each }: FamilyContract<WinSyncWorld>): void {
  group('a buffer', () => {
    each(buffers, 'of %s may be null, which returns the size', async ({ createSession }, _name, read, count) => {
      const { verbs } = await createSession();
      await verbs.setForgottenKnowledgeRecoveryRange(lower, upper);
      expect(await read(verbs, null)).toEqual({ hresult: hresults.ERROR_MORE_DATA, count, bytes: null });
      expect(await read(verbs, 0)).toEqual({ hresult: hresults.ERROR_MORE_DATA, count, bytes: null });
    });

    each(buffers, 'of %s that is one byte too small is not written', async ({ createSession }, _name, read, count) => {
      const { verbs } = await createSession();
      await verbs.setForgottenKnowledgeRecoveryRange(lower, upper);
      expect(await read(verbs, count - 1)).toEqual({ hresult: hresults.ERROR_MORE_DATA, count, bytes: null });
    });

    each(buffers, 'of %s may be exact or larger', async ({ createSession }, _name, read, count) => {
      const { verbs } = await createSession();
      await verbs.setForgottenKnowledgeRecoveryRange(lower, upper);
      const exact = await read(verbs, count);
      expect(exact).toMatchObject({ hresult: hresults.S_OK, count });
      expect(exact.bytes).toHaveLength(count);
      expect(await read(verbs, count + 100)).toEqual(exact);
    });

    test('that was exact is too small after the data has grown', async ({ createSession }) => {
      const { verbs } = await createSession();
      expect(await verbs.getInfoForChangeApplication(null)).toMatchObject({ count: 32 });
      await verbs.setForgottenKnowledgeRecoveryRange(lower, upper);
      const answer = await verbs.getInfoForChangeApplication(32);
      expect(answer).toEqual({ hresult: hresults.ERROR_MORE_DATA, count: 64, bytes: null });
    });
  });

  group('the forgotten knowledge recovery range', () => {
    test('is S_OK with 0 bytes when none was set', async ({ createSession }) => {
      const { verbs } = await createSession();
      for (const capacity of [null, 0, 16]) {
        expect(await verbs.getForgottenKnowledgeRecoveryRangeStart(capacity)).toEqual(empty);
        expect(await verbs.getForgottenKnowledgeRecoveryRangeEnd(capacity)).toEqual(empty);
      }
    });

    test('is the range that was set last', async ({ createSession }) => {
      const { verbs } = await createSession();
      await verbs.setForgottenKnowledgeRecoveryRange(lower, upper);
      expect((await verbs.getForgottenKnowledgeRecoveryRangeStart(16)).bytes).toEqual(lower);
      expect((await verbs.getForgottenKnowledgeRecoveryRangeEnd(16)).bytes).toEqual(upper);
      await verbs.setForgottenKnowledgeRecoveryRange(upper, lower);
      expect((await verbs.getForgottenKnowledgeRecoveryRangeStart(16)).bytes).toEqual(upper);
      expect((await verbs.getForgottenKnowledgeRecoveryRangeEnd(16)).bytes).toEqual(lower);
    });

    test('is a copy of the bytes at the time of the call', async ({ createSession }) => {
      const { verbs } = await createSession();
      const [first, last] = [lower.slice(), upper.slice()];
      await verbs.setForgottenKnowledgeRecoveryRange(first, last);
      first.fill(0xff);
      last.fill(0xff);
      const answer = await verbs.getForgottenKnowledgeRecoveryRangeStart(16);
      expect(answer.bytes).toEqual(lower);
      answer.bytes?.fill(0xff);
      expect((await verbs.getForgottenKnowledgeRecoveryRangeStart(16)).bytes).toEqual(lower);
    });

    each(
      [
        ['a byte too few', lower.subarray(1)],
        ['a byte too many', Uint8Array.from([...lower, 0])],
        ['0 bytes', new Uint8Array()],
      ],
      'is rejected with SYNC_E_ID_FORMAT_MISMATCH for fixed ids of %s, and stays unchanged',
      async ({ createSession }, _name, wrong) => {
        const { verbs } = await createSession();
        await verbs.setForgottenKnowledgeRecoveryRange(lower, upper);
        for (const [first, last] of [
          [wrong, upper],
          [lower, wrong],
        ] as const) {
          expect(await caught(verbs.setForgottenKnowledgeRecoveryRange(first, last))).toMatchObject({
            code: 'SYNC_E_ID_FORMAT_MISMATCH',
            operation: 'ISyncSessionState.SetForgottenKnowledgeRecoveryRange',
          });
        }
        expect((await verbs.getForgottenKnowledgeRecoveryRangeStart(16)).bytes).toEqual(lower);
        expect((await verbs.getForgottenKnowledgeRecoveryRangeEnd(16)).bytes).toEqual(upper);
      },
    );

    test('has variable ids with a length prefix, up to the largest', async ({ createSession }) => {
      const { verbs } = await createSession({ itemIdFormat: { variable: true, size: 300 } });
      const none = Uint8Array.of(0, 0);
      const longest = Uint8Array.from([0x2c, 0x01, ...new Uint8Array(300).fill(7)]);
      await verbs.setForgottenKnowledgeRecoveryRange(none, longest);
      expect((await verbs.getForgottenKnowledgeRecoveryRangeStart(2)).bytes).toEqual(none);
      expect((await verbs.getForgottenKnowledgeRecoveryRangeEnd(302)).bytes).toEqual(longest);
    });

    each(
      [
        ['a missing length', new Uint8Array()],
        ['half a length', Uint8Array.of(0)],
        ['a length beyond its bytes', Uint8Array.of(2, 0, 1)],
        ['bytes beyond its length', Uint8Array.of(1, 0, 1, 2)],
        ['more than the largest', Uint8Array.of(4, 0, 1, 2, 3, 4)],
      ],
      'is rejected with SYNC_E_ID_FORMAT_MISMATCH for a variable id with %s',
      async ({ createSession }, _name, wrong) => {
        const { verbs } = await createSession({ itemIdFormat: { variable: true, size: 3 } });
        const setting = verbs.setForgottenKnowledgeRecoveryRange(Uint8Array.of(0, 0), wrong);
        expect(await caught(setting)).toMatchObject({ code: 'SYNC_E_ID_FORMAT_MISMATCH' });
        expect(await verbs.getForgottenKnowledgeRecoveryRangeEnd(16)).toEqual(empty);
      },
    );
  });

  group('the information for change application', () => {
    test('of a new session is a header without a sum and a range', async ({ createSession }) => {
      const { verbs } = await createSession();
      expect((await verbs.getInfoForChangeApplication(32)).bytes).toEqual(blob(0));
    });

    test('has the running sum and the range', async ({ createSession }) => {
      const session = await createSession();
      await session.report(destination, application, 0x01020304, 0);
      await session.verbs.setForgottenKnowledgeRecoveryRange(lower, upper);
      const { bytes } = await session.verbs.getInfoForChangeApplication(64);
      expect(bytes).toEqual(blob(0x01020304, [lower, upper]));
    });

    test('transfers the sum and the range to another session', async ({ createSession }) => {
      const [from, to] = [await createSession(), await createSession()];
      await from.report(destination, application, 5, 0);
      await from.verbs.setForgottenKnowledgeRecoveryRange(lower, upper);
      await to.report(destination, application, 100, 0);
      await to.verbs.loadInfoFromChangeApplication((await from.verbs.getInfoForChangeApplication(64)).bytes);
      expect(await to.report(destination, application, 1, 2)).toMatchObject({ completedWork: 6, totalWork: 8 });
      expect((await to.verbs.getForgottenKnowledgeRecoveryRangeStart(16)).bytes).toEqual(lower);
      expect((await to.verbs.getForgottenKnowledgeRecoveryRangeEnd(16)).bytes).toEqual(upper);
    });

    test('removes the range when it has none', async ({ createSession }) => {
      const { verbs } = await createSession();
      await verbs.setForgottenKnowledgeRecoveryRange(lower, upper);
      await verbs.loadInfoFromChangeApplication(blob(7));
      expect(await verbs.getForgottenKnowledgeRecoveryRangeStart(16)).toEqual(empty);
      expect((await verbs.getInfoForChangeApplication(32)).bytes).toEqual(blob(7));
    });

    test('is copied when it is loaded', async ({ createSession }) => {
      const { verbs } = await createSession();
      const bytes = blob(7, [lower, upper]);
      await verbs.loadInfoFromChangeApplication(bytes);
      bytes.fill(0);
      expect((await verbs.getInfoForChangeApplication(64)).bytes).toEqual(blob(7, [lower, upper]));
    });

    test('is rejected with E_POINTER for a null pointer', async ({ createSession }) => {
      const { verbs } = await createSession();
      expect(await caught(verbs.loadInfoFromChangeApplication(null))).toMatchObject({
        code: 'E_POINTER',
        operation: 'ISyncSessionState.LoadInfoFromChangeApplication',
      });
    });

    test('is rejected with E_INVALIDARG for 0 bytes', async ({ createSession }) => {
      const { verbs } = await createSession();
      const loading = verbs.loadInfoFromChangeApplication(new Uint8Array());
      expect(await caught(loading)).toMatchObject({ code: 'E_INVALIDARG' });
    });

    each(
      foreign,
      'is rejected with SYNC_E_DESERIALIZATION for %s, and changes nothing',
      async ({ createSession }, _name, bytes) => {
        const session = await createSession();
        await session.report(destination, application, 9, 0);
        await session.verbs.setForgottenKnowledgeRecoveryRange(upper, lower);
        expect(await caught(session.verbs.loadInfoFromChangeApplication(bytes))).toMatchObject({
          code: 'SYNC_E_DESERIALIZATION',
          operation: 'ISyncSessionState.LoadInfoFromChangeApplication',
        });
        expect((await session.verbs.getInfoForChangeApplication(64)).bytes).toEqual(blob(9, [upper, lower]));
      },
    );
  });
}
