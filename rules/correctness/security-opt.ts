import type { SecurityOpt, SecurityOptEntry, YamlAlias, YamlScalar } from "../../src/compose/ast.js";
import { DOUBLED_SECURITY_OPT } from "../../src/compose/doubled-security-opt.js";
import { effectivePairs, followAlias } from "../../src/compose/effective-pairs.js";
import { removeSecurityOpt } from "../../src/compose/remove-security-opt.js";
import { placeInScalar } from "../../src/compose/scalar-place.js";
import { compareEngineVersions, parseEngineVersion } from "../../src/engine/engine-version.js";
import type { Target } from "../../src/engine/target.js";
import type { ComposeSourceCode } from "../../src/eslint/compose-language.js";
import { composeFacts, targetOf, type ComposeFacts } from "../../src/eslint/compose-facts.js";
import { composeSource } from "../../src/eslint/linted-source.js";
import { projectProblems } from "../../src/eslint/project-problems.js";
import { noteRelated } from "../../src/eslint/related-note.js";
import { lintSettings } from "../../src/eslint/settings.js";
import { JoinedEntryEdits } from "../../src/facts/joined-entry-edits.js";
import { engineName } from "../../src/facts/thread-advice.js";
import type { TextEdit } from "../../src/text/text-edit.js";
import { createRule } from "../create-rule.js";

const RULE_ID = "compose-lint/security-opt";

type MessageId =
  | "unknownOption"
  | "windowsOnly"
  | "missingValue"
  | "emptyValue"
  | "notBoolean"
  | "onlyUnconfined"
  | "oldSeparator"
  | "duplicate"
  | "joined"
  | "repeated"
  | "conflict"
  | "engineTooOld"
  | "builtinTooOld"
  | "swarm";

// What an engine on Linux takes (moby, daemon/daemon_unix.go, parseSecurityOpt), and `systempaths`, which Docker Compose
// reads itself (docker/compose, pkg/compose/create.go, parseSecurityOpts).
const knownOptions = ["apparmor", "label", "no-new-privileges", "seccomp", "systempaths", "writable-cgroups"];
/** May stand alone: it is then switched on. */
const ALONE = "no-new-privileges";
const booleanOptions = new Set([ALONE, "writable-cgroups"]);
// strconv.ParseBool of Go.
const booleans = new Map([
  ...["1", "t", "T", "TRUE", "true", "True"].map((word) => [word, "true"] as const),
  ...["0", "f", "F", "FALSE", "false", "False"].map((word) => [word, "false"] as const),
]);
/** The first releases that read an option with a value. */
const valueSince: Readonly<Record<string, string>> = { [ALONE]: "17.04.0", "writable-cgroups": "28.0.0" };
/** What an entry is only by the others of its list, so that it is mended there. */
const amongOthers: ReadonlySet<MessageId> = new Set(["duplicate", "repeated", "conflict"]);
const BUILTIN_SINCE = "23.0.0";

export const securityOpt = createRule<[], MessageId>({
  name: "security-opt",
  meta: {
    type: "problem",
    docs: {
      description: "Report entries of `security_opt` that Docker refuses, ignores, or reads otherwise than they look",
      set: "recommended",
      level: "error",
      warnings: ["emptyValue", "oldSeparator", "repeated", "swarm"],
      fixes: { onlyUnconfined: ["entry"], oldSeparator: ["entry"], duplicate: ["entry"], joined: ["entry"], repeated: ["entry"] },
    },
    fixable: "code",
    messages: {
      unknownOption:
        "`{{option}}` is not an option of `security_opt`, so the container of the service `{{service}}` is not created. The options are {{known}}.",
      windowsOnly:
        "`{{option}}` is for Windows containers; an engine on Linux refuses to create the container of the service `{{service}}`. A service for Windows says so with `platform: windows/amd64`.",
      missingValue:
        "`{{entry}}` has no value, so the container of the service `{{service}}` is not created. Write it as `{{option}}={{example}}`.",
      emptyValue:
        "`{{entry}}` of the service `{{service}}` has an empty value and no effect. Write it as `{{option}}={{example}}`, or remove it.",
      notBoolean:
        "`{{value}}` is neither true nor false, so the container of the service `{{service}}` is not created. Write `{{option}}=true`.",
      onlyUnconfined:
        "`{{entry}}` is refused, so the container of the service `{{service}}` is not created. The one form of this option is `systempaths=unconfined`.",
      oldSeparator:
        "`{{entry}}` of the service `{{service}}` separates option and value with a colon, the form of Docker before 1.11 that newer engines only tolerate. Write `{{better}}`.",
      duplicate:
        "`{{entry}}` stands twice in `security_opt` of the service `{{service}}`, and Docker Compose refuses the file. Once is enough.",
      joined: "{{problem}}",
      repeated: "`{{entry}}` of the service `{{service}}` says what `{{first}}` says already. Once is enough.",
      conflict:
        "`{{option}}` is set twice in `security_opt` of the service `{{service}}`, and only `{{last}}` counts. Keep the one that is meant.",
      engineTooOld:
        "`{{entry}}` needs Docker Engine {{since}} or newer, so on {{engine}} the container of the service `{{service}}` is not created. {{instead}}",
      builtinTooOld:
        "`seccomp=builtin` needs Docker Engine 23.0 or newer, so on {{engine}} the container of the service `{{service}}` does not start. Leave the entry out: the built-in profile is the default.",
      swarm:
        "The service `{{service}}` has `deploy` and this file is for Swarm, which ignores `security_opt`: none of its entries has an effect in a stack. Configure the engines of the nodes instead.",
    },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    const source = composeSource(context);
    if (source === null) return {};
    const settings = lintSettings(context.settings);
    const target = targetOf(settings);
    const reported = new Map<YamlScalar | YamlAlias, Set<MessageId>>();
    /** Where entries start of which it is told already. */
    const duplicates = new Set<number>();
    // Of the list at hand, whose entries are visited one after the other.
    let earlier = new EarlierEntries(null);
    return {
      SecurityOpt(node: SecurityOpt) {
        if (settings.swarm === true && node.entries.length > 0 && hasDeploy(node)) {
          context.report({ loc: node.node.key.loc, messageId: "swarm", data: { service: node.parent.name } });
        }
      },
      SecurityOptEntry(entry: SecurityOptEntry) {
        if (earlier.list !== entry.parent) earlier = new EarlierEntries(entry.parent);
        const problem = syntaxProblem(entry) ?? engineProblem(entry, target) ?? earlier.repetition(entry) ?? oldSeparator(entry);
        earlier.add(entry);
        if (problem === null) return;
        const { messageId, data } = problem;
        const node = amongOthers.has(messageId) ? (entry.alias ?? entry.scalar) : entry.scalar;
        // Services that share an entry through an anchor share what is wrong with it.
        const known = reported.get(node) ?? new Set();
        reported.set(node, known);
        if (known.has(messageId)) return;
        known.add(messageId);
        if (messageId === "duplicate") duplicates.add(node.range[0]);
        const edit = editFor(problem, entry, source);
        context.report({
          loc: node.loc,
          messageId,
          data: { service: entry.parent.parent.name, entry: entry.scalar.text, option: entry.option, ...data },
          fix: edit === null ? null : (fixer) => fixer.replaceTextRange(edit.range, edit.text),
        });
      },
      "ComposeFile:exit"() {
        // A broken file may lack what keeps the lists apart.
        if (source.parsed.syntaxProblems.length > 0 || !hasDoubled(composeFacts(source, settings))) return;
        const edits = new JoinedEntryEdits(source, composeFacts(source, settings).project);
        for (const finding of projectProblems(source, settings, "doubled entries")) {
          const { loc, message, related } = finding;
          const start = source.lineIndex.offsetAt(loc.start);
          if (duplicates.has(start)) continue;
          const edit = edits.editFor(finding, start);
          context.report({ loc, messageId: "joined", data: { problem: message }, fix: edit === null ? null : (fixer) => fixer.replaceTextRange(edit.range, edit.text) });
          noteRelated(source, { ruleId: RULE_ID, loc }, related);
        }
      },
    };
  },
});

/** Most projects have none, and are not searched for them. */
function hasDoubled({ project }: ComposeFacts): boolean {
  return project.problems.some(({ code }) => code === DOUBLED_SECURITY_OPT);
}

interface Problem {
  messageId: MessageId;
  data: Record<string, string>;
  /** What mends it; absent where only the author knows. */
  fix?: "remove" | "separator";
}

function syntaxProblem(entry: SecurityOptEntry): Problem | null {
  const { option, separator, value } = entry;
  if (hasVariable(option)) return null;
  if (option === "credentialspec") return isForWindows(entry) ? null : { messageId: "windowsOnly", data: {} };
  if (!knownOptions.includes(option)) return { messageId: "unknownOption", data: { known: knownOptions.join(", ") } };
  if (value === null) return option === ALONE ? null : { messageId: "missingValue", data: exampleOf(option) };
  if (value === "") {
    // With SELinux an empty label is refused, and docker's own client refuses every empty value.
    const isHarmless = option === "apparmor" || option === "label";
    return { messageId: isHarmless ? "emptyValue" : "missingValue", data: exampleOf(option) };
  }
  if (hasVariable(value)) return null;
  if (booleanOptions.has(option) && !booleans.has(value)) return { messageId: "notBoolean", data: { value } };
  if (option === "systempaths" && (value !== "unconfined" || separator === ":")) {
    const isMendable = value === "unconfined";
    return { messageId: "onlyUnconfined", data: {}, ...(isMendable ? { fix: "separator" } : {}) };
  }
  return null;
}

/** A variable may hold anything. */
function hasVariable(text: string): boolean {
  return text.includes("$");
}

function oldSeparator({ option, separator, value }: SecurityOptEntry): Problem | null {
  if (separator !== ":" || !knownOptions.includes(option)) return null;
  return { messageId: "oldSeparator", data: { better: `${option}=${value ?? ""}` }, fix: "separator" };
}

function exampleOf(option: string): { example: string } {
  const examples: Readonly<Record<string, string>> = { label: "disable", seccomp: "./profile.json", systempaths: "unconfined" };
  return { example: booleanOptions.has(option) ? "true" : (examples[option] ?? "VALUE") };
}

/** The entries of a list that stand above the one at hand. */
class EarlierEntries {
  readonly list: SecurityOpt | null;
  /** The last entry of each option, of the whole list. */
  readonly #last: ReadonlyMap<string, SecurityOptEntry>;
  readonly #texts = new Set<string>();
  readonly #meanings = new Map<string, SecurityOptEntry>();

  constructor(list: SecurityOpt | null) {
    this.list = list;
    this.#last = new Map(list?.entries.map((entry) => [entry.option, entry]));
  }

  add(entry: SecurityOptEntry): void {
    this.#texts.add(entry.scalar.text);
    const key = keyOf(entry);
    if (!this.#meanings.has(key)) this.#meanings.set(key, entry);
  }

  /** Labels add up; of every other option the last entry counts. */
  repetition(entry: SecurityOptEntry): Problem | null {
    if (this.#texts.has(entry.scalar.text)) return { messageId: "duplicate", data: {}, fix: "remove" };
    const first = this.#meanings.get(keyOf(entry));
    if (first !== undefined) return { messageId: "repeated", data: { first: first.scalar.text }, fix: "remove" };
    const last = this.#last.get(entry.option);
    if (entry.option === "label" || last === undefined || meaning(last) === meaning(entry)) return null;
    return { messageId: "conflict", data: { last: last.scalar.text } };
  }
}

function keyOf(entry: SecurityOptEntry): string {
  return `${entry.option}=${meaning(entry)}`;
}

function meaning({ option, value }: SecurityOptEntry): string {
  if (!booleanOptions.has(option)) return value ?? "";
  return booleans.get(value ?? "true") ?? value ?? "";
}

function engineProblem({ option, value }: SecurityOptEntry, target: Target | null): Problem | null {
  if (target === null || value === null) return null;
  if (option === "seccomp" && value === "builtin" && hasOlder(target, BUILTIN_SINCE)) {
    return { messageId: "builtinTooOld", data: { engine: engineName(target) } };
  }
  const since = valueSince[option];
  if (since === undefined || !hasOlder(target, since)) return null;
  const instead = option === ALONE ? "Write `no-new-privileges` alone, which is the same as true." : "Leave the entry out.";
  return { messageId: "engineTooOld", data: { engine: engineName(target), since: since.replace(/\.0$/u, ""), instead } };
}

function hasOlder(target: Target, release: string): boolean {
  const wanted = parseEngineVersion(release);
  return target.members.some(({ engine }) => {
    const version = parseEngineVersion(engine ?? "");
    return version !== null && wanted !== null && compareEngineVersions(version, wanted) < 0;
  });
}

function editFor({ fix }: Problem, entry: SecurityOptEntry, source: ComposeSourceCode): TextEdit | null {
  // Where the file is not YAML, places are guesses.
  if (source.parsed.syntaxProblems.length > 0) return null;
  if (fix === "remove") return removeSecurityOpt(source.text, entry);
  if (fix !== "separator") return null;
  const at = entry.option.length;
  const { path, text, lineIndex: lines } = source;
  const { range } = placeInScalar({ path, text, lines }, entry.scalar, [at, at + 1]);
  return text[range[0]] === ":" ? { range, text: "=" } : null;
}

function hasDeploy({ parent }: SecurityOpt): boolean {
  return parent.map !== null && effectivePairs(parent.map).has("deploy");
}

/** Whether a service is said to run on Windows: by its platform, or by an isolation that only Windows has. */
function isForWindows({ parent: { parent: service } }: SecurityOptEntry): boolean {
  if (service.map === null) return false;
  const pairs = effectivePairs(service.map);
  const text = (name: string): string => {
    const value = followAlias(pairs.get(name)?.pair.value ?? null);
    return value?.type === "YamlScalar" ? value.text : "";
  };
  return text("platform").startsWith("windows") || ["process", "hyperv"].includes(text("isolation"));
}
