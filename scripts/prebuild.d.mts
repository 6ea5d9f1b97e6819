export const architectures: readonly string[];
export function prebuiltPath(arch: string, folder?: string): string;
export function prebuild(options?: { arch?: string; quiet?: boolean }): Promise<string>;
export function checkReproducible(arch: string): Promise<void>;
