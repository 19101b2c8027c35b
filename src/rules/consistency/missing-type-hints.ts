/** A module without type hints in a project that otherwise has them. */
import { plural } from "../../lib/text.js";
import type { FunctionFact } from "../../model/outline.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { annotationSlots } from "../../syntax/annotations.js";
import { isExample } from "../../syntax/tool-paths.js";

const typed =
  "def add(name: str, price: float) -> None:\n    ...\n\ndef drop(name: str) -> bool:\n    return True\n\ndef total(currency: str) -> float:\n    return 0.0\n\ndef size(currency: str) -> int:\n    return 0\n";
const untyped =
  "def open_session(name, limit):\n    return name\n\ndef close_session(name):\n    return name\n\ndef list_sessions(limit):\n    return limit\n";

export default defineRule({
  severity: "low",
  // Both shares are counted; a file may be untyped on purpose.
  confidence: 0.9,
  judged: { right: 2, arguable: 0, wrong: 0, projects: 0 },
  title: "Type hints missing in a typed project",
  risk: "The type checker falls silent at this module's border, so a wrong argument shows only when the code runs.",
  fix: "Annotate parameters and results of the public functions; the checker then covers their callers too.",
  reads: ["python"],
  project: untypedModules,
  examples: [
    {
      language: "python",
      bad: { "app/cart.py": typed, "app/shop.py": typed, "app/bill.py": typed, "app/sessions.py": untyped },
      good: {
        "app/cart.py": typed,
        "app/shop.py": untyped,
        "app/bill.py": untyped,
        "app/sessions.py": untyped,
      },
    },
    {
      language: "python",
      bad: {
        "app/cart.py": typed,
        "app/shop.py": typed,
        "app/bill.py": typed,
        "app/sessions.py": `class Sessions:\n    def __init__(self):\n        self.open = []\n\n    def ensure(self, name):\n        return name\n\n    def drop(self, name):\n        return name\n\n    def each(self):\n        return self.open\n`,
        "app/main.py": "from app.sessions import Sessions\n\nsessions = Sessions()\n",
      },
      good: {
        "app/cart.py": typed,
        "app/shop.py": typed,
        "app/bill.py": typed,
        "app/sessions.py": "def _open(name):\n    return name\n\ndef _close(name):\n    return name\n",
        "tests/test_cart.py": untyped,
        "docs/examples/cart_demo.py": untyped,
      },
    },
  ],
});

/** Enough other code to speak of a habit, and enough in the file to speak of its absence. */
const fewestOthers = 3;
const fewestSlots = 20;
const habit = 0.8;
const absence = 0.5;
const fewestFunctions = 3;
const mostPlaces = 8;

interface Module {
  readonly file: SurveyedFile;
  readonly slots: number;
  readonly typed: number;
}

function* untypedModules(survey: Survey): Iterable<ProjectHit> {
  const modules = [...survey.files.values()].filter(isCode).map(measure);
  const withSlots = modules.filter(({ slots }) => slots > 0);
  if (withSlots.length <= fewestOthers) return;
  const all = { slots: sum(withSlots, "slots"), typed: sum(withSlots, "typed") };
  for (const module of withSlots) {
    const others = { slots: all.slots - module.slots, typed: all.typed - module.typed };
    if (others.slots < fewestSlots || share(others) < habit || share(module) >= absence) continue;
    const hit = untypedModule(module, share(others), survey);
    if (hit) yield hit;
  }
}

function isCode({ source, tree }: SurveyedFile): boolean {
  return tree.family === "python" && !source.isTest && !isExample(source.path);
}

function measure(file: SurveyedFile): Module {
  const slots = file.outline.functions.flatMap(annotationSlots);
  return { file, slots: slots.length, typed: slots.filter(Boolean).length };
}

function sum(modules: readonly Module[], field: "slots" | "typed"): number {
  return modules.reduce((total, module) => total + module[field], 0);
}

function share(counts: { readonly slots: number; readonly typed: number }): number {
  return counts.typed / counts.slots;
}

function untypedModule(
  { file, ...counts }: Module,
  habitShare: number,
  survey: Survey,
): ProjectHit | undefined {
  const bare = file.outline.functions.filter(isPublicWithoutTypes);
  const [first, ...rest] = bare;
  if (!first || bare.length < fewestFunctions) return undefined;
  const { path } = file.source;
  const users = usedClass(file, survey);
  const used = users ? ` \`${users.name}\` is used by ${plural(users.files, "other file")}.` : "";
  return {
    path,
    at: header(first, file.source.text),
    also: rest.slice(0, mostPlaces - 1).map((fact) => ({ path, span: header(fact, file.source.text) })),
    issue: `${plural(bare.length, "public function")} here, such as ${namesOf(bare)}, have no type hints: ${percent(share(counts))} of this file's parameters and results are annotated, ${percent(habitShare)} in the other files.${used}`,
  };
}

function isPublicWithoutTypes(fact: FunctionFact): boolean {
  const slots = annotationSlots(fact);
  const isPublic = fact.isExported && !(fact.className ?? "").startsWith("_");
  return isPublic && slots.length > 0 && !slots.includes(true);
}

/** From `def` to the colon. */
function header({ span, bodySpan }: FunctionFact, text: string): Span {
  return { start: span.start, end: span.start + text.slice(span.start, bodySpan.start).trimEnd().length };
}

function namesOf(functions: readonly FunctionFact[]): string {
  const names = functions
    .slice(0, 3)
    .map(({ name, className }) => (className ? `${className}.${name}` : name));
  return names.map((name) => `\`${name}\``).join(", ");
}

/** The public class of the file that most importing files mention. */
function usedClass(
  { source, outline }: SurveyedFile,
  survey: Survey,
): { readonly name: string; readonly files: number } | undefined {
  const importers = survey.index
    .importersOf(source.path)
    .filter((path) => survey.files.get(path)?.source.isTest === false);
  const classes = outline.definitions.filter(({ kind, isExported }) => kind === "class" && isExported);
  return classes
    .map(({ name }) => ({
      name,
      files: importers.filter((path) => survey.files.get(path)?.outline.mentions.has(name)).length,
    }))
    .filter(({ files }) => files > 0)
    .sort((a, b) => b.files - a.files)[0];
}

/** Rounded down, so that 79.6 % is not called 80 %. */
function percent(ratio: number): string {
  return `${Math.floor(ratio * 100)} %`;
}
