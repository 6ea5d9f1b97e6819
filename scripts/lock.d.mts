export function withLock<T>(path: string, work: () => Promise<T>, options?: { timeout?: number }): Promise<T>;
