import type { SecurityOpt, SecurityOptEntry } from "../../src/compose/ast.js";
import { removeSecurityOpt } from "../../src/compose/remove-security-opt.js";
import { scalarText } from "../../src/compose/yaml-style.js";
import { compareEngineVersions, parseEngineVersion } from "../../src/engine/engine-version.js";
import type { Target } from "../../src/engine/target.js";
import { declaredTarget } from "../../src/eslint/compose-facts.js";
import { composeSource } from "../../src/eslint/linted-source.js";
import { lintSettings } from "../../src/eslint/settings.js";
import { engineName } from "../../src/facts/thread-advice.js";
import { createRule } from "../create-rule.js";

type MessageId = "unknownOption" | "missingValue" | "notBoolean" | "oldSeparator" | "duplicate" | "conflict" | "builtinTooOld" | "swarm";

// daemon/daemon_unix.go of moby, parseSecurityOpt, and Docker Compose, which reads `systempaths` itself.
const knownOptions = ["apparmor", "credentialspec", "label", "no-new-privileges", "seccomp", "systempaths", "writable-cgroups"];
/** May stand alone: it is then switched on. */
const ALONE = "no-new-privileges";
const booleanOptions = new Set([ALONE, "writable-cgroups"]);
// strconv.ParseBool of Go.
const booleans = new Set(["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"]);
const BUILTIN_SINCE = { major: 23, minor: 0, patch: 0 };

export const securityOpt = createRule<[], MessageId>({
  name: "security-opt",
  meta: {
    type: "problem",
    docs: {
      description: "Report entries of `security_opt` that Docker refuses, ignores, or reads otherwise than they look",
      set: "recommended",
      level: "error",
      warnings: ["oldSeparator", "duplicate", "swarm"],
    },
    fixable: "code",
    messages: {
      unknownOption:
        "`{{option}}` is not an option of `security_opt`, so the engine refuses to create the container of the service `{{service}}`. The options are {{known}}.",
      missingValue:
        "`{{option}}` has no value, so the engine refuses to create the container of the service `{{service}}`. Write it as `{{option}}=VALUE`.",
      notBoolean:
        "`{{value}}` is neither true nor false, so the engine refuses to create the container of the service `{{service}}`. Write `{{option}}=true`.",
      oldSeparator:
        "`{{entry}}` of the service `{{service}}` separates option and value with a colon, the form of Docker before 1.11 that newer engines only tolerate. Write `{{better}}`.",
      duplicate: "`{{entry}}` stands twice in `security_opt` of the service `{{service}}`. Once is enough.",
      conflict:
        "`{{option}}` is set twice in `security_opt` of the service `{{service}}`, and only `{{last}}` counts. Keep the one that is meant.",
      builtinTooOld:
        "`seccomp=builtin` needs Docker Engine 23.0 or newer; {{engine}} takes it for the name of a file, so the container of the service `{{service}}` is not created. Leave the entry out: the built-in profile is the default.",
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
    const declared = declaredTarget(settings);
    const target = declared.kind === "declared" ? declared.target : null;
    return {
      SecurityOpt(node: SecurityOpt) {
        if (settings.swarm === true && node.entries.length > 0 && hasDeploy(node)) {
          context.report({ loc: node.node.key.loc, messageId: "swarm", data: { service: node.parent.name } });
        }
      },
      SecurityOptEntry(entry: SecurityOptEntry) {
        const problem = syntaxProblem(entry) ?? repetition(entry) ?? engineProblem(entry, target);
        if (problem === null) return;
        const { messageId, data, fixed } = problem;
        const service = entry.parent.parent.name;
        const removal = messageId === "duplicate" ? removeSecurityOpt(source.text, entry) : null;
        context.report({
          loc: entry.loc,
          messageId,
          data: { service, ...data },
          fix: (fixer) => {
            if (removal !== null) return fixer.removeRange(removal.range);
            return fixed === undefined ? null : fixer.replaceTextRange(entry.range, scalarText(fixed, entry.scalar.style));
          },
        });
      },
    };
  },
});

interface Problem {
  messageId: MessageId;
  data: Record<string, string>;
  /** The entry as it should be; absent where only its author knows. */
  fixed?: string;
}

function syntaxProblem({ option, separator, value, scalar }: SecurityOptEntry): Problem | null {
  // A variable may hold anything.
  if (scalar.text.includes("$")) return null;
  if (!knownOptions.includes(option)) {
    return { messageId: "unknownOption", data: { option, known: knownOptions.join(", ") } };
  }
  if (value === null || value === "") return option === ALONE && separator === null ? null : { messageId: "missingValue", data: { option } };
  if (booleanOptions.has(option) && !booleans.has(value)) return { messageId: "notBoolean", data: { option, value } };
  if (separator !== ":") return null;
  const better = `${option}=${value}`;
  return { messageId: "oldSeparator", data: { entry: scalar.text, better }, fixed: better };
}

/** Labels add up; of every other option the last entry counts. */
function repetition(entry: SecurityOptEntry): Problem | null {
  const { entries } = entry.parent;
  const same = entries.filter((other) => other.option === entry.option);
  const first = same.find((other) => other.value === entry.value);
  if (first !== undefined && first !== entry) return { messageId: "duplicate", data: { entry: entry.scalar.text } };
  const last = same.at(-1);
  if (entry.option === "label" || last === undefined || last.value === entry.value) return null;
  return { messageId: "conflict", data: { option: entry.option, last: last.scalar.text } };
}

function engineProblem({ option, value }: SecurityOptEntry, target: Target | null): Problem | null {
  if (option !== "seccomp" || value !== "builtin" || target === null) return null;
  const isTooOld = target.members.some(({ engine }) => {
    const version = parseEngineVersion(engine ?? "");
    return version !== null && compareEngineVersions(version, BUILTIN_SINCE) < 0;
  });
  return isTooOld ? { messageId: "builtinTooOld", data: { engine: engineName(target) } } : null;
}

function hasDeploy({ parent }: SecurityOpt): boolean {
  return parent.map?.pairs.some(({ key }) => key.type === "YamlScalar" && key.text === "deploy") === true;
}
