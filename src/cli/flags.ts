/** One flag of the command line. This table makes the parser, the help and the page of the command line. */
export interface Flag {
  name: string;
  short?: string;
  /** What the value is called in the help; absent for a flag without one. */
  value?: string;
  multiple?: boolean;
  description: string;
  commands: readonly Command[];
}

export type Command = "lint" | "inspect" | "profile" | "hosts";

const allCommands = ["lint", "inspect", "profile", "hosts"] as const;
const targetCommands = ["lint", "inspect", "profile"] as const;
const projectCommands = ["lint", "inspect"] as const;

export const flags = [
  {
    name: "engine",
    value: "RANGE",
    description: "Docker Engine of the services: 20.10.9 or '>=19.03 <23'; `auto` asks the local daemon",
    commands: targetCommands,
  },
  {
    name: "host",
    value: "PRESET",
    description: "the platform instead, such as debian-11-docker-ce; `compose-lint hosts` lists them",
    commands: targetCommands,
  },
  {
    name: "runc",
    value: "VERSION",
    description: "runc of that host, where it is not the one that the engine came with",
    commands: targetCommands,
  },
  {
    name: "libseccomp",
    value: "VERSION",
    description: "libseccomp of that host (default: 2.5, a current one)",
    commands: targetCommands,
  },
  {
    name: "arch",
    value: "NAME",
    description: "architecture of that host: amd64, arm64, arm or 386 (default: amd64)",
    commands: targetCommands,
  },
  { name: "fix", description: "change the files, and write the seccomp profile that a fix needs", commands: ["lint"] },
  { name: "fix-dry-run", description: "print what --fix would change as a diff, and write nothing", commands: ["lint"] },
  {
    name: "rule",
    value: "'NAME: CONFIG'",
    multiple: true,
    description: "set a rule, such as 'thread-creation: [error, {fix: unconfined}]'",
    commands: ["lint"],
  },
  {
    name: "file",
    short: "f",
    value: "FILE",
    multiple: true,
    description: "a Compose file of the project, merged in order (default: COMPOSE_FILE)",
    commands: projectCommands,
  },
  {
    name: "project-directory",
    value: "DIR",
    description: "where the project's relative paths start (default: that of its first file)",
    commands: projectCommands,
  },
  {
    name: "env-file",
    value: "FILE",
    multiple: true,
    description: "variables of the project, in place of its .env file",
    commands: projectCommands,
  },
  {
    name: "profile",
    value: "NAME",
    multiple: true,
    description: "judge only services of this profile or of none (default: COMPOSE_PROFILES)",
    commands: projectCommands,
  },
  {
    name: "resolved",
    description: "print the merged project as `docker compose config --format json` does",
    commands: ["inspect"],
  },
  {
    name: "format",
    value: "NAME",
    description: "stylish or json; for inspect and hosts: table or json",
    commands: ["lint", "inspect", "hosts"],
  },
  { name: "max-warnings", value: "N", description: "exit with 1 if there are more warnings than N", commands: ["lint"] },
  { name: "quiet", description: "report errors only", commands: ["lint"] },
  { name: "stdin", description: "lint the text on standard input", commands: ["lint"] },
  { name: "stdin-filename", value: "FILE", description: "name of that text (default: compose.yaml)", commands: ["lint"] },
  { name: "output", short: "o", value: "FILE", description: "write the profile to this file", commands: ["profile"] },
  {
    name: "strategy",
    value: "NAME",
    description: "how it answers clone3: default, errno, trace or default-action (else the narrowest)",
    commands: ["profile"],
  },
  { name: "explain", description: "say on standard error why the profile is as it is", commands: ["profile"] },
  { name: "color", description: "colour even where the output is no terminal", commands: ["lint", "inspect", "hosts"] },
  { name: "no-color", description: "no colour", commands: ["lint", "inspect", "hosts"] },
  { name: "version", short: "v", description: "print the version", commands: allCommands },
  { name: "help", short: "h", description: "print this help", commands: allCommands },
] as const satisfies readonly Flag[];

export type FlagName = (typeof flags)[number]["name"];
