/**
 * What is wrong with a value of the setting `profilePath`, as a sentence; null for nothing. A fix writes it into
 * `security_opt`, where Compose replaces variables, and names no other folder than the file system does.
 */
export function profilePathProblem(path: string): string | null {
  const instead = "write the path of a file, such as ./seccomp.json.";
  if (path.includes("$")) return `${path} holds variables, which are not replaced here: ${instead}`;
  if (path.startsWith("~")) return `${path} begins with \`~\`, which stands for no folder here: ${instead}`;
  if (/(?:^|[\\/])\.{0,2}$/u.test(path)) return `${path} is a folder: ${instead}`;
  return /\p{Cc}/u.test(path) ? `It has control characters: ${instead}` : null;
}
