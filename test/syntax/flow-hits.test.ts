/** From flows to hits: one a place, worded and weighed by who chooses the value. */
import { describe, expect, test } from "vitest";
import type { Flow } from "../../src/model/flow.js";
import type { Survey } from "../../src/model/survey.js";
import { besideFlows, fromFlows } from "../../src/syntax/flow-hits.js";
import { surveyCode } from "../survey-code.js";

const files = {
  "src/routes.ts": "handle(request);\nother(request);\n",
  "src/run.ts": "exec(line);\nexec(other);\n",
  "src/guarded.ts": "if (req.user) start();\n",
  "scripts/run.ts": "exec(line);\n",
};
const survey = await surveyCode(files);
const words = { harm: "command", worst: "critical", effect: "it runs", earns: () => true } as const;

function at(path: string, start: number): Flow["steps"][number] {
  return { path, span: { start, end: start + 4 }, what: "happens" };
}

function flow(part: Partial<Flow> = {}): Flow {
  return {
    harm: "command",
    entry: "http",
    steps: [at("src/routes.ts", 0), at("src/run.ts", 0)],
    sink: "child_process.exec",
    value: "req.query.name",
    guard: null,
    confidence: 0.9,
    ...part,
  };
}

function withFlows(...flows: Flow[]): Survey {
  return { ...survey, flows };
}

const long = [at("src/routes.ts", 17), at("src/routes.ts", 20), at("src/run.ts", 0)];

describe("severity", () => {
  test.each<[name: string, part: Partial<Flow>, severity: string | undefined]>([
    ["anybody's request", {}, "critical"],
    ["a check on the way", { guard: "isFine(name)" }, "medium"],
    ["senders are logged in", { steps: [at("src/guarded.ts", 0), at("src/run.ts", 0)] }, "high"],
    ["a script", { steps: [at("src/routes.ts", 0), at("scripts/run.ts", 0)] }, "high"],
    ["who starts the program", { entry: "arguments" }, undefined],
    ["another harm", { harm: "sql" }, undefined],
  ])("%s", (_, part, severity) => {
    expect([...fromFlows(words)(withFlows(flow(part)))].map((hit) => hit.severity)[0]).toBe(severity);
  });
});

test("two sources of one place are one hit with the shorter way", () => {
  const hits = [...fromFlows(words)(withFlows(flow({ steps: long, value: "body" }), flow()))];
  expect(hits).toMatchObject([
    {
      path: "src/run.ts",
      title: "`req.query.name` reaches `child_process.exec`",
      steps: [{ path: "src/routes.ts" }, { path: "src/run.ts" }],
      also: [{ path: "src/routes.ts", span: { start: 17 } }],
    },
  ]);
});

test.each<[name: string, steps: Flow["steps"], sink: string, hits: number]>([
  ["runs what it is told", [at("src/run.ts", 0), at("src/run.ts", 0)], "child_process.exec", 0],
  ["starts a program without a shell", long, "child_process.spawn", 0],
  [
    "puts a line together",
    long.concat({ ...at("src/run.ts", 0), what: "put into a longer text" }),
    "x.exec",
    1,
  ],
])("a library that %s", (_, steps, sink, hits) => {
  const project = fromFlows({ ...words, entries: ["caller"] });
  expect([...project(withFlows(flow({ entry: "caller", steps, sink })))]).toHaveLength(hits);
});

test("a matcher is silent where a flow ends on the line, and only there", () => {
  const file = survey.files.get("src/run.ts");
  if (file?.tree.family !== "typescript") throw new Error("no file");
  const hit = (start: number) => ({ at: { start, end: start + 4 }, issue: "Seen." });
  const match = besideFlows("command", { typescript: () => [hit(0), hit(12)] }).typescript;
  const subject = { ...file, tree: file.tree };
  const startsOf = (flows: Flow[]) =>
    [...(match?.({ ...subject, survey: withFlows(...flows) }) ?? [])].map((one) => one.at.start);
  expect(startsOf([flow()])).toEqual([12]);
  expect(startsOf([flow({ confidence: 0.3 })])).toEqual([0, 12]);
});
