/** What a terminal can show. */
export interface TerminalAbilities {
  /** Whether it interprets control sequences, so that lines can be updated in place. */
  readonly controls: boolean;
  /** Whether it draws characters beyond ASCII. */
  readonly unicode: boolean;
}

export const fullAbilities: TerminalAbilities = { controls: true, unicode: true };

/** Returns the abilities of the terminal that the environment describes: `TERM`, and the locale, whose variables Windows does not use. */
export function abilitiesOf(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): TerminalAbilities {
  // Source: https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html, section 8.2. Containers often have no locale, on a terminal that
  // draws UTF-8.
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || 'UTF-8';
  return { controls: environment.TERM !== 'dumb', unicode: platform === 'win32' || /utf-?8/i.test(locale) };
}

/** The symbols that the command line draws, and those of ASCII with the same width. */
const asciiSymbols: Readonly<Record<string, string>> = { '█': '#', '░': '-', '·': '.', '…': '~' };

/** Replaces the symbols of bars and of shortened names by ASCII. Other text is not changed. */
export function toAsciiSymbols(text: string): string {
  return text.replace(/[█░·…]/g, (symbol) => asciiSymbols[symbol] ?? symbol);
}
