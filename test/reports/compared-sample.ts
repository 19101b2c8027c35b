/** A comparison written by hand, for the tests of its reports: two candidates with scores, one that takes no part. */
import type { Candidate, Comparison } from "../../src/model/comparison.js";
import { sampleReview } from "./sample-review.js";

const place = { path: "archive.py", lines: { start: 40, end: 88 }, quote: "class ArchiveWorker:" };

function candidate(id: string, total: number): Candidate {
  const criterion = (name: string, max: number, points: number | null) => ({
    id: name,
    points,
    max,
    level: points === null ? null : points === max ? "Comprehensive" : "Placeholder",
    reasons: [`${id} has ${points ?? "no"} points for ${name}`],
    findings: [],
    signals: [
      { id: "real-tests", title: "Tests that can fail", value: 0.9, says: "9 of 10 tests", places: [place] },
    ],
  });
  return {
    id,
    path: `candidates/${id}`,
    problem: null,
    review: sampleReview({ title: id }),
    conformance: {
      path: "task.md",
      statements: [
        {
          id: "R1",
          line: 3,
          section: null,
          text: "Sessions are archived",
          verdict: "met",
          reason: "Seen.",
          evidence: [place],
        },
      ],
    },
    testRun: null,
    scorecard: {
      subject: id,
      rubric: "implementation",
      criteria: [
        criterion("testing", 60, total - 20),
        criterion("security", 40, 20),
        criterion("async-support", 10, null),
      ],
      total,
      stars: Math.round(total / 20),
      grade: "B",
      verdict: "good, with gaps",
      formula: ["points = weight × share", `${id}: ${total - 20} + 20 = ${total}`],
    },
    interval: { low: total - 4, high: total + 2 },
    strengths: [{ criterion: "testing", text: "Tests that can fail: 9 of 10", place }],
    weaknesses: [{ criterion: "security", text: "Credential in the source (high)", place: null }],
  };
}

export function comparedSample(): Comparison {
  return {
    version: 1,
    kind: "comparison",
    tool: { name: "session-review", version: "0.1.0" },
    title: "Comparison of gemini, grok and broken",
    engine: "offline",
    isComplete: true,
    isInterrupted: false,
    task: {
      path: "task.md",
      statements: [{ id: "R1", line: 3, section: null, text: "Sessions are archived" }],
    },
    rubric: {
      id: "implementation",
      title: "Implementation",
      scale: 100,
      criteria: [
        { id: "testing", title: "Testing", weight: 60, categories: [], signals: {}, levels: [] },
        { id: "security", weight: 40, categories: ["security"], signals: {}, levels: [] },
        {
          id: "async-support",
          title: "Async | Support",
          weight: 10,
          categories: [],
          signals: {},
          levels: [],
        },
      ],
    },
    candidates: [
      candidate("gemini", 80),
      candidate("grok", 45),
      {
        ...candidate("broken", 0),
        problem: "it holds no code",
        review: null,
        conformance: null,
        scorecard: null,
        interval: null,
        strengths: [],
        weaknesses: [],
      },
    ],
    ranking: {
      places: [["gemini"], ["grok"]],
      margins: [{ ahead: "gemini", behind: "grok", points: 35, isTie: false }],
      sensitivity: {
        weightings: 1000,
        sameOrder: 990,
        sameFirst: 1000,
        turning: [{ criterion: "security", change: "+20 %", first: "grok" }],
      },
    },
    recommendation: {
      base: "gemini",
      reasons: ["it is ahead in testing"],
      grafts: [
        {
          from: "grok",
          name: "archival worker",
          kind: "feature",
          criterion: "testing",
          place,
          reason: "old sessions leave the store",
        },
      ],
      repairs: [{ criterion: "security", text: "Credential in the source (high)", place }],
    },
  };
}
