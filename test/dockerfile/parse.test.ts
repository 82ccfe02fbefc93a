import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Copy, From, Instruction, Run } from "../../src/dockerfile/ast.js";
import { sourceOffset, sourceRange } from "../../src/dockerfile/joined-text.js";
import { parseDockerfile } from "../../src/dockerfile/parse.js";

function first<T extends Instruction["type"]>(text: string, type: T): Extract<Instruction, { type: T }> {
  const found = parseDockerfile(text).ast.instructions.find((instruction) => instruction.type === type);
  assert.ok(found, `there is a ${type}`);
  return found as Extract<Instruction, { type: T }>;
}

function codes(text: string): string[] {
  return parseDockerfile(text).problems.map(({ code }) => code);
}

function slice(text: string, range: readonly [number, number]): string {
  return text.slice(...range);
}

describe("FROM", () => {
  const text = "FROM --platform=$BUILDPLATFORM \\\n  no\\\nde:20 as Build # x\n";

  it("has platform, image, AS and the stage's name, with places", () => {
    const source = "FROM --platform=$BUILDPLATFORM \\\n  no\\\nde:20 as Build\n";
    const from: From = first(source, "From");
    assert.equal(from.platform?.value, "$BUILDPLATFORM");
    assert.equal(slice(source, from.platform.range), "--platform=$BUILDPLATFORM");
    assert.equal(slice(source, from.platform.valueRange ?? [0, 0]), "$BUILDPLATFORM");
    assert.deepEqual(
      from.platform.variables.map(({ name }) => name),
      ["BUILDPLATFORM"],
    );
    assert.equal(from.image?.value, "node:20");
    assert.equal(slice(source, from.image.range), "no\\\nde:20");
    assert.deepEqual(from.image.loc, { start: { line: 2, column: 2 }, end: { line: 3, column: 5 } });
    assert.equal(from.as?.name, "as");
    assert.deepEqual([from.alias?.text, from.alias?.name], ["Build", "build"]);
    assert.deepEqual(codes(source), []);
  });

  it("takes no comment at the end of the line", () => {
    assert.deepEqual(codes(text), ["from-arguments"]);
    assert.deepEqual(
      first(text, "From").rest.map((word) => word.text),
      ["#", "x"],
    );
  });

  it("is refused with the right number of words only", () => {
    assert.deepEqual(codes("FROM\n"), ["missing-argument"]);
    assert.deepEqual(codes("FROM a AS\n"), ["from-arguments"]);
    assert.deepEqual(codes("FROM a b\n"), ["from-arguments"]);
    assert.deepEqual(codes("FROM a AS 1b\n"), ["invalid-stage-name"]);
  });
});

describe("variables", () => {
  it("have name, operator, operand and exact places over a continuation", () => {
    const text = "FROM a\nUSER x${A\\\n:-${B:+c}}y\n";
    const [reference] = first(text, "User").user?.variables ?? [];
    assert.ok(reference);
    assert.deepEqual([reference.name, reference.operator, reference.operand], ["A", ":-", "${B:+c}"]);
    assert.equal(slice(text, reference.range), "${A\\\n:-${B:+c}}");
    const [nested] = reference.variables;
    assert.deepEqual([nested?.name, nested?.operator, nested?.operand], ["B", ":+", "c"]);
    assert.equal(slice(text, nested?.range ?? [0, 0]), "${B:+c}");
    assert.equal(nested?.parent, reference);
  });

  it("know the operators of patterns and substitutions", () => {
    const { pairs } = first("FROM a\nENV A=${X#p} B=${X##p} C=${X%p} D=${X%%p} E=${X/p/r} F=${X//p/$r} G=$X\n", "Env");
    const found = pairs
      .map(({ value }) => value?.variables[0])
      .map((each) => [each?.operator, each?.operand, each?.replacement]);
    assert.deepEqual(found, [
      ["#", "p", null],
      ["##", "p", null],
      ["%", "p", null],
      ["%%", "p", null],
      ["/", "p", "r"],
      ["//", "p", "$r"],
      [null, null, null],
    ]);
  });

  it("are not found in single quotes, after an escape, or where BuildKit expands nothing", () => {
    const { pairs } = first("FROM a\nENV A='$X' B=\\$X C=\"$X\"\n", "Env");
    assert.deepEqual(
      pairs.map(({ value }) => value?.variables.length),
      [0, 0, 1],
    );
    assert.deepEqual(
      pairs.map(({ value }) => [value?.quote, value?.value]),
      [
        ["'", "$X"],
        [null, "$X"],
        ['"', "$X"],
      ],
    );
    assert.equal(first("FROM a\nMAINTAINER $X\n", "Maintainer").name?.variables.length, 0);
    assert.equal(first("FROM a\nCOPY --from=$X b c\n", "Copy").from?.variables.length, 0);
  });
});

describe("continuation lines", () => {
  const text = "FROM a\nRUN one \\\n# note\n  two \\  \n\n three # four\n";

  it("leave out comments, empty lines and continuation characters, and map back", () => {
    const { command, emptyContinuations } = first(text, "Run");
    assert.equal(command?.type, "ShellText");
    assert.equal(command.value, "one   two  three # four");
    const offset = command.value.indexOf("three");
    assert.equal(sourceOffset(command.segments, offset), text.indexOf("three"));
    assert.equal(slice(text, sourceRange(command.segments, offset, offset + 5)), "three");
    // A range ends with its last unit, before the continuation that follows it.
    assert.equal(slice(text, sourceRange(command.segments, 0, 4)), "one ");
    assert.equal(emptyContinuations.length, 1);
    assert.deepEqual(
      parseDockerfile(text).ast.comments.map(({ value }) => value),
      [" note"],
    );
  });

  it("go on with a backtick after the escape directive, and a backslash is then a character", () => {
    const source = "# escape=`\nFROM a\nRUN x `\n y\\\nRUN z\n";
    const { ast } = parseDockerfile(source);
    assert.equal(ast.escape, "`");
    const values = ast.instructions.map((each) =>
      each.type === "Run" && each.command?.type === "ShellText" ? each.command.value : "",
    );
    assert.deepEqual(values, ["", "x  y\\", "z"]);
  });

  it("end with LF, CRLF or the file, and never with a lone CR", () => {
    assert.deepEqual(parseDockerfile("FROM a\r\nRUN x \\\r\n y\r\n").ast.instructions.length, 2);
    assert.deepEqual(codes("FROM a\rRUN x\r"), ["from-arguments"]);
    assert.deepEqual(codes("FROM a\nRUN x \\"), []);
  });
});

describe("a byte order mark", () => {
  it("counts as one at the start alone, and not where the first was taken away", () => {
    assert.deepEqual(codes("\ufeffFROM a\n"), []);
    const text = "\ufeffFROM a\n";
    for (const { problems } of [parseDockerfile(`\ufeff${text}`), parseDockerfile(text, { isMarkGone: true })]) {
      assert.equal(problems[0]?.message, 'There is no instruction "\ufeffFROM". Did you mean FROM?');
    }
  });
});

describe("parser directives", () => {
  it("are read in any case, with blanks, after a byte order mark", () => {
    const text = "\ufeff#  Syntax = docker/dockerfile:1 \n# ESCAPE=`\n# check=skip=all\n# escape=\\\nFROM a\n";
    const { ast, problems } = parseDockerfile(text);
    assert.deepEqual(
      ast.directives.map(({ name, value }) => [name, value]),
      [
        ["syntax", "docker/dockerfile:1"],
        ["escape", "`"],
        ["check", "skip=all"],
        ["escape", "\\"],
      ],
    );
    assert.equal(slice(text, ast.directives[0]?.valueRange ?? [0, 0]), "docker/dockerfile:1");
    assert.deepEqual(
      problems.map(({ code }) => code),
      ["duplicate-directive"],
    );
    assert.equal(ast.escape, "`");
  });

  it("end at the first line that is none", () => {
    for (const head of ["\n", "# note\n", "# unknown=1\n", "FROM b\n"]) {
      const { ast } = parseDockerfile(`${head}# escape=\`\nFROM a\n`);
      assert.equal(ast.directives.length, 0, head);
      assert.equal(ast.escape, "\\");
    }
  });

  it("refuse another escape character", () => {
    assert.deepEqual(codes("# escape=x\nFROM a\n"), ["invalid-escape"]);
  });
});

describe("here-documents", () => {
  it("belong to RUN, COPY and ADD with their bodies, quotes and tabs", () => {
    const text = "FROM a\nCOPY <<-'A' <<B /x/\n\t$one\n\tA\n$two\nB\nRUN y\n";
    const copy: Copy = first(text, "Copy");
    const [a, b] = copy.heredocs;
    assert.deepEqual([a?.name, a?.quoted, a?.stripTabs, a?.content], ["A", true, true, "\t$one\n"]);
    assert.deepEqual([b?.name, b?.quoted, b?.stripTabs, b?.content], ["B", false, false, "$two\n"]);
    assert.equal(slice(text, a?.openerRange ?? [0, 0]), "<<-'A'");
    assert.equal(slice(text, a?.terminatorRange ?? [0, 0]), "A");
    assert.deepEqual([a?.variables.length, b?.variables.map(({ name }) => name)], [0, ["two"]]);
    assert.equal(slice(text, copy.range), text.slice(7, text.indexOf("\nRUN")));
    assert.deepEqual(codes(text), []);
  });

  it("can be several in one RUN, also after ONBUILD", () => {
    const text = "FROM a\nONBUILD RUN cat <<A 3<<B\na\nA\nb\nB\nRUN x\n";
    const { instruction } = first(text, "Onbuild");
    assert.equal(instruction?.type, "Run");
    assert.deepEqual(
      instruction.heredocs.map(({ name, fileDescriptor, content }) => [name, fileDescriptor, content]),
      [
        ["A", 0, "a\n"],
        ["B", 3, "b\n"],
      ],
    );
    assert.equal(parseDockerfile(text).ast.instructions.length, 3);
  });

  it("are not opened in quotes, by <<<, in JSON, or by other instructions", () => {
    for (const line of ["RUN echo '<<A'", "RUN cat <<<A", 'RUN ["cat", "<<A"]', "CMD cat <<A", "RUN cat<<A"]) {
      const text = `FROM a\n${line}\nRUN x\n`;
      assert.equal(parseDockerfile(text).ast.instructions.length, 3, line);
    }
  });

  it("report what is not closed", () => {
    const { ast, problems } = parseDockerfile("FROM a\nRUN <<A\nx\n A\n");
    assert.deepEqual(
      problems.map(({ code }) => code),
      ["unterminated-heredoc"],
    );
    assert.match(problems[0]?.message ?? "", /holds only A/);
    const run = ast.instructions[1] as Run;
    assert.deepEqual([run.heredocs[0]?.terminatorRange, run.heredocs[0]?.content], [null, "x\n A\n"]);
  });
});

describe("exec form", () => {
  it("has decoded strings with places", () => {
    const text = 'FROM a\nCMD [ "a\\u0062" , \\\n"c" ]\n';
    const { command } = first(text, "Cmd");
    assert.equal(command?.type, "JsonStrings");
    assert.deepEqual(
      command.elements.map(({ value }) => value),
      ["ab", "c"],
    );
    assert.deepEqual(
      command.elements.map(({ range }) => slice(text, range)),
      ['"a\\u0062"', '"c"'],
    );
  });

  it("is a shell text when it is not valid JSON, and refused when an element is no string", () => {
    for (const array of ["['a']", '["a"', '["a",]', '["a" "b"]', '["\\x"]', "[1e999]"]) {
      assert.equal(first(`FROM a\nCMD ${array}\n`, "Cmd").command?.type, "ShellText", array);
    }
    const text = 'FROM a\nCMD ["a", 1]\n';
    const [problem] = parseDockerfile(text).problems;
    assert.equal(problem?.code, "json-not-strings");
    assert.equal(slice(text, problem.range), "1");
  });

  it("gives COPY, ADD and VOLUME the same words as the plain form", () => {
    const copy = first('FROM a\nCOPY ["a $b", "c"]\n', "Copy");
    assert.deepEqual([copy.json, copy.sources.map(({ text }) => text), copy.destination?.text], [true, ["a $b"], "c"]);
    assert.deepEqual(
      copy.sources[0]?.variables.map(({ name }) => name),
      ["b"],
    );
    assert.deepEqual(
      first('FROM a\nVOLUME ["/a", "/b"]\n', "Volume").volumes.map(({ style }) => style),
      ["json", "json"],
    );
  });
});

describe("pairs", () => {
  it("come in the new form and the old one", () => {
    const { pairs } = first('FROM a\nENV A=1 B="x y" C=\\\n3\n', "Env");
    assert.deepEqual(
      pairs.map(({ key, value, separator }) => [key.text, value?.value, separator]),
      [
        ["A", "1", "="],
        ["B", "x y", "="],
        ["C", "3", "="],
      ],
    );
    const [old] = first("FROM a\nLABEL A  b c \n", "Label").pairs;
    assert.deepEqual([old?.key.text, old?.value?.text, old?.separator], ["A", "b c", " "]);
  });

  it("are refused without a value, without an equals sign or without a name", () => {
    assert.deepEqual(codes("FROM a\nENV A\n"), ["missing-value"]);
    assert.deepEqual(codes("FROM a\nENV A=1 B\n"), ["missing-equals-sign"]);
    assert.deepEqual(codes("FROM a\nENV =1\n"), ["blank-name"]);
    assert.deepEqual(codes("FROM a\nARG A B=1\n"), []);
  });
});

describe("what BuildKit refuses", () => {
  const cases: readonly [text: string, code: string, message: RegExp][] = [
    ["", "no-instructions", /Start with FROM/],
    ["# c\n", "no-instructions", /nothing to build/],
    ["FROM a\nRNU x\n", "unknown-instruction", /Did you mean RUN\?/],
    ["FROM a\nfoo bar\n", "unknown-instruction", /line above/],
    ["RUN x\nFROM a\n", "instruction-before-from", /only ARG/],
    ["FROM a\nCOPY x\n", "missing-argument", /COPY SOURCE DESTINATION/],
    ["FROM a\nCOPY --form=b x y\n", "unknown-flag", /Did you mean --from\?/],
    ["FROM a\nUSER --x y\n", "unknown-flag", /USER has no flags/],
    ["FROM a\nCOPY --chown=1 --chown=2 x y\n", "duplicate-flag", /twice/],
    ["FROM a\nCOPY --chown x y\n", "missing-flag-value", /--chown=VALUE/],
    ["FROM a\nCOPY --link=x a b\n", "invalid-flag-value", /neither true nor false/],
    ["FROM a\nRUN --network=x y\n", "invalid-flag-value", /default or none or host/],
    ["FROM a\nRUN --mount=from=$x,target=/a y\n", "variable-in-from", /no variable/],
    ["FROM a\nCOPY a <<E\nE\n", "heredoc-destination", /cannot be the destination/],
    ["FROM a\nSHELL bash\n", "shell-not-json", /JSON/],
    ["FROM a\nHEALTHCHECK curl x\n", "invalid-healthcheck", /HEALTHCHECK CMD/],
    ["FROM a\nHEALTHCHECK NONE x\n", "too-many-arguments", /NONE/],
    ["FROM a\nHEALTHCHECK --interval=5 CMD x\n", "invalid-flag-value", /30s/],
    ["FROM a\nONBUILD ONBUILD RUN x\n", "invalid-trigger", /ONBUILD/],
    ["FROM a\nONBUILD FROM b\n", "invalid-trigger", /FROM/],
    ['FROM a\nVOLUME [" "]\n', "blank-name", /cannot be empty/],
    [`FROM a\nRUN ${"x".repeat(70_000)}\n`, "line-too-long", /65535 bytes/],
  ];
  for (const [text, code, message] of cases) {
    it(`${JSON.stringify(text.slice(0, 40))} has ${code}`, () => {
      const { problems } = parseDockerfile(text);
      assert.deepEqual(
        problems.map((problem) => problem.code),
        [code],
      );
      assert.match(problems[0]?.message ?? "", message);
    });
  }
});
