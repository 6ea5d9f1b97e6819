/**
 * Waits for a promise for at most a number of milliseconds of real time. Resolves to false if it has not settled by then: its operation continues,
 * and a later rejection is ignored.
 * @throws the reason with which the promise rejects in time
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
