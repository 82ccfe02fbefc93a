// README.zh-CN.md says what README.md says: the same headings, code, tables and links.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";

const [english, chinese] = ["README.md", "README.zh-CN.md"].map((file) => partsOf(readFileSync(file, "utf8")));

interface Parts {
  /** The levels of the headings. */
  headings: number[];
  /** Code without comments. */
  code: string[];
  /** The code in the first cell of each row, or its link. */
  rows: string[];
  /** Where links lead, but for those between the two pages and to headings. */
  links: string[];
  /** Code in the midst of sentences. */
  words: string[];
  text: string;
}

function partsOf(text: string): Parts {
  const fences = [...text.matchAll(/^```[^]*?^```$/gmu)].map(([block]) => block);
  const prose = fences.reduce((rest, block) => rest.replace(block, ""), text).split("\n");
  const isCode = (line: string): boolean => line.startsWith("    ");
  const sentences = prose.filter((line) => !isCode(line)).join("\n");
  return {
    headings: prose.flatMap((line) => /^(?<marks>#+) /u.exec(line)?.groups?.marks?.length ?? []),
    code: [...fences, ...prose.filter(isCode).map(withoutComment)],
    rows: prose.filter((line) => line.startsWith("| ")).map((line) => /`[^`]+`|\([^)]+\)/u.exec(line.split("|")[1] ?? "")?.[0] ?? ""),
    links: [...sentences.matchAll(/\]\((?<target>[^)#]+)\)/gu)].map(({ groups }) => groups?.target ?? "").filter((target) => !target.startsWith("README")).sort(),
    words: [...new Set([...sentences.matchAll(/`(?<code>[^`]+)`/gu)].map(({ groups }) => (groups?.code ?? "").replaceAll(/\s+/gu, " ")))].sort(),
    text,
  };
}

/** A comment is a sentence for the reader; one that is alone in its line is so too, but for a file's name and a directive. */
function withoutComment(line: string): string {
  if (/^ {4}# compose-lint-disable/u.test(line)) return line.replace(/ -- .*/u, "");
  return /^ {4}(?:#|\/\/)/u.test(line) ? line : line.replace(/\s+#.*/u, "");
}

describe("README.zh-CN.md", () => {
  assert.ok(english !== undefined && chinese !== undefined);
  for (const part of ["headings", "code", "rows", "links"] as const) {
    it(`has the same ${part} as README.md`, () => {
      assert.deepEqual(chinese[part], english[part]);
    });
  }

  it("names all that README.md names in code", () => {
    assert.deepEqual(english.words.filter((word) => !chinese.words.includes(word)), []);
  });

  it("and README.md lead to each other, at the top", () => {
    assert.match(english.text, /^# compose-lint\n\n\[简体中文\]\(README\.zh-CN\.md\)\n/u);
    assert.match(chinese.text, /^# compose-lint\n\n\[English\]\(README\.md\)\n/u);
  });

  it("has links to headings that are there", () => {
    for (const { text } of [english, chinese]) {
      const anchors = [...text.matchAll(/^#+ (?<title>.+)$/gmu)].map(({ groups }) => (groups?.title ?? "").toLowerCase().replaceAll(/[^\p{L}\p{N} -]/gu, "").replaceAll(" ", "-"));
      for (const { groups } of text.matchAll(/\]\(#(?<anchor>[^)]+)\)/gu)) assert.ok(anchors.includes(groups?.anchor ?? ""), groups?.anchor);
    }
  });

  it("has the words that people look for", () => {
    for (const words of ["容器启动报错", "uv_thread_create", "pthread_create failed", "Operation not permitted", "seccomp=unconfined 的替代"]) assert.ok(chinese.text.includes(words), words);
  });
});
