import type { Arguments } from "./arguments.js";
import type { ExitCode } from "./exit-code.js";
import type { Environment } from "./main.js";
import type { Output } from "./output.js";
export async function diagnose(_g: Arguments, _e: Environment, _o: Output): Promise<ExitCode> { return Promise.resolve(0); }
