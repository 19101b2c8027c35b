/** What one model took, added up over its tasks. */
import { expect, test } from "vitest";
import { Bill, type Model } from "../../src/cli/ask-model.js";
import type { TaskReport } from "../../src/consult/task-report.js";

const model = { provider: { destination: "d" }, id: "m" } as unknown as Model;

function report(part: Partial<TaskReport>): TaskReport {
  return {
    task: "t",
    reviewer: "security",
    destination: "d",
    model: "m",
    outcome: "reviewed",
    calls: 1,
    usage: null,
    level: null,
    drops: [],
    leads: [],
    warnings: [],
    ...part,
  };
}

test("what was set aside is counted by reason, over all answers", () => {
  const bill = new Bill(model, undefined);
  bill.add(report({ drops: [{ what: "finding", reason: "no quote", count: 2 }] }));
  bill.add(
    report({
      outcome: "reused",
      drops: [
        { what: "finding", reason: "no quote", count: 1 },
        { what: "lead", reason: "no such id", count: 1 },
      ],
    }),
  );
  expect(bill.total()).toMatchObject({
    tasks: { reviewed: 1, reused: 1, failed: 0 },
    calls: 1,
    setAside: [
      { reason: "finding: no quote", items: 3 },
      { reason: "lead: no such id", items: 1 },
    ],
  });
});

test("with nothing set aside there is no list", () => {
  const bill = new Bill(model, undefined);
  bill.add(report({}));
  expect(bill.total()).not.toHaveProperty("setAside");
});
