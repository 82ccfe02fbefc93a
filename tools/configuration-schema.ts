// Writes the JSON schema of configuration files, from the rules' own metadata, to the file named; used by the build.
import { writeFileSync } from "node:fs";
import { configurationSchema } from "../src/cli/configuration/configuration-schema.js";

const target = process.argv[2];
if (target === undefined) throw new Error("Name the file to write.");
writeFileSync(target, `${JSON.stringify(configurationSchema(), null, 2)}\n`);
