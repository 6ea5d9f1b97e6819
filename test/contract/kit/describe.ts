import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ContractHost, FamilyHost, FamilyWorld, World } from './host.js';
import { expectFailure } from './manifest.js';

/** Registers the tests of a family's contract. */
export interface FamilyContract<W extends FamilyWorld> {
  group(name: string, register: () => void): void;
  /** A test with a world of its own. */
  test(name: string, body: (world: W) => Promise<void>): void;
  /** One test for each row, with `%s` in its name for the row's first value. */
  each<Row extends readonly [string, ...unknown[]]>(
    rows: readonly Row[],
    name: string,
    body: (world: W, ...row: Row) => Promise<void>,
  ): void;
}

/** Registers the tests of the contract of BITS. */
export interface Contract extends FamilyContract<World> {
  /** The implementation of groups on this host. */
  readonly groups: ContractHost['groups'];
}

/** Runs the contract of BITS against a host. */
export function describeContract(title: string, host: ContractHost, register: (contract: Contract) => void): void {
  describeFamily(title, host, (contract) => register({ ...contract, groups: host.groups }));
}

/** Runs a contract against a host. Nothing is skipped: the manifest of the host lists its expected failures, which are checked. */
export function describeFamily<W extends FamilyWorld>(
  title: string,
  host: FamilyHost<W>,
  register: (contract: FamilyContract<W>) => void,
): void {
  describe(`${title}: ${host.name}`, () => {
    let path: readonly string[] = [];
    const names: string[] = [];

    beforeAll(() => host.setUp?.());
    afterAll(() => host.tearDown?.());

    const contract: FamilyContract<W> = {
      group(name, registerGroup) {
        // vitest runs the callback of a group later, when the group around it has ended.
        const inner = [...path, name];
        describe(name, () => {
          path = inner;
          registerGroup();
          path = [];
        });
      },
      test(name, body) {
        const fullName = [...path, name].join(' > ');
        names.push(fullName);
        it(name, () => runTest(host, fullName, body));
      },
      each(rows, name, body) {
        for (const row of rows) {
          contract.test(name.replaceAll('%s', row[0]), (world) => body(world, ...row));
        }
      },
    };
    register(contract);

    it('has unique test names', () => {
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    });

    it('has a manifest that names only tests of this contract', () => {
      expect(Object.keys(host.expectedFailures).filter((name) => !names.includes(name))).toEqual([]);
    });
  });
}

async function runTest<W extends FamilyWorld>(
  host: FamilyHost<W>,
  name: string,
  body: (world: W) => Promise<void>,
): Promise<void> {
  const world = await host.open();
  // Not in a `finally`: a test that times out never gets there, and would leave its jobs to the next test.
  onTestFinished(() => world.close());
  const expected = host.expectedFailures[name];
  const run = world.drive(body(world));
  await (expected === undefined ? run : expectFailure(run, expected));
}
