import type { Flag, Run } from "./ast.js";
import { isGoBoolean } from "./go-boolean.js";
import { mountFields, type MountField } from "./mount-fields.js";
import type { ProblemSink } from "./problem-sink.js";

const NETWORKS = ["default", "none", "host"];
const SECURITY_MODES = ["sandbox", "insecure"];

/** Reports the values of RUN's flags that BuildKit refuses before it knows any variable. */
export function checkRun(sink: ProblemSink, run: Run): void {
  for (const flag of run.flags) {
    if (flag.value === null) continue;
    if (flag.name === "mount") checkMount(sink, flag);
    else if (flag.name === "device") checkDevice(sink, flag);
    else if (flag.name === "network") checkChoice(sink, flag, NETWORKS);
    else if (flag.name === "security") checkChoice(sink, flag, SECURITY_MODES);
  }
}

function checkChoice(sink: ProblemSink, flag: Flag, choices: readonly string[]): void {
  if (choices.includes(flag.value ?? "")) return;
  sink.report(
    "invalid-flag-value",
    `--${flag.name} cannot be "${flag.value ?? ""}", only ${choices.join(" or ")}.`,
    flag.range,
  );
}

function fieldsOf(sink: ProblemSink, flag: Flag): MountField[] {
  const fields = mountFields(flag);
  if (fields === null) {
    sink.report(
      "invalid-flag-value",
      `The value of --${flag.name} is not a list such as type=cache,target=/path: it is empty, ` +
        "or a quote in it is not closed.",
      flag.range,
    );
  }
  return fields ?? [];
}

function checkMount(sink: ProblemSink, flag: Flag): void {
  for (const { key, value, range } of fieldsOf(sink, flag)) {
    if (key !== "from" || value === null) continue;
    const dollar = value.indexOf("$");
    if (dollar === -1 || dollar === value.length - 1) continue;
    sink.report(
      "variable-in-from",
      "BuildKit expands no variable in the from of a mount. Add a stage above, FROM ${...} AS name, and mount from " +
        "that name.",
      range,
    );
  }
}

function checkDevice(sink: ProblemSink, flag: Flag): void {
  let hasName = false;
  for (const { key, value, range } of fieldsOf(sink, flag)) {
    if (key === "required") {
      if (value === null || isGoBoolean(value)) continue;
      sink.report("invalid-flag-value", `required must be true or false, not "${value}".`, range);
    } else if (hasName) {
      sink.report("invalid-flag-value", "--device takes one device name and required, nothing else.", range);
    } else {
      hasName = key !== "name" || value !== "";
    }
  }
}
