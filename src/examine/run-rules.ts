/** Runs every rule over every surveyed file: the leads that reviewers answer with. */
import { Lines } from "../lib/text.js";
import { wholeLines } from "../lib/patch.js";
import { Pace } from "../lib/pace.js";
import type { Listen } from "../model/event.js";
import type { Claim, Place, PracticeClaim } from "../model/finding.js";
import type { FlowStep } from "../model/flow.js";
import type { Leads } from "../model/plan.js";
import type { Memory } from "../model/memory.js";
import type { Hit, Matcher, OtherPlace, PracticeRule, ProjectHit, Rule } from "../model/rule.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import type { Family } from "../model/tree.js";
import { Look } from "./look.js";

/** Longer places are quoted by their first lines: enough to recognise, short enough to read. */
const longestQuote = 12;

export interface Looking {
  /** Paths to look at one by one, all when absent; rules for the project look at all of it either way. */
  readonly only?: ReadonlySet<string> | undefined;
  /** Ids of the only rules to look with; all rules and practices look when absent. */
  readonly rules?: ReadonlySet<string> | undefined;
  /** Of earlier runs; rules that asked nothing but the file are not asked again. */
  readonly memory?: Memory | undefined;
  readonly listen?: Listen;
}

export interface Shelves {
  readonly rules: readonly Rule[];
  readonly practices: readonly PracticeRule[];
}

/**
 * Looks at each file with each rule. A rule that throws is a failure, not the end of the run.
 * Files not reached before the signal aborts are missing from `examined`.
 */
export async function runRules(
  survey: Survey,
  shelves: Shelves,
  signal: AbortSignal,
  { only, rules, memory, listen }: Looking = {},
): Promise<Leads> {
  const lookers = rules ? { rules: shelves.rules.filter(({ id }) => rules.has(id)), practices: [] } : shelves;
  const looked = rules && [...rules];
  const run = new Run(survey);
  const looks: Look[] = [];
  const pace = new Pace();
  const of = only?.size ?? survey.files.size;
  for (const file of survey.files.values()) {
    await pace.rest();
    if (signal.aborted) break;
    const remembered = memory?.recall(file.source);
    if (only && !only.has(file.source.path)) {
      looks.push(new Look(file, survey, remembered, []));
      continue;
    }
    const look = new Look(file, survey, remembered, looked);
    for (const rule of lookers.rules) run.file(rule, look, (hit) => run.claim(rule, file, hit));
    for (const rule of lookers.practices) run.file(rule, look, (hit) => run.practice(rule, file, hit));
    run.examined.push(file.source.path);
    looks.push(look);
    listen?.({ type: "working", on: "running rules", done: run.examined.length, of });
  }
  if (!signal.aborted) {
    for (const rule of lookers.rules) {
      await pace.rest();
      run.project(rule, (file, hit) => run.claim(rule, file, hit));
    }
    for (const rule of lookers.practices) run.project(rule, (file, hit) => run.practice(rule, file, hit));
  }
  // Only now: rules over the project learn something of single files, too.
  if (memory && !signal.aborted) for (const look of looks) look.keepIn(memory);
  const { claims, practices, examined, failures } = run;
  return { claims, practices, examined, failures };
}

type AnyRule = Rule | PracticeRule;

class Run implements Leads {
  readonly claims: Claim[] = [];
  readonly practices: PracticeClaim[] = [];
  readonly failures: Leads["failures"] = [];
  readonly examined: string[] = [];
  readonly #lines = new Map<string, Lines>();

  constructor(readonly survey: Survey) {}

  file(rule: AnyRule, look: Look, keep: (hit: ProjectHit) => void): void {
    const { file } = look;
    const matcher = matcherFor(rule, file);
    if (!matcher || !looksAt(rule, file)) return;
    const { path } = file.source;
    const hasFinished = this.#attempt(rule, path, () => {
      for (const hit of look.hitsOf(rule, matcher)) keep(ofFile(hit, path));
    });
    if (!hasFinished) look.hasFailed = true;
  }

  project(rule: AnyRule, keep: (file: SurveyedFile, hit: ProjectHit) => void): void {
    const { project } = rule;
    if (!project) return;
    this.#attempt(rule, "", () => {
      for (const hit of project(this.survey)) {
        const file = this.survey.files.get(hit.path);
        if (file && looksAt(rule, file)) keep(file, hit);
      }
    });
  }

  claim(rule: Rule, file: SurveyedFile, hit: ProjectHit): void {
    const isQuestion = rule.asks ?? hit.asks ?? false;
    this.claims.push({
      ...this.#described(rule, file, hit),
      origin: "rule",
      rule: rule.id,
      severity: isQuestion ? "info" : (hit.severity ?? rule.severity),
      issue: hit.issue,
      risk: rule.risk,
      ...(hit.scenario === undefined ? {} : { scenario: hit.scenario }),
      recommendation: hit.recommendation ?? rule.fix,
      ...(rule.cwe ? { cwe: [...rule.cwe] } : {}),
      also: (hit.also ?? []).flatMap((place) => this.#place(place)),
      ...(hit.steps ? { steps: hit.steps.flatMap((step) => this.#step(step)) } : {}),
      ...(isQuestion ? { asks: true } : {}),
      ...(rule.fold ? { fold: rule.fold } : {}),
      queries: [...(hit.queries ?? [])],
      ...patchOf(hit, this.#linesOf(file)),
    });
  }

  practice(rule: PracticeRule, file: SurveyedFile, hit: ProjectHit): void {
    this.practices.push({
      ...this.#described(rule, file, hit),
      practice: rule.id,
      reason: hit.issue || rule.reason,
    });
  }

  #described(
    rule: AnyRule,
    file: SurveyedFile,
    hit: ProjectHit,
  ): Place & Pick<Claim, "category" | "title" | "confidence"> {
    const { path } = file.source;
    const lines = this.#linesOf(file).range(hit.at);
    return {
      category: rule.category,
      path,
      lines,
      quote: this.#linesOf(file).slice(lines.start, lines.end, longestQuote),
      title: hit.title ?? rule.title,
      confidence: hit.confidence ?? rule.confidence,
    };
  }

  #place({ path, span, note }: OtherPlace): Place[] {
    const file = this.survey.files.get(path);
    if (!file) return [];
    const lines = this.#linesOf(file).range(span);
    const quote = this.#linesOf(file).slice(lines.start, lines.end, longestQuote);
    return [{ path, lines, quote, ...(note === undefined ? {} : { note }) }];
  }

  #step({ path, span, what }: FlowStep): Place[] {
    return this.#place({ path, span, note: what });
  }

  #linesOf({ source }: SurveyedFile): Lines {
    const known = this.#lines.get(source.path);
    if (known) return known;
    const lines = new Lines(source.text);
    this.#lines.set(source.path, lines);
    return lines;
  }

  #attempt(rule: AnyRule, path: string, look: () => void): boolean {
    try {
      look();
      return true;
    } catch (error) {
      this.failures.push({
        rule: rule.id,
        path,
        message: error instanceof Error ? error.message : String(error),
      });
      return false;
    }
  }
}

/** The file's own family first; text rules look at every file that no better matcher covers. */
function matcherFor(rule: AnyRule, file: SurveyedFile): Matcher<Family> | undefined {
  if (file.outline.parseErrors.length > 0 && file.tree.family !== "text")
    return rule.match?.text as Matcher<Family>;
  // The matcher stored under a family takes the subjects of that family.
  return (rule.match?.[file.tree.family] ?? rule.match?.text) as Matcher<Family> | undefined;
}

function looksAt(rule: AnyRule, { source }: SurveyedFile): boolean {
  if (rule.tests === "include") return true;
  return rule.tests === "only" ? source.isTest : !source.isTest;
}

/** A fix of more lines is a piece of work, and nobody takes it at a glance. */
const longestPatch = 20;

function patchOf({ edits = [] }: ProjectHit, lines: Lines): Pick<Claim, "patch"> {
  const patch = wholeLines(edits, lines);
  if (!patch || patch.lines.end - patch.lines.start >= longestPatch) return {};
  return { patch };
}

function ofFile({ also, ...hit }: Hit, path: string): ProjectHit {
  return { ...hit, path, also: (also ?? []).map((span) => ({ path, span })) };
}
