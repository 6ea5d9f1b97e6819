/**
 * Waits for a promise for at most so many milliseconds of real time. Resolves to false when it has not settled by then: it goes on, and
 * what it rejects with later is ignored.
 * @throws what the promise rejects with in time
 */
export async function withinTime(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
