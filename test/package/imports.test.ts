import { describe, expect, it } from 'vitest';
import { families, readImports } from '../../scripts/house/imports.mjs';

const graph = readImports();

/** Files that import each other, directly or through others; each circle once. */
function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const reach = (from: string) => {
    const reached = new Set<string>();
    const waiting = [...(imports.get(from) ?? [])];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (reached.has(file)) continue;
      reached.add(file);
      waiting.push(...(imports.get(file) ?? []));
    }
    return reached;
  };
  const reached = new Map([...imports.keys()].map((file) => [file, reach(file)]));
  const circles = new Map<string, string[]>();
  for (const [file, others] of reached) {
    if (!others.has(file)) continue;
    const circle = [...others].filter((other) => reached.get(other)?.has(file)).sort();
    circles.set(circle.join(), circle);
  }
  return [...circles.values()];
}

/**
 * A family's public side is on floor 5. Above it is what drives its emulation through the public side; below it are the emulation, and what
 * both use: the documents that they read and write, and transfers over HTTP.
 */
const familyFloors = new Map([
  ['machine', 4],
  ['emulation', 6],
  ['formats', 7],
  ['http', 7],
]);

/** The floor of a file, counted from the top: a file imports from its own floor or from lower ones. */
function floorOf(file: string): number {
  const [room = '', folder] = file.split('/');
  if (room === 'cli' || room === 'opentelemetry' || file === 'opentelemetry.ts') return 0;
  if (file === 'index.ts' || file === 'emulation.ts') return 1;
  if (!file.includes('/') && file !== 'backend.ts') return 2;
  if (room === 'machine') return 3;
  if (file === 'backend.ts') return 4;
  if (families.includes(room)) return familyFloors.get(folder ?? '') ?? 5;
  return room === 'emulation' ? 8 : 9;
}

/** Files shared by the public side of a family and its emulation: the seam, its numbers, and rules of the legacy interfaces. */
const shared = /\/(?:[a-z-]*verbs|constants|legacy-[a-z]+)\.ts$/;

describe('the imports of lib', () => {
  it('are resolved for every file', () => {
    const unknown = [...graph].flatMap(([file, imports]) =>
      imports.filter((other) => !graph.has(other)).map((other) => `${file} → ${other}`),
    );
    expect(unknown).toEqual([]);
  });

  it('have no circle, including type imports', () => {
    expect(circlesOf(graph)).toEqual([]);
  });

  it('reveal a circle if there is one', () => {
    const imports = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
      ['d', ['a']],
    ]);
    expect(circlesOf(imports)).toEqual([['b', 'c']]);
  });

  it('lead down only, except for the seam, which an emulation implements and transfers use', () => {
    const climbing = [...graph].flatMap(([file, imports]) =>
      imports
        .filter((other) => floorOf(other) < floorOf(file) && !([6, 7].includes(floorOf(file)) && shared.test(other)))
        .map((other) => `${file} → ${other}`),
    );
    expect(climbing).toEqual([]);
  });

  it('lead from the instrumentation for OpenTelemetry to the main entry and the checks of arguments only', () => {
    const others = [...graph]
      .filter(([file]) => file.startsWith('opentelemetry/'))
      .flatMap(([, imports]) => imports.filter((other) => !other.startsWith('opentelemetry/')));
    expect([...new Set(others)].sort()).toEqual(['com/arguments.ts', 'index.ts']);
  });

  it('do not lead from one family to another', () => {
    const strange = [...graph].flatMap(([file, imports]) =>
      imports
        .filter((other) => [file, other].every((one) => families.includes(one.split('/')[0] ?? '')))
        .filter((other) => other.split('/')[0] !== file.split('/')[0])
        .map((other) => `${file} → ${other}`),
    );
    expect(strange).toEqual([]);
  });
});
