export function installTool(name: string, version: string): Promise<string>;
