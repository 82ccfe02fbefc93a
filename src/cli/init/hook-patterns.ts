import { otherEndings } from "../../eslint/file-kind.js";

const ENDINGS = otherEndings.join(",");
const COMPOSE = "{compose,docker-compose,**/compose,**/docker-compose}";
const DOCKERFILE = "{Dockerfile,Containerfile,**/Dockerfile,**/Containerfile}";

/**
 * The names that `compose-lint` finds in a folder, as one pattern of picomatch, by which lint-staged compares: one pattern is
 * one run. Behind its last `!(` there may be nothing but brackets, else picomatch does not look at the whole ending.
 */
export const lintStagedPattern = `@(${[
  "docker-compose?([.-]?*).y?(a)ml",
  // compose-lint.config.yaml is our own configuration.
  "compose?(.?*|-!(lint.config.*)).y?(a)ml",
  "?(*.)@(docker|container)file",
  "*.@(Docker|Container)file",
  `@(Docker|Container)file?(-+([^.~])|[.-]!(|*~|?(*.)@(${otherEndings.join("|")})))`,
].join("|")})`;

/**
 * The same for lefthook, which compares without case. Both of its matchers take these: its old one (`gobwas`) fails at empty
 * alternatives, and its star takes slashes too, which `glob_matcher: doublestar` mends.
 */
export const lefthookPatterns: { readonly glob: readonly string[]; readonly exclude: readonly string[] } = {
  glob: [
    `${COMPOSE}{.,.*.,-*.}{yml,yaml}`,
    "{Dockerfile,Containerfile,**/Dockerfile,**/Containerfile,*.dockerfile,*.containerfile,**/*.dockerfile,**/*.containerfile}",
    `${DOCKERFILE}{.,-}*`,
  ],
  // Unlike `glob`, this is compared with case.
  exclude: ["{compose-lint.config.*,**/compose-lint.config.*}", `{*ockerfile,*ontainerfile,**/*ockerfile,**/*ontainerfile}{.,.*.,-*.}{${ENDINGS}}`, "{*ockerfile,*ontainerfile,**/*ockerfile,**/*ontainerfile}*~"],
};
