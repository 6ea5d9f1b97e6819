import { requireResult } from '../../com/arguments.js';
import { HResultError } from '../../com/error.js';
import { hresults, succeeded } from '../../com/hresult.js';
import { isComFailure } from '../../com/thrown.js';
import type { MethodResult } from './objects.js';

/** What an object of the machine has thrown, as only an HRESULT passes an interface. */
export function toHResultError(error: unknown, operation: string): HResultError {
  return isComFailure(error) ? error : new HResultError(hresults.E_FAIL, operation);
}

/** Calls a method of an object: its HRESULT. @throws {HResultError} when it fails */
export async function invoke(operation: string, method: () => MethodResult): Promise<number> {
  let hresult: number;
  try {
    hresult = requireResult(await method(), 'the result');
  } catch (error) {
    throw toHResultError(error, operation);
  }
  if (!succeeded(hresult)) throw new HResultError(hresult, operation);
  return hresult;
}
