export function checkPrebuild(path: string, arch: string): Promise<void>;
