/** Some of the properties of a type. `undefined` is the same as a property that is left out. */
export type PartialOf<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** The defaults, with what is given in their place. */
export function withDefaults<T extends object>(defaults: T, given: PartialOf<T>): T {
  const result = { ...defaults };
  for (const key in defaults) {
    const value = given[key];
    if (value !== undefined) result[key] = value;
  }
  return result;
}
