/** Computes the hash of a text. The module is loaded with the first hash: most programs do not need it. */
export function digestOf(text: string): string {
  return createHasher('sha256').update(text).digest('hex');
}

/** Creates a hash of `node:crypto`, which is loaded synchronously, so that no time passes on a virtual clock. */
export function createHasher(algorithm: string): import('node:crypto').Hash {
  return process.getBuiltinModule('node:crypto').createHash(algorithm);
}
