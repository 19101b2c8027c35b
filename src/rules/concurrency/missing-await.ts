/** A promise is dropped, or used as if it were its result, where the rest of the project waits for it. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { Survey } from "../../model/survey.js";
import { textOf } from "../../syntax/typescript/ask.js";
import { projectFunctions, scriptFiles } from "../../syntax/typescript/project-functions.js";
import { type Doubt, type Script, readScript } from "./missing-await/doubts.js";
import { missingAwaitExamples } from "./missing-await/examples.js";
import { type HabitBroken, type Tally, againstHabit, tallyOf } from "./missing-await/habit.js";
import { type KnownDoubt, bodyOf, handlesItsOwn, ofKnownFunctions } from "./missing-await/known.js";

export default defineRule({
  severity: "medium",
  // Read on twelve projects: 27 of 52 true, 24 work started and left on purpose whose errors nobody sees, 1 false.
  confidence: 0.7,
  judged: { right: 27, arguable: 24, wrong: 1, projects: 12 },
  title: "Promise that nobody waits for",
  risk: "The code goes on before the work is done: what follows works on old state, the caller is told that all is well, and an error ends as an unhandled rejection, which by default ends a Node process.",
  fix: "Put `await` before the call, or say that nobody is meant to wait: `void work().catch(report)`.",
  trial: {
    name: "the work is done when the call returns",
    arrange: "the called function replaced by one that fails after a turn",
    act: "await {it}",
    assert: "the call rejects with that error",
  },
  cwe: [252],
  reads: ["typescript"],
  *project(survey) {
    const scripts = scriptFiles(survey).flatMap((file) => readScript(file) ?? []);
    if (scripts.length === 0) return;
    const functions = projectFunctions(survey);
    const tally = tallyOf(scripts);
    const told = new Set<Doubt>();
    for (const script of scripts) {
      const names = new Map(
        script.uses.flatMap(({ doubt, name }) => (doubt === undefined ? [] : [[doubt, name]])),
      );
      for (const known of ofKnownFunctions(functions, script)) {
        told.add(known.doubt);
        const counted = tally.get(names.get(script.doubts.indexOf(known.doubt)) ?? "");
        if (isWanted(known, counted, survey)) yield describeKnown(script, known);
      }
    }
    for (const broken of againstHabit(scripts)) {
      if (!told.has(broken.doubt)) yield describeHabit(broken);
    }
  },
  examples: missingAwaitExamples,
});

/** Work that is started and goes on by itself, and functions that report their own failures. */
const startsWork =
  /(?:track|log|metric|telemetry|analytic|poll|loop|watch|schedul|prefetch|warm|preload|heartbeat|ping|emit|publish|broadcast)|^(?:main|run|start|bootstrap)/i;

/** What is dropped must be meant to end; what is handed on must be waited for elsewhere and handed on nowhere. */
function isWanted(
  { doubt, called, name }: KnownDoubt,
  counted: Tally | undefined,
  { files }: Survey,
): boolean {
  if (doubt.kind === "handed") return counted !== undefined && counted.awaited > 1 && counted.handed <= 1;
  if (doubt.kind !== "dropped") return true;
  if (startsWork.test(name)) return false;
  const body = called && bodyOf(called, files.get(called.path));
  return !body || !(handlesItsOwn(body) || goesOnForEver(body));
}

/** A worker's loop is started once and ends with the program. */
function goesOnForEver({ tree, node }: NonNullable<ReturnType<typeof bodyOf>>): boolean {
  return /\bwhile\s*\(\s*(?:true|1)\s*\)|\bfor\s*\(\s*;\s*;/.test(textOf(tree, node));
}

function describeKnown(script: Script, { doubt, path, called }: KnownDoubt): ProjectHit {
  const name = calleeOf(script, doubt);
  const where = path === null || path === script.file.source.path ? "" : ` in ${path}`;
  return {
    ...placeOf(script, doubt),
    issue: `\`${name}\` answers with a promise${where === "" ? "" : ` (it is async${where})`}; ${consequence(script, doubt)}.`,
    ...shape(doubt.kind, called ? 0.85 : 0.75),
  };
}

function describeHabit({ script, doubt, awaited }: HabitBroken): ProjectHit {
  const name = calleeOf(script, doubt);
  return {
    ...placeOf(script, doubt),
    issue: `${String(awaited)} other calls of \`${name}\` are awaited; ${consequence(script, doubt)}.`,
    ...shape(doubt.kind, 0.7),
  };
}

function consequence(script: Script, { kind, at }: Doubt): string {
  if (kind === "dropped")
    return "this one is neither awaited nor handed on, so the code goes on before it is done and an error in it reaches nobody";
  return kind === "handed"
    ? "this one is passed on unawaited, so whoever gets it has a promise in place of the result"
    : `\`${shown(script, at)}\` takes this one for its result`;
}

function shape(kind: Doubt["kind"], confidence: number): Partial<ProjectHit> {
  if (kind === "dropped") return {};
  const title = "Promise used as if it were its result";
  return kind === "handed" ? { title, confidence: 0.65 } : { title, confidence };
}

function placeOf({ file }: Script, { call }: Doubt): Pick<ProjectHit, "path" | "at"> {
  return { path: file.source.path, at: call };
}

function calleeOf({ file }: Script, { written }: Doubt): string {
  return codeIn(file, written).slice(-60);
}

function shown({ file }: Script, at: Span): string {
  const code = codeIn(file, at);
  return code.length > 60 ? `${code.slice(0, 59)}…` : code;
}

function codeIn({ source }: Script["file"], { start, end }: Span): string {
  return source.text.slice(start, end).replace(/\s+/g, " ");
}
