/** One entry for each of something is kept for ever where the project lets its others expire; a lock that outlives its owner. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { withoutComments } from "../../syntax/growth.js";
import { entryWithoutExpiryExamples } from "./entry-without-expiry/examples.js";
import { unreadExpiries } from "./entry-without-expiry/forgotten.js";
import { keyOf, reasonFor } from "./entry-without-expiry/reasons.js";
import {
  type Write,
  clearsEntries,
  isClaim,
  removedShapes,
  usesStore,
  writesOf,
} from "./entry-without-expiry/writes.js";

export default defineRule({
  severity: "medium",
  // Read on 233 projects that speak of such a store: 7 hits, all of entries that were meant to stay or brought an end of
  // their own, and all left out now by what they had in common; none is left to judge.
  confidence: 0.55,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 0 },
  title: "Entry written without an expiry",
  risk: "Entries that never expire pile up, one for each user or request, until the store is full; a lock without an expiry stays taken when its owner ends before giving it back.",
  fix: "Pass the expiry with the write (`EX`, `PX`), in the same command.",
  trial: {
    name: "the entry has an end",
    arrange: "an empty store",
    act: "run {it}",
    assert: "the time left of every key that it wrote is above 0",
  },
  cwe: [772],
  reads: ["typescript", "python", "go", "rust"],
  project: entriesWithoutExpiry,
  examples: entryWithoutExpiryExamples,
});

/** Entries with an expiry that make a habit, and their share of all; the one in question is not counted. */
const fewest = 4;
const share = 0.75;

function* entriesWithoutExpiry(survey: Survey): Iterable<ProjectHit> {
  const files = [...survey.files.values()].filter(usesStore);
  const all = files.flatMap(writesOf);
  const open = all.filter((write) => write.keeps === "no" && (isClaim(write) || !isLost(write, all)));
  const isCleared = files.some(clearsEntries);
  const told = new Set<Write>();
  for (const file of files) {
    const own = open.filter((write) => write.file === file);
    const forgotten = own.length > 0 ? unreadExpiries(survey, file) : [];
    for (const write of own) {
      const reason = reasonFor(write, { all, forgotten, isCleared });
      if (!reason) continue;
      told.add(write);
      yield { ...placeOf(write), ...reason, issue: `${who(write)} ${reason.issue}` };
    }
  }
  const removed = new Set(files.flatMap(removedShapes));
  const rest = open.filter((write) => !told.has(write));
  yield* againstHabit(
    all.filter((write) => !write.isFilled && !write.isPlain && (write.isCopy || !removed.has(write.shape))),
    rest,
  );
}

/** Where nearly all entries of the project have an expiry, and nobody deletes those of this form. */
function* againstHabit(writes: readonly Write[], open: readonly Write[]): Iterable<ProjectHit> {
  const timed = writes.filter(({ keeps }) => keeps === "yes").length;
  const bare = writes.filter(({ keeps }) => keeps === "no").length;
  if (timed < fewest || timed / (timed + Math.max(0, bare - 1)) < share) return;
  const told = open.filter((one) => writes.includes(one) && (one.isCopy || one.isOfMany));
  for (const write of told.filter((one) => !carriesEnd(one))) {
    const what = write.isCopy ? "a copy of what it loaded" : "one entry for each of many";
    yield {
      ...placeOf(write),
      issue: `${who(write)} writes \`${keyOf(write)}\`, ${what}, without an expiry; ${String(timed)} other such writes of the project have one.`,
    };
  }
}

/** The value says itself until when it holds, and whoever reads it asks. */
function carriesEnd({ call: { holder }, file }: Write): boolean {
  const { start, end } = holder.bodySpan;
  return /\.\s*expir|expires?_?at/i.test(withoutComments(file).slice(start, end));
}

/** Its key gets an expiry elsewhere in the class, and this write clears it: `ttl-lost-on-update` says so. */
function isLost({ file, call, family }: Write, writes: readonly Write[]): boolean {
  if (family === undefined) return false;
  return writes.some(
    (other) =>
      other.file === file &&
      other.call.holder !== call.holder &&
      other.family === family &&
      other.keeps === "yes" &&
      other.call.holder.className === call.holder.className,
  );
}

function placeOf({ file, call }: Write): Pick<ProjectHit, "path" | "at"> {
  return { path: file.source.path, at: call.span };
}

function who({ call: { holder } }: Write): string {
  return holder.name === "<anonymous>" ? "This function" : `\`${holder.name}\``;
}
