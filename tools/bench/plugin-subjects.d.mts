export function composeProject(lines: number): object;
export function textOf(file: string, project: object): string;
