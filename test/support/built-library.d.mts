export const repository: string;
export const testedPackage: string;
export const commandLine: string;
export function importBuilt(name: 'index' | 'emulation' | 'native'): Promise<unknown>;
