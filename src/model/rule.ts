/** What may stand on the rules and practices shelves: one idea, all its languages, its docs and its examples. */
import type { Category } from "./category.js";
import type { FlowStep } from "./flow.js";
import type { Outline } from "./outline.js";
import type { Query } from "./query.js";
import type { Severity } from "./severity.js";
import type { Source, Span } from "./source.js";
import type { SecretSpan, Survey } from "./survey.js";
import { type Family, type Tree, families } from "./tree.js";
import type { Trial } from "./trial.js";

/** What a matcher is given: one file, parsed, and the survey around it. */
export interface Subject<T extends Tree = Tree> {
  readonly source: Source;
  readonly tree: T;
  readonly outline: Outline;
  readonly secrets: readonly SecretSpan[];
  readonly suspected: readonly Span[];
  /** See `SurveyedFile`. */
  readonly learned?: Map<string, unknown>;
  readonly survey: Survey;
}

/** What stands at a span is to be replaced by the text. */
export interface Edit {
  readonly at: Span;
  readonly text: string;
}

/** One place a rule objects to. Text in it is for the author of the code: name their names. */
export interface Hit {
  /** The smallest span that shows the defect; its lines are quoted. */
  readonly at: Span;
  /** What is wrong here, one or two sentences. */
  readonly issue: string;
  /** A title that names the place, where the rule's own would be too general. */
  readonly title?: string;
  /** When the facts of the place answer the severity questions differently from the rule's default. */
  readonly severity?: Severity;
  readonly confidence?: number;
  readonly recommendation?: string;
  /** How it goes wrong, step by step, when that is not obvious. */
  readonly scenario?: string;
  /** Other places of the same defect in this file. */
  readonly also?: readonly Span[];
  /** The way of a value to this place, from where it comes in; each with what happens there. */
  readonly steps?: readonly FlowStep[];
  /**
   * The whole fix, apart from each other: with it the file compiles, this is silent, and nothing else it does changes.
   * Absent where any of that hangs on what the rule cannot see.
   */
  readonly edits?: readonly Edit[];
  /** Claims of absence in `issue`, to be put to the symbol index before printing. */
  readonly queries?: readonly Query[];
  /** Only the author can say whether this is a defect; as with `asks` of the rule. */
  readonly asks?: true;
}

/** A hit of a rule that looks at the whole project says which file it is in. */
export type ProjectHit = Omit<Hit, "also"> & {
  readonly path: string;
  readonly also?: readonly OtherPlace[];
};

/** A place in any file; `note` is what is to be said of it alone. */
export interface OtherPlace {
  readonly path: string;
  readonly span: Span;
  readonly note?: string;
}

export type Matcher<F extends Family> = (subject: Subject<Extract<Tree, { family: F }>>) => Iterable<Hit>;
export type Matchers = { readonly [F in Family]?: Matcher<F> };

/** Code that must trigger the rule and a look-alike that must not; run as tests. */
export interface Example {
  /** Id of a language on the shelf. */
  readonly language: string;
  /** Where the code is supposed to lie, when that matters: `test/store.test.ts`. */
  readonly path?: string;
  /** One file, or several by path. */
  readonly bad: string | Readonly<Record<string, string>>;
  readonly good: string | Readonly<Record<string, string>>;
}

interface Idea {
  readonly title: string;
  readonly match?: Matchers;
  readonly project?: (survey: Survey) => Iterable<ProjectHit>;
  readonly examples: readonly Example[];
}

/**
 * What readers said of a rule's hits in code that nobody wrote for it: those the standard profile tells, where a rule
 * gives some of its hits a confidence below that.
 */
export interface Judged {
  readonly right: number;
  /** True as stated, and the author could well leave it. */
  readonly arguable: number;
  readonly wrong: number;
  /**
   * Different projects that the hits read are in, so never more than hits; 0 where nobody wrote their number down.
   * Where nothing was hit: the projects it was run over.
   */
  readonly projects: number;
}

/** The file on the shelf; its id is the file name, its category the folder. */
export interface RuleFile extends Idea {
  readonly severity: Severity;
  /** How sure a hit is before anything else is known, 0–1; state where the number comes from. */
  readonly confidence: number;
  /** The newest count; absent where nobody has read its hits since they changed. */
  readonly judged?: Judged;
  /** What happens if nobody fixes it. */
  readonly risk: string;
  /** What to do instead. */
  readonly fix: string;
  readonly cwe?: readonly number[];
  /** The test that is red while the defect is there; absent where nothing concrete can be said. */
  readonly trial?: Trial;
  /** "file": all hits in one file are one finding with several places. */
  readonly fold?: "file";
  /** Its hits are questions to the author, never findings: they have no severity and touch neither grade nor gate. */
  readonly asks?: true;
  /** Families that `project` reads; every parsed one when absent. */
  readonly reads?: readonly Family[];
  /** Whether test sources are looked at: "skip" unless the defect matters there too. */
  readonly tests?: "skip" | "include" | "only";
}

export interface Rule extends RuleFile {
  readonly id: string;
  readonly category: Category;
}

/** Something worth keeping; the file's name is its id. */
export interface PracticeFile extends Idea {
  readonly category: Category;
  /** Why this is good, for the report when the hit does not say it better. */
  readonly reason: string;
  readonly confidence: number;
  readonly tests?: "skip" | "include" | "only";
}

export interface PracticeRule extends PracticeFile {
  readonly id: string;
}

/** Types a rule file; the catalog adds id and category from its path. */
export function defineRule(rule: RuleFile): RuleFile {
  return rule;
}

/** Types a practice file; the catalog adds the id from its path. */
export function definePractice(practice: PracticeFile): PracticeFile {
  return practice;
}

/** Families whose trees the rule reads; what only reads the text of a file does not count as knowing its language. */
export function parsedFamilies({ match, project, reads }: RuleFile): readonly Family[] {
  const parsed = families.filter((family) => family !== "text");
  const inProject = project ? (reads ?? parsed) : [];
  return parsed.filter((family) => match?.[family] !== undefined || inProject.includes(family));
}
