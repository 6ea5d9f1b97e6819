import { expect } from 'vitest';

/** Returns the reason of a rejected promise. Throws if the promise resolves. */
export async function caught(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return expect.unreachable('the promise resolved where it should have rejected');
}
