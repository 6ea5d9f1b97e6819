export function installPackage(folder: string): Promise<string>;
export function packPackage(folder: string): Promise<string>;
export function unpackPackage(folder: string): Promise<void>;
export function packedFiles(): Promise<string[]>;
