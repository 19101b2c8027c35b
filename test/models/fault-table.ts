/** What came of each fault, as a table for people. */
import { markdownTable } from "markdown-table";
import type { Observed } from "./fault-lab.js";

/** The whole page of bench/model-faults.md. */
export function faultTable(observations: readonly Observed[]): string {
  const rows = observations.map(({ trouble, wire, exit, reviews, refutations, review }) => [
    trouble,
    wire,
    seen(review),
    String(exit),
    `${reviews} + ${refutations}`,
  ]);
  const heads = ["fault", "wire", "what the user sees", "exit", "calls"];
  const table = markdownTable([heads, ...rows], { align: ["l", "l", "l", "r", "r"] });
  return [...introduction, table, ""].join("\n");
}

const introduction = [
  "# Faults of a model's server",
  "",
  "Written by `npx vitest run test/models/faults.test.ts`, which fails when a line of it changes. Each line is a run of the",
  "built program, as a process of its own, against the double in `test/double`, which answers every question with the fault.",
  "The two faults that are silence (`stall`, `stall-before-headers`) run the same command inside the test, with a patience of",
  "one second instead of minutes. One file, one reviewer, one question; a rule finds one thing in it, and does so in every run.",
  "No live endpoint was asked: the double speaks as the providers' documentation says.",
  "",
  "Calls: questions about the code + attempts to prove findings wrong. Exit 3 is INCOMPLETE, with the banner at the top of the",
  "report; `HOST` stands for the server's address.",
  "",
];

function seen({ isComplete, failures, findings }: Observed["review"]): string {
  const count = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
  const told = isComplete ? "reviewed" : `INCOMPLETE: ${failures.map(({ reason }) => reason).join("; ")}`;
  return `${told}; ${count}`.replace(/127\.0\.0\.1:\d+/g, "HOST").replaceAll("|", "\\|");
}
