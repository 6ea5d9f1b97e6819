/** One attempt to load the addon, and its result. */
export interface AddonAttempt {
  readonly what: string;
  readonly error: string;
}

/** Options of an {@link AddonLoadError}. */
export interface AddonLoadErrorOptions extends ErrorOptions {
  /** The remedy, in one sentence. It becomes the last line of the message. */
  readonly cure?: string | undefined;
}

/** The native addon is missing, broken, or not for this platform. The message lists every attempt. */
export class AddonLoadError extends Error {
  readonly code = 'ERR_WINPROGRESS_ADDON';
  readonly tried: readonly AddonAttempt[];

  constructor(tried: readonly AddonAttempt[], options?: AddonLoadErrorOptions) {
    const lines = tried.map(({ what, error }) => `  - ${what}: ${error}`);
    const cure = options?.cure === undefined ? '' : `\n${options.cure}`;
    super(`winprogress could not load its native addon. Tried:\n${lines.join('\n')}${cure}`, options);
    this.tried = tried;
  }

  static {
    AddonLoadError.prototype.name = 'AddonLoadError';
  }
}
