/** A function made in a loop and kept for later, which will see the loop variable's last value. */
import type { SgNode } from "@ast-grep/napi";
import type { Outline } from "../../model/outline.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree } from "../../model/tree.js";
import { calleeOf, enclosingFunction, isSameNode } from "../../syntax/python/ask.js";
import { boundNames, leavesLoopAfter } from "../../syntax/python/flow.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";
import { goExamples } from "./late-binding-closure/go-examples.js";
import { sharedVariables } from "./late-binding-closure/go.js";

export default defineRule({
  severity: "medium",
  // The function is seen to outlive its round of the loop; whether the values differ is the open part.
  // Go: 3 hits on 45 trees of modules below 1.22, all true; 16 of 17 on 12 newer ones read as if they were 1.20.
  confidence: 0.85,
  judged: { right: 3, arguable: 0, wrong: 0, projects: 0 },
  title: "Loop variable captured by a function that runs later",
  risk: "A closure looks the variable up when it runs: every function made by the loop works with the value of the last round.",
  fix: "Bind the value when the function is made: a default argument (`lambda item=item: …`) or `functools.partial`.",
  tests: "include",
  match: { python: lateClosures, go: sharedVariables },
  examples: [
    {
      language: "python",
      bad: "def buttons(names, press):\n    made = []\n    for name in names:\n        made.append(lambda: press(name))\n    return made\n",
      good: "def buttons(names, press):\n    made = []\n    for name in names:\n        made.append(lambda name=name: press(name))\n        found = sorted(names, key=lambda other: other == name)\n        made.append(found)\n    return made\n",
    },
    {
      language: "python",
      bad: "def register(handlers, kinds):\n    for kind in kinds:\n        def handle(event):\n            return event.get(kind)\n        handlers[kind] = handle\n",
      good: "def register(handlers, kinds):\n    for kind in kinds:\n        def handle(event):\n            return event.get(kind)\n        if handle({}):\n            return handle\n\ndef first(kinds, handlers):\n    for kind in kinds:\n        if kind:\n            handlers[kind] = lambda: kind\n            break\n\ndef batches(kinds):\n    for kind in kinds:\n        local = []\n        local.append(lambda: kind)\n        for run in local:\n            run()\n",
    },
    {
      language: "python",
      bad: "adders = [lambda n: n + step for step in range(3)]\n",
      good: "totals = [sorted(row, key=lambda cell: cell[step]) for step in range(3)]\nmakers = [(lambda step: lambda n: n + step)(step) for step in range(3)]\n",
    },
    ...goExamples,
  ],
});

function* lateClosures({ tree, outline, source }: Subject<PythonTree>): Iterable<Hit> {
  if (!/\bfor\b/.test(source.text)) return;
  const closures = [...tree.nodes("lambda"), ...tree.nodes("function_definition").filter(enclosingLoop)];
  for (const closure of closures) {
    const loop = enclosingLoop(closure);
    const name = loop && capturedName(closure, loop, outline);
    if (!name || !isKept(closure, loop)) continue;
    yield {
      at: spanOf(closure),
      issue: `${nameOf(closure)} is made anew in each round of the loop and kept, but reads \`${name}\` only when it is called: by then \`${name}\` has the value of the last round.`,
      recommendation: `Bind the value now: add a default argument, \`${name}=${name}\`, or use \`functools.partial\`.`,
    };
  }
}

function nameOf(closure: SgNode): string {
  return closure.kind() === "lambda"
    ? "This lambda"
    : `\`${closure.field("name")?.text() ?? "The function"}\``;
}

const comprehensions = ["list_comprehension", "dictionary_comprehension", "set_comprehension"];

/** The loop or comprehension in whose body the function is made, in the same call of the same function. */
function enclosingLoop(closure: SgNode): SgNode | undefined {
  const loop = ancestor(
    closure,
    "for_statement",
    "generator_expression",
    ...comprehensions,
    "function_definition",
    "lambda",
    "class_definition",
  );
  if (loop?.kind() === "for_statement") {
    const body = loop.field("body");
    return body && isInside(closure, body) ? loop : undefined;
  }
  return loop && comprehensions.includes(String(loop.kind())) ? loop : undefined;
}

function isInside(node: SgNode, outer: SgNode): boolean {
  const [inner, around] = [spanOf(node), spanOf(outer)];
  return inner.start >= around.start && inner.end <= around.end;
}

/** A loop variable that the function reads without making it its own. */
function capturedName(closure: SgNode, loop: SgNode, outline: Outline): string | undefined {
  const own = closure.field("parameters")?.text() ?? "";
  const body = closure.field("body");
  if (!body) return undefined;
  const { start, end } = spanOf(body);
  const text = body.text();
  return loopNames(loop).find(
    (name) =>
      name !== "_" &&
      !new RegExp(`\\b${name}\\b`).test(own) &&
      !new RegExp(
        `(?<![.\\w])${name}\\s*(?::[^=\\n]+)?=(?!=)|\\bfor\\s[^\\n]*\\b${name}\\b[^\\n]*\\sin\\b`,
      ).test(text) &&
      (outline.references.get(name) ?? []).some((offset) => offset >= start && offset < end),
  );
}

function loopNames(loop: SgNode): readonly string[] {
  if (loop.kind() === "for_statement") return boundNames(loop.field("left"));
  return loop
    .children()
    .filter((child) => child.kind() === "for_in_clause")
    .flatMap((clause) => boundNames(clause.field("left")));
}

/** What puts a function away to be called later. */
const keeping =
  /(?:^|\.)(?:append|appendleft|add|insert|setdefault|add_done_callback|add_callback|call_later|call_soon|connect|subscribe|add_listener|register|add_command|add_handler|bind|submit|Thread|Timer)$/;

function isKept(closure: SgNode, loop: SgNode): boolean {
  const isComprehension = loop.kind() !== "for_statement";
  if (closure.kind() === "lambda")
    return isComprehension ? isElement(closure, loop) : isStored(closure, loop);
  if (isComprehension) return false;
  return usesOf(closure, loop).some((use) => isStored(use, loop));
}

/** The lambda is the element itself, or its value in a dictionary, a tuple or a list. */
function isElement(closure: SgNode, loop: SgNode): boolean {
  const parent = closure.parent();
  if (isSameNode(parent, loop)) return true;
  return parent !== null && parent.kind() === "pair" && isSameNode(parent.parent(), loop);
}

/** The names in the loop that stand for a function defined there. */
function usesOf(definition: SgNode, loop: SgNode): readonly SgNode[] {
  const name = definition.field("name")?.text() ?? "";
  return loop
    .findAll({ rule: { kind: "identifier", regex: `^${name}$` } })
    .filter((use) => enclosingFunction(use)?.id() === enclosingFunction(loop)?.id());
}

function isStored(value: SgNode, loop: SgNode): boolean {
  const holder = holderOf(value);
  if (!holder || leavesLoopAfter(holder, loop)) return false;
  const target = targetOf(holder);
  const receiver = target?.match(/^(\w+)[.[]/)?.[1];
  return target !== null && !(receiver && isMadeInLoop(receiver, loop));
}

/** The assignment or call that takes the value, looking through containers and keyword arguments. */
function holderOf(value: SgNode): SgNode | undefined {
  let parent = value.parent();
  while (
    parent &&
    [
      "tuple",
      "list",
      "pair",
      "dictionary",
      "keyword_argument",
      "argument_list",
      "parenthesized_expression",
    ].includes(String(parent.kind()))
  )
    parent = parent.parent();
  return parent && ["assignment", "call"].includes(String(parent.kind())) ? parent : undefined;
}

/** What the value is put into: `handlers[kind]`, `made.append`; null when it is not kept. */
function targetOf(holder: SgNode): string | null {
  if (holder.kind() === "assignment") {
    const left = holder.field("left");
    return left && ["subscript", "attribute"].includes(String(left.kind())) ? left.text() : null;
  }
  const callee = calleeOf(holder);
  return callee !== null && keeping.test(callee) ? callee : null;
}

/** A container or object made in the round of the loop may also be used up in it. */
function isMadeInLoop(name: string, loop: SgNode): boolean {
  if (loopNames(loop).includes(name)) return true;
  const body = loop.field("body")?.text() ?? "";
  return new RegExp(
    `^\\s*(?:with\\s.*\\sas\\s+${name}\\b|for\\s[^\\n]*\\b${name}\\b[^\\n]*\\sin\\b|${name}\\s*(?::[^=\\n]+)?=(?!=))`,
    "m",
  ).test(body);
}
