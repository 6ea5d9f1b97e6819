/** Runs something while `process.platform` says another name. */
export async function onPlatform<T>(name: NodeJS.Platform, run: () => T | Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(process, 'platform');
  if (before === undefined) throw new Error('process.platform is no property of its own here');
  Object.defineProperty(process, 'platform', { ...before, value: name });
  try {
    return await run();
  } finally {
    Object.defineProperty(process, 'platform', before);
  }
}

/** Runs something while an environment variable has another value, or none. */
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
