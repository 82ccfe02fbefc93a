import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { loadFormat, type FormatContext } from "../../../src/cli/formats/format.js";
import { formatNames } from "../../../src/cli/formats/format-names.js";
import { fileResult, type FileResult, type Finding } from "../../../src/lint/lint-result.js";
import { assertEvenGrowth } from "../../even-growth.js";
import { resultNamed, sampleFolder, sampleResults } from "./sample-results.js";
import { xmlProblem } from "./xml-problem.js";

const plain: FormatContext = { cwd: sampleFolder, colour: false, columns: null, links: false, codeFrame: false };

async function formatted(name: string, results: readonly FileResult[] = sampleResults, context: Partial<FormatContext> = {}): Promise<string> {
  return (await loadFormat(name, sampleFolder))(results, { ...plain, ...context });
}

// What a terminal would obey: C0 but tab and line feed, DEL, C1, and changes of the writing direction.
// eslint-disable-next-line no-control-regex -- control characters are what it is for
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;
const voidElements = ["meta", "br"];

describe("every format", () => {
  for (const name of formatNames) {
    it(`${name} ends with a line feed, or is empty, and names each finding`, async () => {
      const text = await formatted(name);
      assert.ok(text.endsWith("\n"));
      for (const word of ["thread-creation", "security-opt", "compose.yaml"]) assert.ok(text.includes(word), word);
      const clean = await formatted(name, sampleResults.slice(2, 3));
      assert.ok(clean === "" || clean.endsWith("\n"));
      assert.doesNotMatch(clean, /thread-creation/);
      await formatted(name, []);
    });

    it(`${name} has no limit on the findings of a file`, async () => {
      const [result] = sampleResults;
      const [first] = result?.messages ?? [];
      assert.ok(result !== undefined && first !== undefined);
      const { ruleId, severity, line, column } = first;
      const messages = Array<Finding>(150_000).fill({ ruleId, severity, line, column, message: "Short." });
      const text = await formatted(name, [{ ...result, messages }]);
      assert.ok(text.split("thread-creation").length > 150_000);
    });

    it(`${name} takes a time that grows with the findings, in a file that is as long`, async () => {
      const format = await loadFormat(name, sampleFolder);
      const shown = { ...plain, codeFrame: true };
      assertEvenGrowth((count) => {
        const place = { ruleId: "compose-lint/thread-creation", severity: 2, column: 3, endColumn: 5, message: "Short." } as const;
        const suggestions = [{ desc: "Use musl", fix: { range: [0, 0], text: "" } }] satisfies Finding["suggestions"];
        const messages = Array.from({ length: count }, (_, index): Finding => ({ ...place, line: index + 1, endLine: index + 1, suggestions }));
        assert.notEqual(format([fileResult("/srv/stack/compose.yaml", "  image: node:20\n".repeat(count), messages, [])], shown), "");
      }, 1500);
    });

    it(`${name} lets no control character of a file through`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: fc.oneof(fc.constantFrom("\u001b", "\u009b", "\u202e", "\u200b", "\r", "\n", "\0", "<", "&", "]]>", "`", '"', "\ud800", "\uffff", "|"), fc.string({ unit: "binary", maxLength: 1 })), minLength: 1, maxLength: 30 }), async (text) => {
          const written = await formatted(name, [resultNamed(text)]);
          assert.doesNotMatch(written, control);
          if (["sarif", "gitlab", "json"].includes(name)) JSON.parse(written);
          if (["junit", "checkstyle", "html"].includes(name)) assert.equal(xmlProblem(written, voidElements), null, written);
        }),
        { seed: 20261127, numRuns: 150 },
      );
    });
  }

  it("a backslash parts names on Windows alone", { skip: process.platform === "win32" ? "there it does" : false }, async () => {
    const shown: Readonly<Record<string, string>> = { sarif: "a%5Cb/compose.yaml", gitlab: String.raw`a\\b/compose.yaml`, github: String.raw`a\b/compose.yaml`, markdown: "a&#92;b/compose.yaml" };
    const named: FileResult[] = sampleResults.slice(0, 1).map((result) => ({ ...result, filePath: String.raw`${sampleFolder}/a\b/compose.yaml` }));
    for (const [name, text] of Object.entries(shown)) assert.ok((await formatted(name, named)).includes(text), name);
  });

  it("json is what ESLint's results are, with the other places", async () => {
    const [first] = JSON.parse(await formatted("json")) as FileResult[];
    assert.deepEqual(first?.messages, sampleResults[0]?.messages);
  });
});

describe("stylish", () => {
  it("has each finding, the other places, and the counts", async () => {
    assert.equal(
      await formatted("stylish"),
      `
compose.yaml
  3:12  error    The service \`web\` fails. Use \`a|b\`, <b>not</b> 100% [x](y) & "z".
                 at base.yaml:7:3: \`web\` comes from here.
                 at /etc/other.yaml:1:1: And from here.
                 compose-lint/thread-creation
   3:5  warning  Two\\u000alines.
                 compose-lint/security-opt

a, b: 100% ü/compose.yaml
  1:1  warning  Unused comment.

/etc/compose.yaml
  0:0  error    Cannot be judged.

4 problems (2 errors, 2 warnings).
1 problem can be mended with \`--fix\` (\`--fix-dry-run\` shows how).
`,
    );
  });

  it("shows the lines of the file where asked to", async () => {
    const text = await formatted("stylish", sampleResults, { codeFrame: true, columns: 60 });
    assert.match(text, /\n {17}3 \| {5}image: node:20\n {17} {2}\| {12}\^{7}\n/u);
    assert.match(text, /\n {17}3 \| {5}image: node:20\n {17} {2}\| {5}\^{14}\n {17}4 \| {5}security_opt: \[a, b\]\n {17} {2}\| \^+\n/u);
  });

  it("links rules to their pages in terminals that show links", async () => {
    const page = "https://github.com/compose-lint/compose-lint/blob/main/docs/rules/thread-creation.md";
    const text = await formatted("stylish", sampleResults, { links: true });
    assert.ok(text.includes(`\u001b]8;;${page}\u001b\\compose-lint/thread-creation\u001b]8;;\u001b\\`));
  });

  it("keeps to the width of the terminal, with code frames of long lines too", async () => {
    const long = `${"x".repeat(150)}here${"y".repeat(150)}`;
    const result = resultNamed("a message of quite a number of words ".repeat(8));
    const [message] = result.messages;
    assert.ok(message !== undefined);
    const results = [{ ...result, filePath: "/srv/stack/a.yaml", source: long, messages: [{ ...message, relatedLocations: [], column: 151, endColumn: 155 }] }];
    for (const columns of [60, 80, 120]) {
      const text = await formatted("stylish", results, { columns, codeFrame: true });
      for (const line of text.split("\n")) assert.ok(line.length <= columns || line.includes("--fix"), line);
      assert.match(text, /…x+herey+…\n[ |]+\^{4}\n/u);
    }
  });
});

describe("compact", () => {
  it("is what editors have a pattern for", async () => {
    // VS Code's $eslint-compact.
    const pattern = /^(.+):\sline\s(\d+),\scol\s(\d+),\s(Error|Warning|Info)\s-\s(.+)\s\((.+)\)$/u;
    const lines = (await formatted("compact")).split("\n").filter((line) => line.includes(": line "));
    assert.deepEqual(
      lines.map((line) => pattern.exec(line)?.slice(1)),
      [
        ["/srv/stack/compose.yaml", "3", "12", "Error", 'The service `web` fails. Use `a|b`, <b>not</b> 100% [x](y) & "z".', "compose-lint/thread-creation"],
        ["/srv/stack/compose.yaml", "3", "5", "Warning", "Two lines.", "compose-lint/security-opt"],
        ["/srv/stack/a, b: 100% ü/compose.yaml", "1", "1", "Warning", "Unused comment.", "compose-lint/directive"],
        ["/etc/compose.yaml", "1", "1", "Error", "Cannot be judged.", "compose-lint/fatal"],
      ],
    );
  });
});

describe("github", () => {
  it("has a workflow command for each finding, escaped as the runner reads it", async () => {
    assert.equal(
      await formatted("github"),
      `::error file=compose.yaml,line=3,endLine=3,col=12,endColumn=19,title=compose-lint/thread-creation::The service \`web\` fails. Use \`a|b\`, <b>not</b> 100%25 [x](y) & "z".%0Abase.yaml:7: \`web\` comes from here.%0A/etc/other.yaml:1: And from here.
::warning file=compose.yaml,line=3,endLine=4,col=5,title=compose-lint/security-opt::Two lines.
::warning file=a%2C b%3A 100%25 ü/compose.yaml,line=1,endLine=1,col=1,title=compose-lint/directive::Unused comment.
::error file=/etc/compose.yaml,line=1,endLine=1,col=1,title=compose-lint/fatal::Cannot be judged.
4 problems (2 errors, 2 warnings).
`,
    );
  });
});

describe("gitlab", () => {
  interface Issue {
    description: string;
    check_name: string;
    fingerprint: string;
    severity: string;
    location: { path: string; lines: { begin: number } };
    other_locations?: unknown[];
  }

  it("has what GitLab needs of each finding", async () => {
    const issues = JSON.parse(await formatted("gitlab")) as Issue[];
    assert.deepEqual(
      issues.map(({ description, check_name, severity, location }) => [description.slice(0, 9), check_name, severity, location]),
      [
        ["The servi", "compose-lint/thread-creation", "major", { path: "compose.yaml", lines: { begin: 3, end: 3 } }],
        ["Two lines", "compose-lint/security-opt", "minor", { path: "compose.yaml", lines: { begin: 3, end: 4 } }],
        ["Unused co", "compose-lint/directive", "minor", { path: "a, b: 100% ü/compose.yaml", lines: { begin: 1, end: 1 } }],
        ["Cannot be", "compose-lint/fatal", "critical", { path: "/etc/compose.yaml", lines: { begin: 1, end: 1 } }],
      ],
    );
    assert.deepEqual(issues[0]?.other_locations, [
      { path: "base.yaml", lines: { begin: 7, end: 7 } },
      { path: "/etc/other.yaml", lines: { begin: 1, end: 2 } },
    ]);
  });

  it("knows a finding again that has moved, and tells two alike from each other", async () => {
    const [result] = sampleResults;
    assert.ok(result?.messages[0] !== undefined);
    const [message] = result.messages;
    const fingerprints = async (messages: FileResult["messages"]): Promise<string[]> =>
      (JSON.parse(await formatted("gitlab", [{ ...result, messages }])) as Issue[]).map(({ fingerprint }) => fingerprint);
    const moved = await fingerprints([{ ...message, line: 9, endLine: 9 }]);
    assert.deepEqual(moved, await fingerprints([message]));
    const two = await fingerprints([message, { ...message, line: 9 }]);
    assert.equal(new Set(two).size, 2);
    assert.equal(two[0], moved[0]);
  });
});

describe("junit and checkstyle", () => {
  it("junit has a suite for each file; errors fail, warnings do not", async () => {
    const text = await formatted("junit");
    assert.equal(xmlProblem(text), null);
    assert.match(text, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="compose-lint" tests="5" failures="2" errors="0">\n/u);
    assert.equal(text.match(/<testsuite /gu)?.length, 4);
    assert.equal(text.match(/<failure /gu)?.length, 2);
    assert.match(text, /<testcase name="compose-lint\/security-opt 3:5" [^>]*><system-out>compose\.yaml:3:5: warning: Two lines\. \(compose-lint\/security-opt\)<\/system-out>/u);
    assert.match(text, /<testcase name="no findings" classname="clean\/compose\.yaml"/u);
  });

  it("checkstyle has a file for each file, with an error for each finding", async () => {
    const text = await formatted("checkstyle");
    assert.equal(xmlProblem(text), null);
    assert.equal(text.match(/<file /gu)?.length, 4);
    assert.match(text, /<error line="3" column="12" severity="error" message="The service `web` fails\. Use `a\|b`, &lt;b&gt;not&lt;\/b&gt; 100% \[x\]\(y\) &amp; &quot;z&quot;\." source="compose-lint\/thread-creation"\/>/u);
  });
});

describe("markdown", () => {
  it("writes each character of a name or a message once, as text", async () => {
    const filePath = `${sampleFolder}/it's #1 & <b>/compose.yaml`;
    const text = await formatted("markdown", [fileResult(filePath, "a: 1\n", [{ ruleId: "compose-lint/syntax", severity: 2, message: "the service's `a#b'c` &#39;", line: 1, column: 1 }], [])]);
    assert.match(text, /^### it&#39;s &#35;1 &amp; &lt;b&gt;\/compose\.yaml$/mu);
    assert.ok(text.includes("| the service&#39;s <code>a&#35;b&#39;c</code> &amp;&#35;39; |"), text);
  });

  it("has a table for each file, in which nothing of the file is markup", async () => {
    const text = await formatted("markdown");
    assert.match(text, /^## compose-lint\n\n4 problems \(2 errors, 2 warnings\)\. 1 problem can be mended with `compose-lint --fix`\.\n\n### compose\.yaml\n\n\| place \| level \| finding \| rule \|\n/u);
    assert.match(text, /\n\| 3:12 \| error \| The service <code>web<\/code> fails\. Use <code>a&#124;b<\/code>, &lt;b&gt;not&lt;\/b&gt; 100% &#91;x&#93;\(y\) &amp; &quot;z&quot;\.<br>base\.yaml:7: <code>web<\/code> comes from here\./u);
    assert.match(text, /\| \[compose-lint\/thread-creation\]\(https:\/\/github\.com\/.*\/thread-creation\.md\) \|\n/u);
    assert.doesNotMatch(text, /clean\/compose\.yaml/u);
    assert.equal(await formatted("markdown", sampleResults.slice(2, 3)), "## compose-lint\n\nNothing was found in 1 file.\n");
  });
});

describe("html", () => {
  it("is one page that loads and runs nothing", async () => {
    const text = await formatted("html");
    assert.equal(xmlProblem(text, voidElements), null);
    assert.doesNotMatch(text, /<(?:script|link|img|iframe|object)\b|@import|url\(|\bon\w+=/u);
    assert.match(text, /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">/u);
    const addresses = [...text.matchAll(/(?:href|src)="([^"]*)"/gu)].map(([, address]) => address ?? "");
    assert.ok(addresses.every((address) => address.startsWith("#") || address.startsWith("https://github.com/compose-lint/")), addresses.join(" "));
  });

  it("marks the place in the line, and has the other places", async () => {
    const text = await formatted("html");
    assert.ok(text.includes('<span class="number">3</span>     image: <mark>node:20</mark></pre>'));
    assert.ok(text.includes("<li>base.yaml:7:3: <code>web</code> comes from here.</li>"));
  });
});
