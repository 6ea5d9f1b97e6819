import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { JsonRecord } from './command.js';

const page = readFileSync(new URL('../../../docs/command-line.md', import.meta.url), 'utf8');

/** The properties of a record. */
interface Shape {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** The sets of properties that have a name, such as *transfer*: the code spans of the sentence that begins with it. */
export const sets: ReadonlyMap<string, readonly string[]> = new Map(
  [...page.matchAll(/^An? \*(\w+)\* below stands for the properties ([\s\S]*?) of /gm)].map(
    ([, name = '', text = '']) => [name, spansOf(text)] as const,
  ),
);

function spansOf(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);
}

function shapeOf(cell: string): Shape {
  const named = [...cell.matchAll(/\*(\w+)\*/g)].flatMap(([, name = '']) => sets.get(name) ?? []);
  const all = ['type', ...spansOf(cell), ...named];
  return {
    required: all.filter((name) => !name.endsWith('?')).sort(),
    optional: all.filter((name) => name.endsWith('?')).map((name) => name.slice(0, -1)),
  };
}

const cells = page
  .slice(page.indexOf('## Records'))
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.slice(2, -2).split(' | '));

/** The shapes of the records in the tables, by command and type: `jobs clean: done`. A record that has several has a row for each. */
export const documented: ReadonlyMap<string, readonly Shape[]> = readShapes();

function readShapes(): Map<string, Shape[]> {
  const shapes = new Map<string, Shape[]>();
  for (const [commands = '', type = '', properties = ''] of cells.filter((row) => row.length === 3)) {
    for (const command of spansOf(commands)) {
      const key = `${command}: ${type.replaceAll('`', '')}`;
      shapes.set(key, [...(shapes.get(key) ?? []), shapeOf(properties)]);
    }
  }
  return shapes;
}

const errors = [shapeOf(cells.find((row) => row[0] === '`error`')?.[1] ?? '')];

/** Expects that a record has the documented properties, and no others. Returns its key in {@link documented}. */
export function expectDocumented(command: string, record: JsonRecord): string {
  const key = `${command}: ${String(record.type)}`;
  const shapes = record.type === 'error' ? errors : documented.get(key);
  if (shapes === undefined) return expect.unreachable(`${key} is not documented`);
  const names = Object.keys(record).sort();
  const found = shapes.map(({ required, optional }) => ({
    key,
    names: [...required, ...optional.filter((name) => names.includes(name))].sort(),
  }));
  expect(found).toContainEqual({ key, names });
  return key;
}
