import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';

/**
 * The versions of BITS that added interfaces, in ascending order.
 * Source: https://learn.microsoft.com/windows/win32/bits/what-s-new.
 */
export const bitsVersions = ['1.0', '1.5', '2.0', '2.5', '3.0', '4.0', '5.0', '10.1', '10.2', '10.3'] as const;

/** A version of BITS, as `'10.3'` of Windows 10 version 1903. */
export type BitsVersion = (typeof bitsVersions)[number];

/** The first version that has each interface. */
const firstVersions = {
  IBackgroundCopyJob: '1.0',
  IBackgroundCopyJob2: '1.5',
  IBackgroundCopyJob3: '2.0',
  IBackgroundCopyJob4: '3.0',
  IBackgroundCopyJob5: '5.0',
  IBackgroundCopyFile: '1.0',
  IBackgroundCopyFile2: '2.0',
  IBackgroundCopyFile3: '3.0',
  IBackgroundCopyFile4: '4.0',
  IBackgroundCopyFile5: '5.0',
  IBackgroundCopyFile6: '10.1',
  IBackgroundCopyJobHttpOptions: '2.5',
  IBackgroundCopyJobHttpOptions2: '10.2',
  IBackgroundCopyJobHttpOptions3: '10.3',
  IBitsTokenOptions: '4.0',
} as const satisfies Record<string, BitsVersion>;

/** An interface of a job or a file. */
export type BitsInterface = keyof typeof firstVersions;

/** Returns whether an installed version includes a feature of another version. */
export function hasVersion(installed: BitsVersion, first: BitsVersion): boolean {
  return bitsVersions.indexOf(installed) >= bitsVersions.indexOf(first);
}

/** Checks that a version of BITS has an interface, as `QueryInterface` does. @throws {RefusedCall} `E_NOINTERFACE` if it does not */
export function requireInterface(installed: BitsVersion, name: BitsInterface): void {
  if (!hasVersion(installed, firstVersions[name])) refuse(hresults.E_NOINTERFACE);
}
