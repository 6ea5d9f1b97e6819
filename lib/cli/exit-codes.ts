/** What the process tells its caller when it ends. */
export const exitCodes = {
  done: 0,
  /** The transfer or a COM call failed, or a file did not verify. */
  failed: 1,
  /** Wrong arguments. */
  usage: 2,
  /** Ended by Ctrl-C, as shells have it: 128 and the number of SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
