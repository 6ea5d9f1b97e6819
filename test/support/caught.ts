import { expect } from 'vitest';

/** What a promise rejects with. A promise that resolves is a failure of the test. */
export async function caught(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return expect.unreachable('the promise resolved where it should have rejected');
}
