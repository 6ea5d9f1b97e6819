export function readPortableExecutable(
  path: string,
): Promise<{ arch: string; imports: string[]; hasSymbols: boolean; bytes: number }>;
