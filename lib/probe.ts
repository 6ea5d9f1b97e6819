import type { Backend } from './backend.js';
import { bitsClasses } from './bits/constants.js';
import type { Calls } from './com/calls.js';
import { hresultName, succeeded, toUnsigned } from './com/hresult.js';
import type { ServerKind } from './com/server-kind.js';
import { syncmgrClasses } from './syncmgr/constants.js';
import { winsyncClasses } from './winsync/constants.js';

/** A COM class that this package can use, and the result of its activation. */
export interface ProbedClass {
  readonly family: 'bits' | 'winsync' | 'syncmgr';
  /** The name of the coclass in its header. */
  readonly name: string;
  /** In braces and upper case. */
  readonly clsid: string;
  readonly available: boolean;
  /** The result of `CoCreateInstance` as an unsigned 32-bit number. */
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

interface FamilyClasses {
  readonly family: ProbedClass['family'];
  readonly server: ServerKind;
  /** CLSIDs by the name of the coclass. */
  readonly classes: Readonly<Record<string, string>>;
}

const families: readonly FamilyClasses[] = [
  { family: 'bits', server: 'local', classes: bitsClasses },
  { family: 'winsync', server: 'inProcess', classes: winsyncClasses },
  { family: 'syncmgr', server: 'any', classes: syncmgrClasses },
];

/** Activates each class once and releases it. Resolves to the results. */
export async function probe(calls: Calls, backend: Backend): Promise<ProbeReport> {
  const classes = families.flatMap(({ family, server, classes }) =>
    Object.entries(classes).map(async ([name, clsid]): Promise<ProbedClass> => {
      const hresult = await calls.run('CoCreateInstance', () => backend.activate(clsid, server));
      return {
        family,
        name,
        clsid,
        available: succeeded(hresult),
        hresult: toUnsigned(hresult),
        code: hresultName(hresult),
      };
    }),
  );
  return {
    backend: backend.kind,
    platform: process.platform,
    architecture: process.arch,
    classes: await Promise.all(classes),
  };
}
