/** Some of the properties of a type. `undefined` is the same as an omitted property. */
export type PartialOf<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** Returns the defaults, with the given values in their place. */
export function withDefaults<T extends object>(defaults: T, given: PartialOf<T>): T {
  const result = { ...defaults };
  for (const key in defaults) {
    const value = given[key];
    if (value !== undefined) result[key] = value;
  }
  return result;
}
