/** Loads the shelves whose entries are pages: reviewers and rubrics. */
import { readFile, readdir } from "node:fs/promises";
import { nearest } from "../lib/nearest.js";
import { categorySchema } from "../model/category.js";
import { UserError } from "../model/errors.js";
import { type Reviewer, reviewerFrontMatterSchema } from "../model/reviewer.js";
import { type Rubric, rubricFrontMatterSchema } from "../model/rubric.js";
import { readPage } from "./read-page.js";

const builtInReviewers = new URL("../../reviewers/", import.meta.url);
const builtInRubrics = new URL("../../rubrics/", import.meta.url);

/** A folder of pages, and how its files are named in errors. */
export interface PageFolder {
  readonly url: URL;
  readonly shownAs: string;
  /** What counts instead of what lies there. */
  readonly pages?: readonly { readonly name: string; readonly text: string }[];
}

/**
 * Reviewers of the product, then those of the folders given (a project's `.session-review/reviewers/`).
 * @param known ids of rules and practices; a page that names another is refused. Not checked when absent.
 * @throws UserError broken-reviewer, duplicate-id
 */
export async function loadReviewers(
  ownFolders: readonly PageFolder[] = [],
  known?: readonly string[],
): Promise<readonly Reviewer[]> {
  const folders = [{ url: builtInReviewers, shownAs: "reviewers/" }, ...ownFolders];
  const pages = (await Promise.all(folders.map(readFolder))).flat();
  refuseDuplicates(pages);
  return pages.map((page) => readReviewer(page, known));
}

/**
 * Rubrics of the product, then those of the folders given (a project's `.session-review/rubrics/`).
 * @param signals ids on the signals shelf; a page that names another is refused. Not checked when absent.
 * @throws UserError broken-rubric, duplicate-id
 */
export async function loadRubrics(
  ownFolders: readonly PageFolder[] = [],
  signals?: readonly string[],
): Promise<readonly Rubric[]> {
  const folders = [{ url: builtInRubrics, shownAs: "rubrics/" }, ...ownFolders];
  const pages = (await Promise.all(folders.map(readFolder))).flat();
  refuseDuplicates(pages);
  return pages.map((page) => readRubric(page, signals));
}

interface PageText {
  readonly id: string;
  readonly file: string;
  readonly text: string;
}

async function readFolder({ url, shownAs, pages }: PageFolder): Promise<readonly PageText[]> {
  if (pages)
    return pages.map(({ name, text }) => ({ id: name.replace(/\.md$/, ""), file: shownAs + name, text }));
  const names = await readdir(url).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
    throw error;
  });
  return Promise.all(
    names
      .filter((name) => name.endsWith(".md") && name !== "README.md")
      .sort()
      .map(async (name) => ({
        id: name.replace(/\.md$/, ""),
        file: shownAs + name,
        text: await readFile(new URL(encodeURIComponent(name), url), "utf8"),
      })),
  );
}

function refuseDuplicates(pages: readonly PageText[]): void {
  const seen = new Map<string, string>();
  for (const { id, file } of pages) {
    const other = seen.get(id);
    if (other !== undefined) throw new UserError("duplicate-id", { file, id, other });
    seen.set(id, file);
  }
}

/** Only a page's existence is asked for: which sections the product's own pages have is held by a test. */
function readReviewer({ id, file, text }: PageText, known?: readonly string[]): Reviewer {
  const { matter, body, bodyLine } = readPage(text, file, reviewerFrontMatterSchema, "broken-reviewer");
  const broken = (line: number, field: string, problem: string): UserError =>
    new UserError("broken-reviewer", { file, line, field, problem });
  if (body.trim() === "") throw broken(bodyLine, "page", "is missing below the front matter");
  const stranger = known && findStranger(matter, known);
  if (stranger) {
    const line = lineWith(text, stranger.name) ?? bodyLine;
    const meant = nearest(stranger.name, known);
    const hint = meant === undefined ? "" : `; did you mean "${meant}"?`;
    throw broken(line, stranger.field, `names "${stranger.name}", which is no rule${hint}`);
  }
  return { ...matter, id, page: body.trim() };
}

/** A rule the page names and nobody wrote: its reviewer would silently see less than its author thinks. */
function findStranger(
  { rules, order, severities }: Pick<Reviewer, "rules" | "order" | "severities">,
  known: readonly string[],
): { readonly field: string; readonly name: string } | undefined {
  const ids = new Set<string>(known);
  const named = [
    ...rules.map((name) => ({ field: "rules", name })),
    ...order
      .filter((name) => !categorySchema.safeParse(name).success)
      .map((name) => ({ field: "order", name })),
    ...Object.keys(severities).map((name) => ({ field: "severities", name })),
  ];
  return named.find(({ name }) => !ids.has(name));
}

function readRubric({ id, file, text }: PageText, signals?: readonly string[]): Rubric {
  const { matter, body, bodyLine } = readPage(text, file, rubricFrontMatterSchema, "broken-rubric");
  const broken = (field: string, problem: string, near = field): UserError =>
    new UserError("broken-rubric", { file, line: lineWith(text, near) ?? bodyLine, field, problem });
  const weights = matter.criteria.reduce((sum, { weight }) => sum + weight, 0);
  if (Math.abs(weights - matter.scale) > 1e-9)
    throw broken("criteria", `have weights that sum to ${weights}, not to the scale ${matter.scale}`);
  if (matter.bands.some(({ min }, i) => min >= (matter.bands[i - 1]?.min ?? Infinity)))
    throw broken("bands", "must go from best to worst, each min below the one before");
  const lowest = matter.bands.at(-1)?.min;
  if (lowest !== 0) throw broken("bands", "must end with one whose min is 0");
  for (const { id: criterion, categories, signals: own, levels } of matter.criteria) {
    const field = `criteria.${criterion}`;
    const head = `id: ${criterion}`;
    if (categories.length === 0 && Object.keys(own).length === 0)
      throw broken(field, "has neither categories nor signals, so nothing could score it", head);
    const stranger = signals && Object.keys(own).find((name) => !signals.includes(name));
    if (stranger !== undefined) {
      const meant = nearest(stranger, signals ?? []);
      const hint = meant === undefined ? "" : `; did you mean "${meant}"?`;
      throw broken(`${field}.signals`, `names "${stranger}", which is no signal${hint}`, stranger);
    }
    if (levels.length > 0 && levels.at(-1)?.min !== 0)
      throw broken(`${field}.levels`, "must end with one whose min is 0", head);
    if (levels.some(({ min }, i) => min >= (levels[i - 1]?.min ?? Infinity)))
      throw broken(`${field}.levels`, "must go from best to worst, each min below the one before", head);
  }
  const sections = readSections(body);
  const bare = matter.criteria.find((criterion) => !sections[criterion.id]);
  if (bare) throw broken(`criteria.${bare.id}`, `has no "## ${bare.id}" section`, `id: ${bare.id}`);
  return { ...matter, id, sections };
}

/** 1-based line of the first mention, which is where its author has to look. */
function lineWith(text: string, word: string): number | undefined {
  const line = text.split(/\r\n|\r|\n/).findIndex((each) => each.includes(word)) + 1;
  return line === 0 ? undefined : line;
}

function readSections(body: string): Record<string, string> {
  const parts = body.split(/^## +/m).slice(1);
  return Object.fromEntries(
    parts.map((part) => {
      const end = part.indexOf("\n");
      return [part.slice(0, end).trim(), part.slice(end).trim()];
    }),
  );
}
