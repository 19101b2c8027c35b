/** A Rust lock is taken to look, given back, and taken again to write, without looking again. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Subject } from "../../../model/rule.js";
import type { RustTree } from "../../../model/tree.js";
import { argumentsOf, isInTest, methodOf, receiverOf } from "../../../syntax/rust/ask.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

interface Taking {
  readonly lock: string;
  readonly how: string;
  readonly node: SgNode;
  readonly holder: SgNode;
}

/** In each function, the first lock that is looked under and then written under. */
export function* rust({ tree, source }: Subject<RustTree>): Iterable<Hit> {
  if (!/\.(?:lock|write)\(\)/.test(source.text)) return;
  const told = new Set<string>();
  const takings = tree.nodes("call_expression").flatMap((call) => taking(tree, call) ?? []);
  for (const write of takings) {
    const key = `${String(write.holder.id())} ${write.lock}`;
    if (write.how === "read" || told.has(key)) continue;
    const look = takings.find((one) => isLookBefore(one, write, source.text));
    if (!look || !storesUnseen(write, source.text)) continue;
    told.add(key);
    const name = write.holder.field("name")?.text() ?? "";
    yield {
      at: spanOf(write.node),
      also: [spanOf(look.node)],
      severity: "low",
      title: "Check and act under two guards",
      confidence: 0.6,
      issue: `\`${name}\` looks under one guard of \`${write.lock}\` and stores under another: what another caller stored in between is overwritten unseen.`,
      recommendation: `Look again once \`${write.lock}\` is locked for writing (\`entry(…)\`, \`get_or_insert_with\`), or hold one guard over both.`,
      scenario:
        "Two callers look at the same time, both store what follows from what they saw, and the second overwrites what the first has stored and handed out.",
    };
  }
}

function taking(tree: RustTree, call: SgNode): Taking | undefined {
  const how = methodOf(call) ?? "";
  if (!/^(?:lock|read|write)$/.test(how) || argumentsOf(call).length > 0) return undefined;
  const holder = ancestor(call, "function_item");
  const lock = receiverOf(call)?.text().replace(/\s+/g, "");
  return holder && lock && !isInTest(tree, call) ? { lock, how, node: call, holder } : undefined;
}

const looks =
  /\.(?:get|contains|contains_key|is_none|is_some|is_empty|peek)\s*\(|\bif\s+let\s+Some\b|\bSome\s*\(/;

/** The same lock, taken earlier to see whether something is there, and given back before. */
function isLookBefore(look: Taking, write: Taking, text: string): boolean {
  if (look.lock !== write.lock || look.holder.id() !== write.holder.id()) return false;
  const [from, to] = [spanOf(look.node).end, spanOf(write.node).start];
  if (from >= to || (look.how !== "read" && look.how !== "lock")) return false;
  const between = text.slice(from, to);
  // A look that ends in an answer for the one who asked, or in another branch, decides nothing for the write.
  if (!looks.test(between) || isInOtherBranch(look, write) || isLater(look, write)) return false;
  return !isOtherKey(between, text.slice(to)) && !isOfThread(look);
}

/** The look asks for one key and the write stores under another. */
function isOtherKey(look: string, write: string): boolean {
  const asked = /^[^;{]*?\.(?:get|contains|contains_key|peek)\s*\(\s*([^(),]+)\)/.exec(look)?.[1];
  const stored = /^[^;{]*?\.insert\s*\(\s*([^(),]+(?:\(\))?)\s*,/.exec(write)?.[1];
  if (asked === undefined || stored === undefined) return false;
  return plainKey(asked) !== plainKey(stored);
}

/** `id` for `&id`, `id.clone()` and `todo.id`. */
function plainKey(key: string): string {
  const bare = key.replace(/^[&*\s]+|\.(?:clone|to_owned|to_string|as_ref|as_str|into)\(\)|\s+/g, "");
  return bare.slice(bare.lastIndexOf(".") + 1);
}

/** What belongs to one thread has no second caller. */
function isOfThread({ holder }: Taking): boolean {
  return /\bthread_local!/.test(holder.text());
}

function isInOtherBranch(look: Taking, write: Taking): boolean {
  const arm = ancestor(look.node, "match_arm");
  if (!arm) return false;
  const { start, end } = spanOf(arm);
  const at = spanOf(write.node).start;
  return at < start || at >= end;
}

/** A closure runs for what comes later: what it stores does not follow from a look that was taken before it was made. */
function isLater(look: Taking, write: Taking): boolean {
  const closure = ancestor(write.node, "closure_expression");
  return closure !== undefined && spanOf(closure).start > spanOf(look.node).start;
}

const checksAgain =
  /\.(?:entry|contains|contains_key|get|get_mut|get_or_insert\w*|is_none|is_some|or_insert\w*|retain|remove|peek)\s*\(|\bif\s+let\b|\bmatch\b/;

/** What follows stores something new and never looks at what is there by now. */
function storesUnseen(write: Taking, text: string): boolean {
  const statement = ancestor(write.node, "let_declaration", "expression_statement");
  const block = statement?.parent();
  if (!statement || !block) return false;
  const after = text.slice(
    spanOf(write.node).end,
    spanOf(statement.kind() === "let_declaration" ? block : statement).end,
  );
  const stored = /\.insert\s*\(|\*\s*\w+\s*=(?!=)|^[^;]*\)?\s*=(?!=)/.exec(after);
  return stored !== null && !checksAgain.test(after.slice(0, stored.index));
}

export const rustExamples: readonly Example[] = [
  {
    language: "rust",
    bad: "async fn session(&self, id: u64) -> Session {\n    if let Some(session) = self.sessions.read().await.get(&id) {\n        return session.clone();\n    }\n    let session = Session::open(id).await;\n    self.sessions.write().await.insert(id, session.clone());\n    session\n}\n",
    good: "async fn session(&self, id: u64) -> Session {\n    if let Some(session) = self.sessions.read().await.get(&id) {\n        return session.clone();\n    }\n    let mut sessions = self.sessions.write().await;\n    sessions.entry(id).or_insert_with(|| Session::new(id)).clone()\n}\n\nasync fn again(&self, id: u64) -> Session {\n    if let Some(session) = self.sessions.read().await.get(&id) {\n        return session.clone();\n    }\n    let mut sessions = self.sessions.write().await;\n    if let Some(session) = sessions.get(&id) {\n        return session.clone();\n    }\n    let session = Session::new(id);\n    sessions.insert(id, session.clone());\n    session\n}\n\nfn other(&self, id: u64) {\n    let count = self.names.read().unwrap().len();\n    self.sessions.write().unwrap().insert(id, Session::new(count));\n}\n\nfn listen(&self, id: u64, messages: Messages) {\n    if let Some(last) = self.sessions.read().unwrap().get(&id) {\n        replay(last);\n    }\n    messages.for_each(|message| {\n        self.sessions.write().unwrap().insert(id, message);\n    });\n}\n\nfn schema(&self, id: TypeId) -> Schema {\n    thread_local! { static CACHE: RwLock<Map> = Default::default(); }\n    CACHE.with(|cache| {\n        if let Some(schema) = cache.read().unwrap().get(&id) {\n            return schema.clone();\n        }\n        let schema = Schema::of(id);\n        cache.write().unwrap().insert(id, schema.clone());\n        schema\n    })\n}\n\nfn end(&self, id: u64) {\n    if self.sessions.read().unwrap().contains_key(&id) {\n        self.sessions.write().unwrap().remove(&id);\n    }\n}\n",
  },
  {
    language: "rust",
    bad: "async fn value(&self) -> Result<Value> {\n    let value = self.value.read().await;\n    if let Some(value) = &*value {\n        return Ok(value.clone());\n    }\n    drop(value);\n    let mut value = self.value.write().await;\n    let made = self.make().await?;\n    *value = Some(made.clone());\n    Ok(made)\n}\n",
    good: "async fn value(&self) -> Result<Value> {\n    let mut value = self.value.write().await;\n    if value.is_none() {\n        *value = Some(self.make().await?);\n    }\n    Ok(value.clone().unwrap())\n}\n\nasync fn set(&self, made: Value) {\n    let mut value = self.value.write().await;\n    *value = Some(made);\n}\n",
  },
  {
    language: "rust",
    bad: "fn update(&self, id: Uuid, text: String) -> Option<Todo> {\n    let mut todo = self.todos.read().unwrap().get(&id).cloned()?;\n    todo.text = text;\n    self.todos.write().unwrap().insert(todo.id, todo.clone());\n    Some(todo)\n}\n",
    good: 'fn rename(&self, old: &str, new: String) -> Option<Todo> {\n    let todo = self.todos.read().unwrap().get(old).cloned()?;\n    self.todos.write().unwrap().insert(new, todo.clone());\n    Some(todo)\n}\n\n#[cfg(all(not(target_family = "wasm"), test))]\nmod tests {\n    fn fills(room: &Room) {\n        if room.token.lock().unwrap().is_none() {\n            *room.token.lock().unwrap() = Some(1);\n        }\n    }\n}\n',
  },
];
