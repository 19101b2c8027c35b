/** Suggestions on a pull request, from the rule that knows the fix to the text that stands there once somebody takes it. */
import { describe, expect, test } from "vitest";
import type { LineRange } from "../../src/model/source.js";
import type { HeldComment } from "../double/github/world.js";
import { type Ran, writeFiles } from "./fake-world.js";
import { eachOnItsOwn } from "./pull-place.js";
import { type Repository, checkPush, inRepository } from "./pull-repository.js";
import { clean } from "./projects.js";

const double = eachOnItsOwn();

/** Lines that GitHub shows, read from git's own diff with its usual three lines of context. */
function hunksOf(repository: Repository, base: string): ReadonlyMap<string, readonly LineRange[]> {
  const shown = new Map<string, LineRange[]>();
  let ranges: LineRange[] = [];
  for (const line of repository.git("diff", "-U3", `${base}...HEAD`).split("\n")) {
    const path = /^\+\+\+ b\/(.+)$/u.exec(line)?.[1];
    if (path !== undefined) shown.set(path, (ranges = []));
    const [, start, count = "1"] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/u.exec(line) ?? [];
    if (start !== undefined) ranges.push({ start: Number(start), end: Number(start) + Number(count) - 1 });
  }
  return shown;
}

async function push(repository: Repository, base: string): Promise<Ran> {
  const args = ["--profile", "standard", "--min-severity", "low", "--fail-on", "none"];
  return checkPush(repository, double(), { happening: { base }, args, shown: hunksOf(repository, base) });
}

function threads(): readonly HeldComment[] {
  return double().world.pull(1).threads;
}

/** Line feeds between lines; null where the comment has no suggestion. */
function suggestionIn({ body }: HeldComment): string | null {
  return (
    /^(`{3,})suggestion\n([^]*?\n)?\1$/mu.exec(body)?.[2] ?? (/^`{3,}suggestion$/mu.test(body) ? "" : null)
  );
}

/** The file as it is when the suggestion was taken: its lines for those that the comment stands on. */
function taken(text: string, comment: HeldComment): string {
  const { place } = comment;
  const suggestion = suggestionIn(comment);
  if (!place || suggestion === null) throw new Error(`no suggestion: ${comment.body}`);
  const lines = text.split(/(?<=\n)/u);
  lines.splice((place.start ?? place.line) - 1, place.line - (place.start ?? place.line) + 1, suggestion);
  return lines.join("");
}

interface Row {
  readonly before: string;
  readonly after: string;
  readonly lines: LineRange;
  readonly patched: string;
}

const path = { python: "app/a.py", test: "app/a.test.ts", script: "app/a.ts" };

const loads = (call: string): string => `"""Reads settings."""
import yaml


def settings(text: str) -> dict:
    """Gives the settings of a text."""
    return ${call}
`;

const imports = (names: string): string => `"""Counts."""
${names}

def count() -> dict[str, int]:
    """Gives an empty count."""
    return defaultdict(int)
`;

const tests = (only: string): string => `import { expect, test } from "vitest";
import { render } from "./render.js";

test${only}("a \`\`\`\` run stays", () => {
  expect(render("\`\`\`\`")).toBe("<pre>");
});

test("a word stays", () => {
  expect(render("a")).toBe("<p>");
});
`;

describe("the comment has the fix, and taking it gives the mended file", () => {
  test.each<[string, string, Row]>([
    [
      "one line",
      path.python,
      {
        before: loads("yaml.safe_load(text)"),
        after: loads("yaml.load(text, Loader=yaml.Loader)"),
        lines: { start: 7, end: 7 },
        patched: loads("yaml.load(text, Loader=yaml.SafeLoader)"),
      },
    ],
    [
      "one line of a call of several",
      path.python,
      {
        before: loads("yaml.safe_load(text)"),
        after: loads("yaml.load(\n        text,\n        Loader=yaml.Loader,\n    )"),
        lines: { start: 9, end: 9 },
        patched: loads("yaml.load(\n        text,\n        Loader=yaml.SafeLoader,\n    )"),
      },
    ],
    [
      "several lines become fewer",
      path.python,
      {
        before: imports("from collections import defaultdict\n"),
        after: imports(
          "from collections import (\n    OrderedDict,\n    defaultdict,\n    deque,\n)\nimport json\n",
        ),
        lines: { start: 2, end: 7 },
        patched: imports("from collections import (\n    defaultdict,\n)\n"),
      },
    ],
    [
      "a line that goes",
      path.python,
      {
        before: imports("from collections import defaultdict\n"),
        after: imports("import json\nfrom collections import defaultdict\n"),
        lines: { start: 2, end: 2 },
        patched: imports("from collections import defaultdict\n"),
      },
    ],
    [
      "backticks, more than a fence has",
      path.test,
      { before: tests(""), after: tests(".only"), lines: { start: 4, end: 4 }, patched: tests("") },
    ],
  ])("%s", async (_, file, { before, after, lines, patched }) => {
    await inRepository(async (repository) => {
      const base = await repository.commit({ ...clean, [file]: before });
      await repository.commit({ [file]: after });
      const ran = await push(repository, base);
      expect(ran.stdout).not.toContain("::notice title=session-review");
      const [comment, ...others] = threads();
      if (!comment) throw new Error(ran.stderr);
      expect(others).toEqual([]);
      expect(comment.place).toEqual({
        path: file,
        start: lines.start === lines.end ? null : lines.start,
        line: lines.end,
      });
      expect(taken(repository.git("show", `HEAD:${file}`).concat("\n"), comment)).toBe(patched);
    });
  });
});

test("the fence is longer than any run of backticks in the suggestion", async () => {
  await inRepository(async (repository) => {
    const base = await repository.commit({ ...clean, [path.test]: tests("") });
    await repository.commit({ [path.test]: tests(".only") });
    await push(repository, base);
    expect(threads()[0]?.body).toContain('\n`````suggestion\ntest("a ```` run stays", () => {\n`````\n');
  });
});

describe("no suggestion", () => {
  const filler = Array.from({ length: 9 }, (_, i) => `        # line ${i}\n`).join("");
  const call = (name: string): string =>
    loads(`yaml.${name}(\n        text,\n${filler}        Loader=yaml.Loader,\n    )`);

  test("where the lines of the fix are not in the hunk: the comment stands on those that are", async () => {
    await inRepository(async (repository) => {
      const base = await repository.commit({ ...clean, [path.python]: call("safe_loader") });
      await repository.commit({ [path.python]: call("load") });
      await push(repository, base);
      const [comment, ...others] = threads();
      expect(others).toEqual([]);
      expect(comment?.place).toEqual({ path: path.python, start: 7, line: 10 });
      expect(comment?.body).toContain("**Fix:**");
      expect(comment?.body).not.toContain("suggestion");
    });
  });
});

test("where a step before this one moved the lines, the comment stands on those of the commit", async () => {
  await inRepository(async (repository) => {
    const base = await repository.commit({ ...clean, [path.python]: loads("yaml.safe_load(text)") });
    await repository.commit({ [path.python]: loads("yaml.load(text, Loader=yaml.Loader)") });
    await writeFiles(repository.cwd, {
      [path.python]: `# formatted\n${repository.git("show", `HEAD:${path.python}`)}\n`,
    });
    await push(repository, base);
    const [comment, ...others] = threads();
    if (!comment) throw new Error("no comment");
    expect(others).toEqual([]);
    expect(comment.place).toEqual({ path: path.python, start: null, line: 7 });
    expect(taken(repository.git("show", `HEAD:${path.python}`).concat("\n"), comment)).toBe(
      loads("yaml.load(text, Loader=yaml.SafeLoader)"),
    );
  });
});

test("the second push says nothing again, where the lines moved and where one suggestion was taken", async () => {
  await inRepository(async (repository) => {
    const base = await repository.commit({
      ...clean,
      [path.python]: loads("yaml.safe_load(text)"),
      [path.test]: tests(""),
    });
    await repository.commit({
      [path.python]: loads("yaml.load(text, Loader=yaml.Loader)"),
      [path.test]: tests(".only"),
    });
    const first = await push(repository, base);
    expect(first.stderr).toContain("posted   2 new comments");
    const made = threads().map(({ body }) => body);

    await repository.commit({
      [path.python]: loads("yaml.load(text, Loader=yaml.Loader)").replace(
        "import yaml\n",
        "import yaml\n\n# moved\n",
      ),
      [path.test]: tests(""),
    });
    const second = await push(repository, base);
    expect(second.stderr).toContain("posted   0 new comments, 1 hidden as outdated");
    expect(threads().map(({ body }) => body)).toEqual(made);
    expect(
      threads()
        .filter(({ isHidden }) => !isHidden)
        .map(({ place }) => place?.path),
    ).toEqual([path.python]);
  });
});
