import { HResultError } from './error.js';

/** Returns a function that throws the error of a call, and names the class in that of its activation: COM does not. */
export function namingClass(clsid: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof HResultError) || error.operation !== 'CoCreateInstance' || error.context !== undefined)
      throw error;
    throw new HResultError(error.hresult, error.operation, `class ${clsid}`, { cause: error });
  };
}
