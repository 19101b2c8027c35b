/** A call hands over variables that have the names of the parameters, two of them in each other's place. */
import { groupBy } from "../../lib/group.js";
import type { Call, FunctionFact } from "../../model/outline.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { functionsAround, lineAt } from "../../syntax/surroundings.js";
import { writtenCalls } from "../../syntax/written-calls.js";

export default defineRule({
  severity: "medium",
  // 3 hits in 30 projects: one true, and two of kinds that no longer count, a flip that a comment explains
  // and a question about cycles. Methods are found by their name alone, hence no more than this.
  confidence: 0.65,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Arguments in each other's place",
  risk: "Where the types agree nothing complains, and each value is used as the other.",
  fix: "Swap the arguments; where the exchange is meant, say so in a comment.",
  project: swapped,
  reads: ["typescript", "python", "go", "java", "rust"],
  examples: [
    {
      language: "typescript",
      bad: "function move(from: string, to: string): void {\n  rename(from, to);\n}\nexport function archive(from: string, to: string): void {\n  move(to, from);\n}\n",
      good: "function move(from: string, to: string): void {\n  rename(from, to);\n}\nexport function archive(from: string, to: string): void {\n  move(from, to);\n}\nexport function undo(from: string, to: string): void {\n  move(to, from);\n}\nexport function moveBack(from: string, to: string): void {\n  move(to, from);\n}\nexport function exchange(from: string, to: string): void {\n  move(from, to);\n  move(to, from);\n}\nexport function later(from: string, to: string): void {\n  // Back again.\n  move(to, from);\n}\n",
    },
    {
      language: "javascript",
      bad: {
        "src/store.js":
          "export class Store {\n  transfer(amount, account) {\n    this.rows.push([account, amount]);\n  }\n}\n",
        "src/pay.js":
          "export function pay(store, order) {\n  store.transfer(order.account, order.amount);\n}\n",
      },
      good: {
        "src/store.js":
          "export class Store {\n  transfer(amount, account) {\n    this.rows.push([account, amount]);\n  }\n  isEqual(left, right) {\n    return left === right;\n  }\n}\n",
        "src/pay.js":
          "export function pay(store, order, left, right) {\n  store.transfer(order.amount, order.account);\n  return store.isEqual(right, left);\n}\n",
      },
    },
    {
      language: "python",
      bad: "def charge(user_id, order_id):\n    save(user_id, order_id)\n\n\ndef pay(user_id, order_id):\n    charge(order_id, user_id)\n",
      good: "def charge(user_id, order_id):\n    save(user_id, order_id)\n\n\ndef pay(user_id, order_id):\n    charge(order_id=order_id, user_id=user_id)\n    charge(user_id, order_id)\n",
    },
    {
      language: "go",
      bad: "package bank\n\nfunc transfer(source, target string) error { return run(source, target) }\n\nfunc Pay(source, target string) error { return transfer(target, source) }\n",
      good: "package bank\n\nfunc transfer(source, target string) error { return run(source, target) }\n\nfunc Pay(source, target string) error { return transfer(source, target) }\n\nfunc Reverse(source, target string) error { return transfer(target, source) }\n",
    },
    {
      language: "java",
      bad: "class Bank {\n  void transfer(String source, String target) { run(source, target); }\n\n  void pay(String source, String target) { transfer(target, source); }\n}\n",
      good: "class Bank {\n  void transfer(String source, String target) { run(source, target); }\n\n  void transfer(String target, String source, int fee) { run(source, target); }\n\n  void pay(String source, String target) { transfer(target, source, 1); }\n}\n",
    },
    {
      language: "rust",
      bad: "fn list(limit: usize, offset: usize) -> Vec<Row> {\n    read(limit, offset)\n}\n\nfn page(limit: usize, offset: usize) -> Vec<Row> {\n    list(offset, limit)\n}\n",
      good: "fn list(limit: usize, offset: usize) -> Vec<Row> {\n    read(limit, offset)\n}\n\nfn page(limit: usize, offset: usize) -> Vec<Row> {\n    list(limit, offset)\n}\n",
    },
  ],
});

/** A name with more functions behind it says too little about which of them is called. */
const mostTargets = 3;
/** The exchange is the point of the function, or makes no difference to it. */
const turnsAround =
  /revers|swap|invert|inverse|flip|mirror|undo|rollback|rewind|opposite|(?<![Ff]eed|[Cc]all|[Pp]lay|[Ff]all)back|transpos|desc|rtl|exchange/i;
const isSymmetric =
  /equal|compar|cmp|same|distance|diff|swap|merge|union|intersect|overlap|concat|similar|match|assert|expect|between|cross|cycle|relat|dot$/i;

interface Target {
  readonly name: string;
  readonly parameters: readonly string[];
}

function* swapped(survey: Survey): Iterable<ProjectHit> {
  const files = [...survey.files.values()].filter(
    ({ source, tree }) => !source.isTest && tree.family !== "text",
  );
  const targets = targetsOf(files);
  for (const file of files) {
    const ofFamily = targets.get(file.tree.family);
    for (const call of file.outline.calls) {
      const found = ofFamily?.get(lastName(call.callee));
      if (!found) continue;
      const pair = exchangedIn(file, call, found);
      if (!pair || isMeant(file, call, pair)) continue;
      yield hitOf(file, call, pair);
    }
  }
}

/** By family and name; names of which few functions are meant, each with arguments to exchange. */
function targetsOf(
  files: readonly SurveyedFile[],
): ReadonlyMap<string, ReadonlyMap<string, readonly Target[]>> {
  const families = groupBy(files, ({ tree }) => tree.family);
  return new Map(
    [...families].map(([family, own]) => {
      const all = own.flatMap(({ outline }) => outline.functions.flatMap(targetOf));
      const byName = groupBy(all, ({ name }) => name);
      return [family, new Map([...byName].filter(([, found]) => mayBeMistaken(found)))];
    }),
  );
}

function targetOf(fact: FunctionFact): readonly Target[] {
  const { name, isTest } = fact;
  if (name === "<anonymous>" || isTest === true || isSymmetric.test(name)) return [];
  return [{ name, parameters: parametersOf(fact) }];
}

function mayBeMistaken(targets: readonly Target[]): boolean {
  return targets.length <= mostTargets && targets.every(({ parameters }) => parameters.length > 1);
}

function parametersOf({ parameters }: FunctionFact): readonly string[] {
  const names = parameters.map(({ name }) => name);
  return /^(?:self|cls|this|&self|&mut self)$/.test(names[0] ?? "") ? names.slice(1) : names;
}

interface Exchange {
  readonly target: Target;
  readonly given: readonly string[];
  readonly first: number;
  readonly second: number;
}

/** Two places whose arguments have each other's names, in every function that may be meant. */
function exchangedIn(file: SurveyedFile, call: Call, targets: readonly Target[]): Exchange | undefined {
  const text = file.source.text.slice(call.span.start, call.span.end);
  if (text.length > longestCall || !targets.every(({ parameters }) => mayExchange(text, parameters)))
    return undefined;
  const [written] = writtenCalls(
    { source: file.source, outline: { ...file.outline, calls: [call] } },
    () => true,
  );
  const given = written?.arguments ?? [];
  const found = targets.map((target) => exchangeOf(target, given));
  return found.every((one) => one !== undefined) ? found[0] : undefined;
}

const longestCall = 400;

/** Cheap: some parameter is named behind a later one. */
function mayExchange(text: string, parameters: readonly string[]): boolean {
  const folded = plain(text);
  const places = parameters.map((name) => folded.lastIndexOf(plain(name))).filter((place) => place !== -1);
  return places.length > 1 && places.some((place, i) => i > 0 && place < (places[i - 1] ?? 0));
}

function exchangeOf(target: Target, given: readonly string[]): Exchange | undefined {
  const wanted = target.parameters.map(plain);
  const names = given.map((argument) => plain(/^(?:[\w$]+\.)*([\w$]+)$/.exec(argument)?.[1] ?? ""));
  const first = names.findIndex((name, i) => {
    const other = wanted.indexOf(name);
    return name.length > 1 && other > i && names[other] === wanted[i] && isTelling(name, names[other] ?? "");
  });
  if (first === -1 || ownerOf(given[first]) !== ownerOf(given[wanted.indexOf(names[first] ?? "")]))
    return undefined;
  return { target, given, first, second: wanted.indexOf(names[first] ?? "") };
}

/** `a1` and `a2`, `sA` and `sB` name no roles. */
function isTelling(a: string, b: string): boolean {
  return b.length > 1 && a.slice(0, -1) !== b.slice(0, -1);
}

function ownerOf(argument = ""): string {
  return argument.slice(0, Math.max(0, argument.lastIndexOf(".")));
}

function plain(name: string): string {
  return name.replace(/_/g, "").toLowerCase();
}

function lastName(callee: string): string {
  return callee.slice(callee.lastIndexOf(".") + 1);
}

/** A comment this many lines above the call may be about it. */
const explained = 4;

/** The code says that it turns things around, or calls the function both ways. */
function isMeant(file: SurveyedFile, call: Call, { target }: Exchange): boolean {
  const { text } = file.source;
  const around = functionsAround(file.outline, call.span.start);
  const named = around.find(({ name }) => name !== "<anonymous>");
  const scope = named ? text.slice(named.span.start, named.span.end) : text;
  const line = lineAt(text, call.span.start);
  const above = text.slice(0, call.span.start).split("\n").slice(-explained, -1).join("\n");
  const calls = scope.match(new RegExp(`\\b${target.name}\\(`, "g"))?.length ?? 0;
  return (
    named?.name === target.name ||
    calls > 1 ||
    turnsAround.test(`${named?.name ?? ""} ${line}`) ||
    /(?:^|\s)(?:\/\/|#|\*)\s/.test(above)
  );
}

function hitOf(file: SurveyedFile, call: Call, { target, given, first, second }: Exchange): ProjectHit {
  const [a = "", b = ""] = [given[first], given[second]];
  return {
    path: file.source.path,
    at: call.span,
    issue: `\`${target.name}(${target.parameters.join(", ")})\` is given \`${a}\` for its \`${target.parameters[first] ?? ""}\` and \`${b}\` for its \`${target.parameters[second] ?? ""}\`.`,
  };
}
