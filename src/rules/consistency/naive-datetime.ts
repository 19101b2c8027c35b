/** The same point in time is kept once with and once without a time zone, or once in UTC and once in local time. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { PythonTree } from "../../model/tree.js";
import { keywordArgument, positionalArguments } from "../../syntax/python/ask.js";
import { callsWhere } from "../../syntax/python/calls.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // Both forms stand in the file under one name; whether they meet in one value is the open part.
  confidence: 0.7,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Times with and without a zone under one name",
  risk: "Comparing or subtracting a time with a zone and one without raises a TypeError, and UTC compared with local time is wrong by hours without an error.",
  fix: "Use `datetime.now(timezone.utc)` everywhere, and convert only where times are shown.",
  trial: {
    name: "times set in both places can be compared",
    arrange: "one time set by {it}, and one set by the other place",
    act: "take one from the other",
    assert: "no `TypeError`, and the difference is the time that passed",
  },
  cwe: [1025],
  match: { python: mixedTimes },
  examples: [
    {
      language: "python",
      bad: "from datetime import datetime, timezone\n\nclass Session:\n    def __init__(self):\n        self.last_activity = datetime.utcnow()\n\n    def touch(self):\n        self.last_activity = datetime.now(timezone.utc)\n",
      good: "from datetime import datetime, timezone\n\nclass Session:\n    def __init__(self):\n        self.last_activity = datetime.now(timezone.utc)\n        self.created_at = datetime.now(tz=timezone.utc)\n\n    def touch(self):\n        self.last_activity = datetime.now(timezone.utc)\n        started = datetime.now()\n        print(datetime.now() - started)\n",
    },
    {
      language: "python",
      bad: "import datetime as dt\n\nclass Session:\n    def __init__(self):\n        self.created_at = dt.datetime.utcnow()\n\n    def is_old(self):\n        return dt.datetime.now() - self.created_at > LIMIT\n",
      good: "import datetime as dt\n\nclass Session:\n    def __init__(self):\n        self.created_at = dt.datetime.utcnow()\n        self.shown_at = dt.datetime.now().strftime('%H:%M')\n\n    def is_old(self):\n        return dt.datetime.utcnow() - self.created_at > LIMIT\n\n    def file_name(self):\n        return dt.datetime.now().strftime('%Y')\n",
    },
    {
      language: "python",
      bad: "from datetime import datetime, timezone\n\ndef create(name):\n    return Session(name=name, expires_at=datetime.utcnow() + timedelta(hours=1))\n\ndef is_over(session):\n    return session.expires_at < datetime.now(timezone.utc)\n",
      good: "from datetime import datetime, timezone\n\ndef create(name):\n    return Session(name=name, expires_at=datetime.now(timezone.utc) + timedelta(hours=1))\n\ndef is_over(session):\n    return session.expires_at < datetime.now(timezone.utc)\n\ndef report(rows):\n    return Report(rows, printed=datetime.now())\n",
    },
    {
      language: "python",
      bad: "from datetime import UTC, datetime\n\ndef create(data):\n    return {'id': data, 'created_at': datetime.now().isoformat()}\n\ndef copy(data):\n    data['created_at'] = datetime.now(UTC).isoformat()\n",
      good: "from datetime import UTC, datetime\n\ndef create(data):\n    return {'id': data, 'created_at': datetime.now(UTC).isoformat()}\n\ndef copy(data):\n    data['created_at'] = datetime.now(tz=UTC).isoformat()\n    data['day'] = datetime.now().date()\n    run(now=datetime.now())\n    run(now=datetime.now(UTC))\n\ndef measure():\n    start = datetime.now()\n    return datetime.now() - start\n\ndef later():\n    start = datetime.now(UTC)\n    return datetime.now(UTC) - start\n\ndef stored(row):\n    row.updated_at = datetime.now(UTC).replace(tzinfo=None)\n    row.updated_at = datetime.utcnow()\n",
    },
  ],
});

type Form = "utc" | "local" | "aware";

const described: Readonly<Record<Form, string>> = {
  utc: "UTC without a zone",
  local: "local time without a zone",
  aware: "a time with its zone",
};

/** A time that is stored under a name or compared with one. */
interface Use {
  readonly name: string;
  readonly form: Form;
  readonly at: Span;
  readonly code: string;
  readonly kind: "stored" | "compared";
}

function* mixedTimes(subject: Subject<PythonTree>): Iterable<Hit> {
  if (!/\butcnow\(|\.now\(\s*\)/.test(subject.source.text)) return;
  const uses = callsWhere(subject, ({ origin }) =>
    /^datetime\.datetime\.(?:utcnow|now)$/.test(origin ?? ""),
  ).flatMap(({ call, node }) => usesOf(call.callee, node));
  for (const name of new Set(uses.map((use) => use.name))) {
    const same = uses.filter((use) => use.name === name);
    const stored = same.filter(({ kind }) => kind === "stored");
    const first = stored[0];
    const other = first && same.find(({ form }) => form !== first.form);
    if (!first || !other) continue;
    // What has no zone is what to change.
    const [odd, fine] = other.form === "aware" ? [first, other] : [other, first];
    yield {
      at: odd.at,
      also: [fine.at],
      ...(other.kind === "compared" ? { title: `Two forms of time compared`, confidence: 0.85 } : {}),
      issue: `\`${name}\` is ${wordFor(odd)} \`${odd.code}\` (${described[odd.form]}) here, and ${wordFor(fine)} \`${fine.code}\` (${described[fine.form]}) elsewhere in this file.`,
    };
  }
}

function wordFor({ kind }: Use): string {
  return kind === "stored" ? "set to" : "compared with";
}

function usesOf(callee: string, call: SgNode): readonly Use[] {
  const form = formOf(callee, call);
  const whole = form && withConversions(call);
  const parent = whole?.parent();
  if (!form || !whole || !parent) return [];
  const told = { form, at: spanOf(whole), code: whole.text().replace(/\s+/g, " ") };
  const target = storedUnder(parent);
  if (target !== null) return [{ ...told, name: target, kind: "stored" }];
  return comparedWith(whole, parent).map((name) => ({ ...told, name, kind: "compared" }));
}

function formOf(callee: string, call: SgNode): Form | undefined {
  if (callee.endsWith(".utcnow")) return "utc";
  const zone = keywordArgument(call, "tz") ?? positionalArguments(call)[0];
  if (!zone) return call.field("arguments")?.text().replace(/\s/g, "") === "()" ? "local" : undefined;
  return zone.kind() === "none" ? undefined : "aware";
}

/** The time with `.isoformat()` and sums around it; undefined when it becomes something else, or its zone is changed. */
function withConversions(call: SgNode): SgNode | undefined {
  let node = call;
  for (let parent = node.parent(); parent; parent = node.parent()) {
    if (parent.kind() === "attribute") {
      const outer = parent.parent();
      if (parent.field("attribute")?.text() !== "isoformat" || outer?.kind() !== "call") return undefined;
      node = outer;
    } else if (parent.kind() === "parenthesized_expression" || isShift(parent)) node = parent;
    else return node;
  }
  return node;
}

/** `now + timedelta(…)` is a time again. */
function isShift(node: SgNode): boolean {
  return (
    node.kind() === "binary_operator" && /^(?:\w+\.)*timedelta\(/.test(node.field("right")?.text() ?? "")
  );
}

/** The attribute, key or keyword a value is kept under; local variables belong to their function alone. */
function storedUnder(parent: SgNode): string | null {
  const kind = parent.kind();
  if (kind === "assignment") return placeName(parent.field("left"));
  if (kind === "pair") return stringName(parent.field("key"));
  if (kind !== "keyword_argument") return null;
  // Other parameters of one name have little to do with each other: `start=`, `now=`.
  const name = parent.field("name")?.text() ?? "";
  return /_(?:at|on|time|date|until|activity)$|timestamp|expir/.test(name) ? name : null;
}

function placeName(node: SgNode | null): string | null {
  if (node?.kind() === "attribute") return node.field("attribute")?.text() ?? null;
  if (node?.kind() === "subscript") return stringName(node.field("subscript"));
  return null;
}

function stringName(node: SgNode | null): string | null {
  return node?.kind() === "string" ? (/^["'](\w+)["']$/.exec(node.text())?.[1] ?? null) : null;
}

/** What stands on the other side of `<`, `==` or `-`. */
function comparedWith(value: SgNode, parent: SgNode): readonly string[] {
  const isDifference = parent.kind() === "binary_operator" && parent.field("operator")?.text() === "-";
  if (parent.kind() !== "comparison_operator" && !isDifference) return [];
  if (ancestor(parent, "function_definition") === undefined) return [];
  return parent
    .children()
    .filter((child) => child.isNamed() && child.id() !== value.id())
    .flatMap((child) => placeName(child) ?? []);
}
