export function formatPage(): string;
