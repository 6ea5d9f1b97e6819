import { HResultError } from '../../../lib/index.js';

/** The name of the result of a call: `S_OK`, another success code that it resolves to, or the code of its error. */
export async function resultOf(call: Promise<unknown>): Promise<string> {
  try {
    const value = await call;
    return isOutcome(value) ? value.outcome : 'S_OK';
  } catch (error) {
    if (error instanceof HResultError) return error.code;
    throw error;
  }
}

/** The flags of `getStatus()` in hexadecimal, or the code of its error. */
export async function flagsOf(subject: { getStatus(): Promise<{ readonly flags: number }> }): Promise<string> {
  let flags = 0;
  const result = await resultOf(
    subject.getStatus().then((status) => {
      flags = status.flags;
    }),
  );
  return result === 'S_OK' ? `0x${flags.toString(16)}` : result;
}

function isOutcome(value: unknown): value is { readonly outcome: string } {
  return typeof value === 'object' && value !== null && 'outcome' in value && typeof value.outcome === 'string';
}
