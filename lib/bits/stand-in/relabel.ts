import { HResultError } from '../../com/error.js';

/** Runs a call on the modern job, and lets its failure carry the name of the legacy call that it serves. */
export async function relabel<T>(operation: string, invoke: () => Promise<T>): Promise<T> {
  try {
    return await invoke();
  } catch (error) {
    if (!(error instanceof HResultError)) throw error;
    throw new HResultError(error.hresult, operation, error.context, { file: error.file });
  }
}
