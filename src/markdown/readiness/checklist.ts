/** What will be looked at and by whom, aspect by aspect; known before the review, and printed again after it. */
import { plural } from "../../lib/text.js";
import type { Category } from "../../model/category.js";
import type { Review } from "../../model/review.js";
import { blocks, bullets, section } from "../document.js";
import { prose } from "../escape.js";
import { enumerate } from "../wording.js";
import { type Aspect, type Topic, aspects, topicOf } from "./aspects.js";

/** Who looks with which rules at which languages. */
export interface Look {
  readonly reviewers: readonly { readonly title: string; readonly categories: readonly Category[] }[];
  readonly rules: readonly {
    readonly id: string;
    readonly category: Category;
    readonly languages?: readonly string[] | undefined;
  }[];
  /** Ids of the languages that a parser reads here. */
  readonly languages: ReadonlySet<string>;
  readonly hasTests: boolean;
  /** A model reads what no rule knows. */
  readonly hasModel: boolean;
}

export interface CheckedTopic {
  readonly title: string;
  /** Ids of the rules that look here. */
  readonly rules: readonly string[];
  readonly reviewers: readonly string[];
  readonly isLookedAt: boolean;
  /** Empty for what is looked at. */
  readonly why: string;
}

export interface CheckedAspect {
  readonly aspect: Aspect;
  readonly topics: readonly CheckedTopic[];
  readonly isLookedAt: boolean;
}

/** Looks at a finished review: a reviewer who looked at no file did not look. */
export function lookOf(review: Review): Look {
  const seen = review.coverage.files.map((file) => ({
    ...file,
    by: new Set(
      file.pairs
        .filter(({ status }) => status === "reviewed" || status === "reused")
        .flatMap(({ reviewers }) => reviewers),
    ),
  }));
  return {
    reviewers: review.reviewers.filter(({ id }) => seen.some(({ by }) => by.has(id))),
    rules: review.rules ?? [],
    languages: new Set(
      seen.filter(({ by, depth }) => by.size > 0 && depth === "parsed").map(({ language }) => language),
    ),
    hasTests: review.facts.tests.length > 0,
    hasModel: review.engine !== "offline",
  };
}

export function checkAspects(look: Look): readonly CheckedAspect[] {
  const families = new Set([...look.languages].map((id) => (id === "javascript" ? "typescript" : id)));
  const able = look.rules.filter(
    ({ languages = [] }) => languages.length === 0 || languages.some((id) => families.has(id)),
  );
  return aspects.map((aspect) => {
    const topics = aspect.topics.map((topic) => checkTopic(topic, aspect, { look, able }));
    return { aspect, topics, isLookedAt: topics.some(({ isLookedAt }) => isLookedAt) };
  });
}

function checkTopic(
  topic: Topic,
  { title: aspect, categories }: Aspect,
  { look, able }: { readonly look: Look; readonly able: Look["rules"] },
): CheckedTopic {
  const own = able.filter(({ id, category }) => topicOf({ rule: id, category }) === topic);
  const wanted = new Set<Category>(own.length > 0 ? own.map(({ category }) => category) : categories);
  const reviewers = look.reviewers.filter((reviewer) =>
    reviewer.categories.some((category) => wanted.has(category)),
  );
  const why = whyNot();
  return {
    title: topic.title,
    rules: own.map(({ id }) => id),
    reviewers: reviewers.map(({ title }) => title),
    isLookedAt: why === "",
    why,
  };

  function whyNot(): string {
    if (aspect === "Testing" && !look.hasTests) return "no tests among the files";
    if (own.length === 0 && !look.hasModel) return "no rule for the languages met";
    return reviewers.length === 0 ? "no reviewer for it took part" : "";
  }
}

/** `Lock management (Concurrency, 11 rules)`. */
export function topicText({ title, reviewers, rules, isLookedAt, why }: CheckedTopic): string {
  if (!isLookedAt) return `${title}: not looked at, ${why}`;
  const how = rules.length === 0 ? "by reading alone" : plural(rules.length, "rule");
  return `${title} (${enumerate(reviewers)}, ${how})`;
}

/** What stays unseen whoever takes part; a model may see some of it, and nobody can promise that. */
function unseenText({ unseen }: Aspect, { hasModel }: Look): string {
  if (unseen.length === 0) return "";
  return `${hasModel ? "Seen by no rule, only if a model mentions it" : "Not looked at"}: ${unseen.join("; ")}`;
}

/**
 * The plan at the head of the report.
 * @param outcomeOf Markdown that tells what came of a topic's rules, by their ids
 */
export function planOfReview(review: Review, outcomeOf: (rules: readonly string[]) => string): string {
  const look = lookOf(review);
  const checked = checkAspects(look);
  return section(
    "## Review plan",
    blocks(
      "### Objectives",
      checked.map(({ aspect }, i) => `${i + 1}. **${aspect.title}**: ${prose(aspect.question)}`).join("\n"),
    ),
    blocks(
      "### Checklist",
      "Made before the review from who takes part and which languages are there; ticked is what somebody looked at, with what came of it.",
      ...checked.map((each) => aspectList(each, look, outcomeOf)),
    ),
  );
}

function aspectList(
  { aspect, topics }: CheckedAspect,
  look: Look,
  outcomeOf: (rules: readonly string[]) => string,
): string {
  const lines = topics.map((topic) =>
    topic.isLookedAt
      ? `[x] ${prose(topicText(topic))}: ${outcomeOf(topic.rules)}`
      : `[ ] ${prose(topicText(topic))}`,
  );
  const unseen = unseenText(aspect, look);
  return blocks(
    `**${aspect.title}**`,
    bullets([...lines, ...(unseen === "" ? [] : [`[ ] ${prose(unseen)}`])]),
  );
}

/** The plan as plain lines for the start of a run. */
export function planLines(look: Look): readonly string[] {
  return [
    "Review plan: is this ready for production?",
    ...checkAspects(look).flatMap(({ aspect, topics }) => [
      `${aspect.title}: ${aspect.question}`,
      ...topics.map((topic) => `  [${topic.isLookedAt ? " " : "-"}] ${topicText(topic)}`),
      ...(aspect.unseen.length === 0 ? [] : [`  [-] ${unseenText(aspect, look)}`]),
    ]),
  ];
}
