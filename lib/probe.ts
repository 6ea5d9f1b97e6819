import type { Backend } from './backend.js';
import { bitsClasses } from './bits/constants.js';
import type { Calls } from './com/calls.js';
import { hresultName, succeeded, toUnsigned } from './com/hresult.js';

/** A COM class that this package can use, and whether it activates here. */
export interface ProbedClass {
  readonly family: 'bits';
  /** The coclass by the name that its header gives it. */
  readonly name: string;
  /** In braces and upper case. */
  readonly clsid: string;
  readonly available: boolean;
  /** What `CoCreateInstance` answered, as an unsigned 32-bit number. */
  readonly hresult: number;
  /** Its symbolic name. */
  readonly code: string;
}

export interface ProbeReport {
  readonly backend: 'native' | 'emulation';
  /** `process.platform`. */
  readonly platform: string;
  /** `process.arch`. */
  readonly architecture: string;
  readonly classes: readonly ProbedClass[];
}

const families = { bits: bitsClasses } as const;

/** Activates each class once and lets it go. */
export async function probe(calls: Calls, backend: Backend): Promise<ProbeReport> {
  const classes = Object.entries(families.bits).map(async ([name, clsid]): Promise<ProbedClass> => {
    const hresult = await calls.run('CoCreateInstance', () => backend.activate(clsid));
    return {
      family: 'bits',
      name,
      clsid,
      available: succeeded(hresult),
      hresult: toUnsigned(hresult),
      code: hresultName(hresult),
    };
  });
  return {
    backend: backend.kind,
    platform: process.platform,
    architecture: process.arch,
    classes: await Promise.all(classes),
  };
}
