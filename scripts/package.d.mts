export function installPackage(folder: string, tarball?: string): Promise<string>;
export function packPackage(folder: string): Promise<string>;
export function unpackPackage(tarball: string, folder: string): Promise<void>;
export function packedFiles(): Promise<string[]>;
