import { parseGuid, type SyncManagerItem } from '../../index.js';
import { UsageError } from '../errors.js';
import type { NamedItem } from '../progress/sync-items.js';

type Item = Pick<SyncManagerItem, 'id' | 'name' | 'checked'>;

/**
 * Finds items by their ids or exact names; without any, returns the checked items. An id that the handler does not list is accepted, because some
 * items may not be available at the moment.
 * @throws {UsageError} for a name that no item has, or that several items have
 */
export function chooseItems(items: readonly Item[], wanted: readonly string[]): NamedItem[] {
  if (wanted.length === 0) return items.filter(({ checked }) => checked).map(toNamed);
  const chosen = wanted.map((text) => chooseItem(items, text));
  return [...new Map(chosen.map((item) => [item.id, item])).values()];
}

function chooseItem(items: readonly Item[], text: string): NamedItem {
  const id = idOf(text);
  if (id !== null) return toNamed(items.find((item) => item.id === id) ?? { id, name: id });
  const [first, ...others] = items.filter(({ name }) => name === text);
  if (first === undefined) throw new UsageError(`item not found: ${JSON.stringify(text)}; ${describeItems(items)}`);
  if (others.length === 0) return toNamed(first);
  const ids = [first, ...others].map((item) => item.id);
  throw new UsageError(`several items have the name ${JSON.stringify(text)}: use one of the ids ${ids.join(', ')}`);
}

function idOf(text: string): string | null {
  try {
    return parseGuid(text);
  } catch {
    return null;
  }
}

function describeItems(items: readonly Item[]): string {
  if (items.length === 0) return 'the handler has no items';
  return `available: ${items.map(({ name }) => JSON.stringify(name)).join(', ')}`;
}

function toNamed({ id, name }: NamedItem): NamedItem {
  return { id, name };
}
