/** Results that the configuration of a computer causes, with the cause and the remedy. */
const explanations: Readonly<Record<number, string>> = {
  // REGDB_E_CLASSNOTREG
  2147746132:
    'The class is not registered for this architecture. The component that provides it is not installed, or only in the other bitness (32 or 64 bits).',
  // ERROR_SERVICE_DISABLED
  2147943458:
    'The service is disabled. An administrator can allow it to start: sc.exe config BITS start= delayed-auto (for BITS).',
  // ERROR_ACCESS_DISABLED_BY_POLICY
  2147943660: 'A group policy blocks the program or library. An administrator must allow it.',
  // ERROR_NOT_LOGGED_ON
  2147943645:
    'The account of this process is not logged on to the computer interactively, which BITS requires of the owner of a job. Services must use LocalSystem, LocalService or NetworkService.',
  // ERROR_SYSTEM_INTEGRITY_POLICY_VIOLATION
  2147946951:
    'App Control for Business (WDAC) or Smart App Control blocks the library. An administrator must allow it in the policy.',
};

/** Returns the cause and the remedy of a result that the configuration of the computer causes; undefined for any other result. */
export function explain(hresult: number): string | undefined {
  return explanations[hresult];
}
