/**
 * Splits a command line as `CommandLineToArgvW` does: quotes group, and backslashes before a quote are escapes.
 * Source: https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw.
 */
export function splitCommandLine(line: string): string[] {
  const args: string[] = [];
  let current: string | null = null;
  let quoted = false;
  for (let index = 0; index < line.length; ) {
    const character = line.charAt(index);
    if (character === '\\') {
      let end = index;
      while (line.charAt(end) === '\\') end += 1;
      const count = end - index;
      const beforeQuote = line.charAt(end) === '"';
      current = (current ?? '') + '\\'.repeat(beforeQuote ? Math.floor(count / 2) : count);
      index = end;
      if (beforeQuote && count % 2 === 1) {
        current += '"';
        index += 1;
      }
    } else if (character === '"') {
      current ??= '';
      // Two quotes within quotes are one that belongs to the argument.
      if (quoted && line.charAt(index + 1) === '"') {
        current += '"';
        index += 1;
      } else quoted = !quoted;
      index += 1;
    } else if (!quoted && (character === ' ' || character === '\t')) {
      if (current !== null) args.push(current);
      current = null;
      index += 1;
    } else {
      current = (current ?? '') + character;
      index += 1;
    }
  }
  if (current !== null) args.push(current);
  return args;
}
