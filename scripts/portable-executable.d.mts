/** The protections of a binary against exploits. */
export type Hardening =
  | 'dynamic-base'
  | 'high-entropy-va'
  | 'nx-compat'
  | 'control-flow-guard'
  | 'eh-continuation'
  | 'cet-compat'
  | 'safe-seh'
  | 'stack-protector';

export interface PortableExecutable {
  readonly arch: string;
  /** The names of the libraries that must be present at load time, in lower case; delay-loaded ones are not included. */
  readonly imports: string[];
  /**
   * The pointers through which functions of the host are called: their places in the file, their sizes and their first values, which are the addresses of the
   * code that loads the functions. Empty if nothing is delay-loaded from NODE.EXE.
   */
  readonly delayLoaded: readonly { readonly offset: number; readonly size: number; readonly value: bigint }[];
  readonly hasSymbols: boolean;
  readonly bytes: number;
  /** Seconds since 1970, or a number that the linker has computed from the contents; 0 for none. */
  readonly timestamp: number;
  readonly linker: 'msvc' | 'gnu' | 'lld';
  /** The version of the file, as in its VERSIONINFO resource: `1.2.3`. */
  readonly version: string | undefined;
  readonly hardening: Hardening[];
}

/** Reads the headers of a Windows binary. */
export function readPortableExecutable(path: string): Promise<PortableExecutable>;
