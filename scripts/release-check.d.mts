export function releaseFaults(options: { files: readonly string[]; folder?: string; tag?: string }): Promise<string[]>;
