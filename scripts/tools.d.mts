export function installTool(name: string, version: string, companions?: readonly string[]): Promise<string>;
