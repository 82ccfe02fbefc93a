import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { temporaryFolder } from "../cli/temporary-folder.js";
import { isContinuousIntegration, repository } from "./places.js";
import { Terminal } from "./terminal.js";
import { isInstalled } from "./unavailable.js";

const missing = ["zsh", "tmux"].filter((program) => !isInstalled(program));
const skip = missing.length > 0 && !isContinuousIntegration ? `needs ${missing.join(", ")}` : false;

/** zsh completes at a terminal only. */
describe("completion in zsh", { skip }, () => {
  it("completes commands, options, their values and files", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "services: {}\n" });
    const programs = path.join(folder, "bin");
    mkdirSync(programs);
    symlinkSync(path.join(repository, "dist", "bin.cjs"), path.join(programs, "compose-lint"));
    const variables = { PATH: `${programs}${path.delimiter}${process.env.PATH ?? ""}`, PS1: "%% " };
    const terminal = new Terminal(test, ["zsh", "-f"], { cwd: folder, variables });
    terminal.type("autoload -U compinit; compinit -u -D; source <(compose-lint completion zsh); print set up");
    terminal.press("Enter");
    await terminal.shows(/^set up\r?$/mu);
    const complete = async (words: string, shown: RegExp): Promise<void> => {
      terminal.press("C-u");
      terminal.type(words);
      terminal.press("Tab");
      await terminal.hasOnScreen(shown);
    };
    await complete("compose-lint in", /^init +-- set up a project\ninspect +-- what is known of each service$/mu);
    await complete("compose-lint --for", /^\S* ?compose-lint --format=$/mu);
    await complete("compose-lint --format s", /^sarif +stylish$/mu);
    await complete("compose-lint diagnose --format ", /^json +text$/mu);
    await complete("compose-lint explain thread-", /^thread-creation +thread-limit$/mu);
    await complete("compose-lint --quiet comp", /compose-lint --quiet compose\.yaml/u);
  });
});
