/** An object whose bigint values `JSON.stringify()` writes as decimal strings. By itself it throws for a bigint. */
export interface JsonSerializable {
  toJSON(): Readonly<Record<string, unknown>>;
}

function toJSON(this: object): Record<string, unknown> {
  const entries = Object.entries(this).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? value.toString() : value,
  ]);
  return Object.fromEntries(entries);
}

/** Adds a `toJSON()` that is not enumerable: it is not copied, compared or shown. */
export function serializable<Value extends object>(value: Value): Value & JsonSerializable {
  return Object.defineProperty(value, 'toJSON', { value: toJSON }) as Value & JsonSerializable;
}
