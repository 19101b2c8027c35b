/** A runtime is asked to wait for a future by code that the same runtime is running. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { RustTree } from "../../model/tree.js";
import { isToolPath } from "../../syntax/tool-paths.js";
import { calleeOf, enclosingBody, isAsync, isInTest, methodOf, receiverOf } from "../../syntax/rust/ask.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // tokio documents the panic; other executors stop the thread. Only the closure around it could move it elsewhere.
  confidence: 0.85,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Runtime blocked by its own task",
  risk: "On tokio the call panics (it starts a runtime from within a runtime); other executors stop the thread, for ever if the future needs it to finish.",
  fix: "Await the future. In code that cannot be async, call it inside `tokio::task::spawn_blocking`.",
  fold: "file",
  match: { rust: blockedTasks },
  examples: [
    {
      language: "rust",
      bad: "async fn load(id: u64) -> Page {\n    let runtime = tokio::runtime::Handle::current();\n    runtime.block_on(fetch(id))\n}\n",
      good: "async fn load(id: u64) -> Page {\n    tokio::task::spawn_blocking(move || tokio::runtime::Handle::current().block_on(fetch(id))).await.unwrap()\n}\n\nfn main() {\n    tokio::runtime::Runtime::new().unwrap().block_on(async { load(1).await });\n}\n",
    },
    {
      language: "rust",
      bad: "use futures::executor::block_on;\n\nfn start(id: u64) {\n    tokio::spawn(async move {\n        let page = block_on(fetch(id));\n        show(page);\n    });\n}\n",
      good: "use futures::executor::block_on;\n\nfn start(id: u64) {\n    std::thread::spawn(move || {\n        let page = block_on(fetch(id));\n        show(page);\n    });\n}\n",
    },
  ],
});

function* blockedTasks({ tree, source }: Subject<RustTree>): Iterable<Hit> {
  if (!/\bblock_on\b/.test(source.text) || !source.text.includes("async")) return;
  for (const call of tree.nodes("call_expression")) {
    const callee = methodOf(call) ?? calleeOf(call)?.split(".").at(-1);
    if (callee !== "block_on" || isInTest(tree, call)) continue;
    const body = enclosingBody(call);
    if (!body || !runsOnRuntime(body) || /local|LocalSet/i.test(receiverOf(call)?.text() ?? "")) continue;
    yield {
      at: spanOf(call),
      ...(isToolPath(source.path) ? { severity: "low" as const } : {}),
      issue: `\`block_on\` is called ${placeOf(body)}, which a runtime is running already.`,
    };
  }
}

function runsOnRuntime(body: SgNode): boolean {
  return body.kind() === "async_block" || (body.kind() === "function_item" && isAsync(body));
}

function placeOf(body: SgNode): string {
  return body.kind() === "async_block"
    ? "in an async block"
    : `in \`async fn ${body.field("name")?.text() ?? ""}\``;
}
