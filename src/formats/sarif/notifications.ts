/** What a SARIF log says of the run itself: what failed, what was left out, what had to be cut. */
import { groupBy } from "../../lib/group.js";
import { plural } from "../../lib/text.js";
import { visible } from "../../lib/visible.js";
import type { Review } from "../../model/review.js";
import { gapsOf } from "../gaps.js";
import { exemptParts } from "../../model/left-out.js";
import { type Entries, mostResults } from "./entries.js";
import { location, plainText } from "./location.js";
import { placesLeftOut } from "./results.js";

const mostLocations = 100;

/** @param hasSuppressed whether what is exempt stands among the results */
export function invocationOf(review: Review, entries: Entries, hasSuppressed: boolean): object {
  const failures = gapsOf(review).map(({ text, paths }) =>
    notification("error", `The review is incomplete: ${text}`, paths),
  );
  return {
    executionSuccessful: review.isComplete,
    toolExecutionNotifications: [
      ...failures,
      ...cuts(entries),
      ...unseen(review),
      ...unasked(review),
      ...(hasSuppressed ? [] : exempt(review)),
    ],
  };
}

function notification(
  level: "error" | "warning" | "note",
  text: string,
  paths: readonly string[] = [],
): object {
  const locations = paths.slice(0, mostLocations).map((path) => location({ path, lines: null }));
  return {
    level,
    message: { text: plainText(text) },
    ...(locations.length > 0 ? { locations } : {}),
  };
}

function cuts({ shown, left }: Entries): readonly object[] {
  const places = shown.reduce(
    (sum, entry) => sum + (entry.is === "silenced" ? 0 : placesLeftOut(entry.finding)),
    0,
  );
  return [
    ...(left > 0
      ? [
          notification(
            "warning",
            `${plural(left, "result")} left out, because GitHub keeps ${plural(mostResults, "result")} of a run: ` +
              "the worst are here, all are in the JSON report.",
          ),
        ]
      : []),
    ...(places > 0
      ? [
          notification(
            "warning",
            `${plural(places, "further place")} of results left out, beyond GitHub's limits.`,
          ),
        ]
      : []),
  ];
}

/** Files that were left out on purpose, and files that not every reviewer could look at. */
function unseen({ skippedFiles, coverage }: Review): readonly object[] {
  const skipped = groupBy(skippedFiles, ({ reason }) => reason);
  const pairs = coverage.files.flatMap(({ path, pairs: own }) =>
    own.flatMap(({ status, reason = "" }) => (status === "skipped" ? [{ path, reason }] : [])),
  );
  const partly = groupBy(pairs, ({ reason }) => reason);
  return [
    ...[...skipped].map(([reason, files]) =>
      notification("note", `${plural(files.length, "file")} not reviewed: ${reason}.`, pathsOf(files)),
    ),
    ...[...partly].map(([reason, files]) =>
      notification(
        "note",
        `${plural(files.length, "file")} not reviewed by every reviewer: ${visible(reason)}.`,
        pathsOf(files),
      ),
    ),
  ];
}

function unasked({ questions = [] }: Review): readonly object[] {
  const asked = plural(questions.length, "question");
  return questions.length === 0
    ? []
    : [
        notification(
          "note",
          `${asked} that only the author can answer: in the report, not among these results.`,
        ),
      ];
}

function exempt(review: Review): readonly object[] {
  const parts = exemptParts(review);
  return parts.length === 0 ? [] : [notification("note", `Not among these results: ${parts.join(", ")}.`)];
}

function pathsOf(files: readonly { readonly path: string }[]): readonly string[] {
  return files.map(({ path }) => path);
}
