/** The page of the run in Actions: every finding whole, as long as there is room. */
import { blocks, finish, section } from "../markdown/document.js";
import { coverageSection } from "../markdown/coverage.js";
import { headingText } from "../markdown/escape.js";
import { RemarkBlocks } from "../markdown/remark-block.js";
import { bytes, cut } from "./cut.js";
import { introduced } from "./introduced.js";
import { findingLine, footer, leftOut, linkTo, overview } from "./overview.js";
import type { Message } from "./standing.js";

/** GitHub takes 1 MiB a step and drops a longer page whole; the rest is for what others wrote in the same step. */
export const mostPageBytes = 900 * 1024;

/** Details of files and claims beyond this belong into the report. */
const mostCoverage = 20_000;

/** @param most bytes that the page may have */
export function runPage(message: Message, most = mostPageBytes): string {
  const { review, at } = message;
  const blocksOf = new RemarkBlocks(review, {
    place: (finding) => [`**Where:** ${linkTo(finding, at)}`],
    labels: {
      severity: "",
      places: "Places",
      reviewers: "Reviewers",
      evidence: "",
      risk: "Risk",
      recommendation: "Fix",
    },
  });
  const found = introduced(review).map((finding) =>
    blocksOf.block(`${finding.severity.toUpperCase()}: ${headingText(finding.title)}`, {
      title: finding.title,
      first: finding,
      findings: [finding],
    }),
  );
  const old = (review.preExisting ?? []).map((finding) => findingLine(finding, at, null));
  const [oldest, ...older] = old;
  const before = oldest === undefined ? [] : [`### What stood there before\n\n${oldest}`, ...older];
  const coverage = coverageSection(review);
  return finish(
    cut(
      {
        head: overview(message),
        entries: [...found, ...before],
        tail: (left) =>
          blocks(
            leftOut(left, { ...at, run: null }),
            coverage.length <= mostCoverage ? coverage : section("## Coverage", "See the report."),
            footer(message),
          ),
        between: "\n\n",
      },
      bytes(most),
    ),
  );
}
