export const aptCommand: string;
export function checkRequirements(): void;
