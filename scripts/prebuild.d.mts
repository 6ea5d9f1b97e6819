export function prebuild(options?: { arch?: string; quiet?: boolean }): Promise<string>;
export function checkPrebuild(path: string, arch: string): Promise<void>;
