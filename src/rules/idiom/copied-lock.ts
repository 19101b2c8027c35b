/** A struct with a lock in it is passed by value, so that the copy has a lock of its own. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, defineRule } from "../../model/rule.js";
import type { GoTree } from "../../model/tree.js";
import { namedChildren } from "../../syntax/go/ask.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Receiver and struct are declared in the same file, and a copied lock guards nothing by its documentation.
  confidence: 0.9,
  judged: { right: 1, arguable: 1, wrong: 0, projects: 0 },
  title: "Lock copied with its struct",
  risk: "Each call locks a copy that nobody else knows: the state is not guarded at all, and a copy made of a locked struct can never be locked again.",
  fix: "Use a pointer: `func (s *Store) …`, `func run(s *Store)`.",
  cwe: [667],
  match: {
    *go({ tree, source }) {
      if (!/\bsync\.(?:RW)?Mutex\b|\bsync\.(?:WaitGroup|Once|Cond)\b/.test(source.text)) return;
      const guarded = lockedStructs(tree);
      if (guarded.size === 0) return;
      for (const kind of ["method_declaration", "function_declaration"]) {
        for (const node of tree.nodes(kind)) yield* copies(node, guarded);
      }
    },
  },
  examples: [
    {
      language: "go",
      bad: 'package a\n\nimport "sync"\n\ntype Counter struct {\n\tmu    sync.Mutex\n\tcount map[string]int\n}\n\nfunc (c Counter) Add(name string) {\n\tc.mu.Lock()\n\tdefer c.mu.Unlock()\n\tc.count[name]++\n}\n',
      good: 'package a\n\nimport "sync"\n\ntype Counter struct {\n\tmu    sync.Mutex\n\tcount map[string]int\n}\n\ntype View struct {\n\tmu *sync.Mutex\n}\n\nfunc (c *Counter) Add(name string) {\n\tc.mu.Lock()\n\tdefer c.mu.Unlock()\n\tc.count[name]++\n}\n\nfunc (v View) Show(c *Counter, all []*Counter) {\n\tv.mu.Lock()\n\tdefer v.mu.Unlock()\n}\n',
    },
    {
      language: "go",
      bad: 'package a\n\nimport "sync"\n\ntype Store struct {\n\tsync.RWMutex\n\titems []string\n}\n\nfunc dump(s Store) {\n\ts.RLock()\n\tdefer s.RUnlock()\n\tshow(s.items)\n}\n',
      good: 'package a\n\nimport "sync"\n\ntype Store struct {\n\tlocks map[string]*sync.Mutex\n\tmake  func() sync.Mutex\n\titems []string\n}\n\nfunc dump(s Store) {\n\tshow(s.items)\n}\n',
    },
  ],
});

/** Names of the file's structs that hold a lock itself, with the lock's type. */
function lockedStructs(tree: GoTree): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const spec of tree.nodes("type_spec")) {
    const struct = spec.field("type");
    if (struct?.kind() !== "struct_type") continue;
    const list = struct.children().find((child) => child.kind() === "field_declaration_list");
    const types = list ? namedChildren(list).map((one) => one.field("type")?.text() ?? "") : [];
    const lock = types.find((type) => /^sync\.(?:Mutex|RWMutex|WaitGroup|Once|Cond)$/.test(type));
    const name = spec.field("name")?.text();
    if (lock !== undefined && name !== undefined) found.set(name, lock);
  }
  return found;
}

/** A copy that is never locked is only one away from being so; `ctx.Done()` is another thing's. */
function usesLock(node: SgNode, name: string): boolean {
  const used = new RegExp(`\\b${name}\\.(?:\\w+\\.)?(?:R?Lock|R?Unlock|Wait|Do|Done|Broadcast|Signal)\\(`);
  return name !== "" && used.test(node.field("body")?.text() ?? "");
}

function* copies(node: SgNode, guarded: ReadonlyMap<string, string>): Iterable<Hit> {
  for (const field of ["receiver", "parameters"]) {
    const list = node.field(field);
    for (const declaration of list ? namedChildren(list) : []) {
      const type = declaration.field("type")?.text() ?? "";
      const lock = guarded.get(type);
      if (lock === undefined) continue;
      yield {
        at: spanOf(declaration),
        issue: `\`${node.field("name")?.text() ?? ""}\` takes \`${type}\` by value and with it a copy of its \`${lock}\`.`,
        recommendation: `Take \`*${type}\` instead.`,
        ...(usesLock(node, declaration.field("name")?.text() ?? "") ? {} : { severity: "medium" }),
      };
    }
  }
}
