export function installPackage(folder: string): Promise<string>;
export function packedFiles(): Promise<string[]>;
