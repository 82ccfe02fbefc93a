import { allCommands, type Command } from "./command.js";

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

const targetCommands = ["lint", "inspect", "profile", "diagnose", "docker-run"] as const;
const engineCommands = [...targetCommands, "init"] as const;
const imageCommands = ["lint", "inspect", "diagnose", "docker-run"] as const;
const fixingCommands = ["lint", "diagnose", "docker-run"] as const;
const formatCommands = ["lint", "inspect", "hosts", "diagnose", "docker-run", "rules"] as const;
const colourCommands = [...formatCommands, "explain", "init"] as const;
const projectCommands = ["lint", "inspect"] as const;

export const flags = [
  {
    name: "engine",
    value: "RANGE",
    description: "Docker Engine of the services: 20.10.9 or '>=19.03 <23'; `auto` asks the local daemon",
    commands: engineCommands,
  },
  {
    name: "host",
    value: "PRESET",
    description: "the platform instead, such as debian-11-docker-ce; `compose-lint hosts` lists them",
    commands: engineCommands,
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
  {
    name: "image",
    value: "PATTERN=RELEASE",
    multiple: true,
    description: "what an image is: 'my/*=debian:12', or an image of which it is a copy",
    commands: imageCommands,
  },
  {
    name: "date",
    value: "YYYY-MM-DD",
    description: "the day for which floating tags are judged (default: today)",
    commands: imageCommands,
  },
  {
    name: "inspect-images",
    description: "read the release of images from the local daemon; none is pulled or run",
    commands: ["lint", "inspect"],
  },
  {
    name: "swarm",
    description: "the files are stacks of Swarm (docker stack deploy), which ignores security_opt",
    commands: ["lint", "inspect"],
  },
  { name: "fix", description: "change the files, and write the seccomp profile that a fix needs", commands: fixingCommands },
  { name: "fix-dry-run", description: "print what --fix would change as a diff, and write nothing", commands: fixingCommands },
  { name: "interactive", short: "i", description: "ask about each finding: mend it, ignore it with a reason, or skip it", commands: ["lint"] },
  {
    name: "fix-type",
    value: "TYPE",
    multiple: true,
    description: "apply fixes of this type alone: problem, suggestion, layout, or a kind such as profile",
    commands: ["lint"],
  },
  {
    name: "rule",
    value: "'NAME: CONFIG'",
    multiple: true,
    description: "set a rule, such as 'thread-creation: [error, {fix: unconfined}]'",
    commands: ["lint", "docker-run"],
  },
  {
    name: "plugin",
    value: "FILE",
    multiple: true,
    description: "load an ESLint plugin with rules of your own, to be set with --rule 'NAME/RULE: error'",
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
    multiple: true,
    description: "how it is printed",
    commands: formatCommands,
  },
  {
    name: "output-file",
    short: "o",
    value: "FILE",
    multiple: true,
    description: "write what the --format before it gives to this file; `-` is standard output",
    commands: ["lint"],
  },
  { name: "code-frame", description: "show the lines of the file below each finding", commands: ["lint"] },
  { name: "config", short: "c", value: "FILE", description: "use this configuration, and no other", commands: targetCommands },
  { name: "no-config", description: "look for no configuration", commands: targetCommands },
  { name: "print-config", value: "FILE", description: "print what is configured for this file as JSON", commands: ["lint"] },
  { name: "detect", description: "take YAML files of any name that hold services", commands: projectCommands },
  { name: "no-ignore", description: "lint also what .gitignore, .compose-lintignore and `ignores` leave out", commands: projectCommands },
  { name: "with-builders", description: "lint also the Compose files that build the Dockerfiles given, and judge Compose files in the projects that include them too", commands: ["lint"] },
  {
    name: "concurrency",
    value: "N",
    description: "threads that lint: a number, `off`, or `auto` for as many as pay (default)",
    commands: ["lint"],
  },
  { name: "shard", value: "I/N", description: "lint one of N parts of the files, such as 1/3; together they are all", commands: ["lint"] },
  { name: "watch", description: "lint again at each change of a file that counts, until Ctrl-C", commands: ["lint"] },
  { name: "cache", description: "keep results, and lint next time only what has changed since", commands: ["lint"] },
  { name: "cache-location", value: "FILE", description: "where --cache keeps them (default: .compose-lintcache)", commands: ["lint"] },
  { name: "baseline", value: "FILE", description: "count as known what this file lists, and report what is new", commands: ["lint"] },
  { name: "update-baseline", description: "write what is found now to the file of --baseline", commands: ["lint"] },
  { name: "max-warnings", value: "N", description: "exit with 1 if there are more warnings than N", commands: ["lint"] },
  { name: "quiet", description: "report errors only", commands: ["lint", "docker-run"] },
  { name: "stdin", description: "judge the text on standard input, as `-` alone does", commands: ["lint", "inspect"] },
  { name: "stdin-filename", value: "FILE", description: "name of that text (default: compose.yaml)", commands: ["lint", "inspect"] },
  { name: "output", short: "o", value: "FILE", description: "write the profile to this file; `-` is standard output", commands: ["profile"] },
  {
    name: "strategy",
    value: "NAME",
    description: "how it answers clone3: default, errno, trace or default-action (else the narrowest)",
    commands: ["profile"],
  },
  { name: "explain", description: "say on standard error why the profile is as it is", commands: ["profile"] },
  { name: "debug", description: "print where an error of compose-lint itself came from", commands: allCommands },
  {
    name: "compose",
    value: "FILE",
    description: "the Compose file of the container (default: that of this folder)",
    commands: ["diagnose"],
  },
  { name: "service", value: "NAME", description: "the service that wrote the log, where the log does not say", commands: ["diagnose"] },
  { name: "file", value: "FILE", description: "the commands in a script, Makefile, page or CI file", commands: ["docker-run"] },
  { name: "to-compose", description: "print the Compose file that the command stands for", commands: ["docker-run"] },
  { name: "format", value: "NAME", description: "of the configuration: yaml (default), json, js or ts", commands: ["init"] },
  { name: "hook", value: "NAME", description: "lint commits with pre-commit, lefthook, lint-staged or husky, or with none", commands: ["init"] },
  { name: "no-pre-commit", description: "set up no commit hook", commands: ["init"] },
  { name: "ci", value: "NAME", description: "write the job of github or gitlab, or of none", commands: ["init"] },
  { name: "baseline", value: "FILE", description: "count the problems of today as known, in this file", commands: ["init"] },
  { name: "yes", short: "y", description: "ask nothing: what no flag says is taken as it fits the project", commands: ["init"] },
  { name: "color", description: "colour even where the output is no terminal", commands: colourCommands },
  { name: "no-color", description: "no colour", commands: colourCommands },
  { name: "version", short: "v", description: "print the version", commands: allCommands },
  { name: "help", short: "h", description: "print this help", commands: allCommands },
] as const satisfies readonly Flag[];

export type FlagName = (typeof flags)[number]["name"];
