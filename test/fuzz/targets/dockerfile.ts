import assert from "node:assert/strict";
import { parseDockerfile } from "../../../src/dockerfile/parse.js";
import { resolveStages } from "../../../src/dockerfile/stages.js";
import { assertWellFormed, strayCharacters } from "../../dockerfile/tree-checks.js";
import type { FuzzTarget } from "../fuzz-target.js";
import { assertPlace } from "../places.js";
import { filesNamed } from "../seeds.js";

export const dockerfilePieces: readonly string[] = [
  "FROM node:20\n", "FROM ${V:-debian} AS a\n", "FROM --platform=$BUILDPLATFORM a AS b\n", "ARG V=1\n", "ARG V\n", "ENV A=${V:+x} B='y'\n", "RUN <<EOF\nx\nEOF\n", "RUN --mount=type=cache,target=/x y\n",
  "COPY --from=a /x /y\n", "COPY [\"a\", \"b\"]\n", "ADD https://x/y#z .\n", "CMD [\"node\"]\n", "ENTRYPOINT java\n", "HEALTHCHECK --interval=5s CMD x\n", "ONBUILD RUN x\n", "SHELL [\"sh\"]\n", "# escape=`\n",
  "# check=skip=all\n", "# syntax=docker/dockerfile:1\n", " \\\n", "`\n", "<<-'E'", "${V##*/}", "${V//a/b}", "${V", "# compose-lint-disable-next-line\n", "EXPOSE 80/tcp\n", "USER 1\n", "STOPSIGNAL 9\n", "VOLUME [\"/a\"]\n",
];

export const dockerfile: FuzzTarget = {
  seeds: () => filesNamed(/Dockerfile|Containerfile/u),
  pieces: dockerfilePieces,
  check(text) {
    const { ast, problems } = parseDockerfile(text);
    assertWellFormed(text, ast);
    for (const { code, range, loc } of problems) assertPlace(code, text, range, loc);
    resolveStages(ast);
    if (problems.length === 0) assert.deepEqual(strayCharacters(text, ast), { uncovered: [], doubled: [] });
  },
};
