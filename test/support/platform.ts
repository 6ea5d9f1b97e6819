/** Runs a function while `process.platform` has another value. */
export async function onPlatform<T>(name: NodeJS.Platform, run: () => T | Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(process, 'platform');
  if (before === undefined) throw new Error('process.platform is not an own property');
  Object.defineProperty(process, 'platform', { ...before, value: name });
  try {
    return await run();
  } finally {
    Object.defineProperty(process, 'platform', before);
  }
}

/** Runs a function while an environment variable has another value, or is unset. */
export async function withVariable<T>(name: string, value: string | undefined, run: () => Promise<T>): Promise<T> {
  const before = process.env[name];
  assign(name, value);
  try {
    return await run();
  } finally {
    assign(name, before);
  }
}

function assign(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
