/** Java code is told to stop by an interrupt, and forgets that it was told. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { JavaTree } from "../../model/tree.js";
import { isTidying } from "../../syntax/call-names.js";
import { argumentsOf, methodKinds } from "../../syntax/java/ask.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "low",
  // That the mark is lost is a fact of the language; in a thread that nobody ever interrupts it costs nothing.
  confidence: 0.7,
  judged: { right: 11, arguable: 1, wrong: 0, projects: 4 },
  title: "Interrupt swallowed",
  risk: "The thread's interrupt mark is cleared when the exception is thrown: code further out never learns that it should stop, and shutting the pool down hangs until its limit.",
  fix: "Call `Thread.currentThread().interrupt()` in the handler and leave, or let the InterruptedException go to the caller.",
  trial: {
    name: "a request to stop is heeded",
    arrange: "a thread that runs {it}",
    act: "interrupt the thread",
    assert: "the thread ends, or its interrupt flag is set",
  },
  fold: "file",
  match: {
    *java(subject) {
      if (!subject.source.text.includes("InterruptedException")) return;
      for (const clause of subject.tree.nodes("catch_clause")) {
        const hit = examine(clause, subject);
        if (hit) yield hit;
      }
    },
  },
  examples: [
    {
      language: "java",
      bad: 'class Poller implements Runnable {\n  public void run() {\n    while (true) {\n      poll();\n      try {\n        Thread.sleep(1000);\n      } catch (InterruptedException e) {\n        log.warn("interrupted", e);\n      }\n    }\n  }\n}\n',
      good: 'class Poller implements Runnable {\n  public void run() {\n    while (!isStopped) {\n      try {\n        Thread.sleep(1000);\n      } catch (InterruptedException e) {\n        log.warn("interrupted", e);\n      }\n    }\n    while (true) {\n      try {\n        poll();\n      } catch (InterruptedException e) {\n        Thread.currentThread().interrupt();\n      }\n      try {\n        poll();\n      } catch (InterruptedException e) {\n        throw new IllegalStateException(e);\n      }\n      try {\n        poll();\n      } catch (InterruptedException e) {\n        break;\n      }\n      try {\n        poll();\n      } catch (InterruptedException e) {\n        // nobody interrupts this thread\n      }\n      try {\n        poll();\n      } catch (InterruptedException ignored) {\n      }\n    }\n  }\n\n  int wait(Future<Integer> future) throws ExecutionException {\n    boolean isInterrupted = false;\n    try {\n      while (true) {\n        try {\n          return future.get();\n        } catch (InterruptedException e) {\n          isInterrupted = true;\n        }\n      }\n    } finally {\n      if (isInterrupted) Thread.currentThread().interrupt();\n    }\n  }\n\n  void stop() {\n    try {\n      thread.join();\n    } catch (InterruptedException e) {\n      log.warn("interrupted", e);\n    }\n  }\n\n  void elect() {\n    try {\n      offer();\n    } catch (InterruptedException e) {\n      becomeFailed(e);\n    }\n  }\n\n  public static void main(String[] args) {\n    try {\n      Thread.sleep(10);\n    } catch (InterruptedException e) {\n      e.printStackTrace();\n    }\n  }\n}\n',
    },
  ],
});

function examine(clause: SgNode, { source }: Subject<JavaTree>): Hit | null {
  const caught = clause.children().find((child) => child.kind() === "catch_formal_parameter");
  if (!caught || !/\bInterruptedException\b/.test(caught.text())) return null;
  if (/^(?:_|ign\w*|expected\w*|unused|swallow\w*)$/i.test(caught.field("name")?.text() ?? "")) return null;
  const body = clause.field("body");
  if (!body || isHandled(body) || isHandedOn(body, caught) || isToldToStop(clause)) return null;
  const holder = ancestor(clause, ...methodKinds);
  if (marksAgainLater(holder)) return null;
  const method = holder?.field("name")?.text() ?? "";
  if (
    // `done` of a SwingWorker asks for a result that is there, and who closes things down has nothing left to stop.
    /^(?:main|done|halt)$/.test(method) ||
    isTidying(method) ||
    endsThread(clause, method) ||
    /(?:^|\/)(?:demo|examples?|samples?|benchmark)s?\//.test(source.path)
  )
    return null;
  const header = source.text.slice(spanOf(clause).start, spanOf(body).start);
  return {
    at: { start: spanOf(clause).start, end: spanOf(clause).start + header.trimEnd().length },
    severity: isInEndlessLoop(clause) ? "medium" : "low",
    issue: `${method === "" ? "The handler" : `\`${method}\``} catches InterruptedException and goes on as if nothing had happened: the mark that asks this thread to stop is gone.`,
  };
}

/** `finally { if (interrupted) Thread.currentThread().interrupt(); }`: the mark is kept in a variable until the wait is over. */
function marksAgainLater(method: SgNode | undefined): boolean {
  const cleanups = method?.findAll({ rule: { kind: "finally_clause" } }) ?? [];
  return cleanups.some((cleanup) => /\bThread\.currentThread\(\)\.interrupt\(\)/.test(cleanup.text()));
}

/** A `run` method without a loop around the wait: the thread is at its end and its mark asks nobody any more. */
function endsThread(clause: SgNode, method: string): boolean {
  const loop = ancestor(
    clause,
    "while_statement",
    "do_statement",
    "for_statement",
    "enhanced_for_statement",
    ...methodKinds,
  );
  return method === "run" && loop?.kind() === "method_declaration";
}

/** `while (true)` goes round again, and this was the only way to end it. */
function isInEndlessLoop(clause: SgNode): boolean {
  const loop = ancestor(clause, "while_statement", "for_statement", ...methodKinds, "lambda_expression");
  return /^(?:while\s*\(\s*true\s*\)|for\s*\(\s*;\s*;\s*\))/.test(loop?.text().slice(0, 40) ?? "");
}

/** `becomeFailed(e)`: somebody else is told, who may set the mark again. */
function isHandedOn(body: SgNode, caught: SgNode): boolean {
  const name = caught.field("name")?.text() ?? "";
  return body
    .findAll({ rule: { kind: "method_invocation" } })
    .some(
      (call) =>
        argumentsOf(call).some((argument) => argument.text() === name) &&
        !/^(?:trace|debug|info|warn|warning|error|severe|fatal|log\w*|print\w*)$/i.test(
          call.field("name")?.text() ?? "",
        ),
    );
}

/** The mark is set again, the method is left, or a comment says why not. */
function isHandled(body: SgNode): boolean {
  return /\binterrupt\w*\s*\(|\b(?:throw|return|break)\b|\/\/|\/\*|(?:sneaky|propagate|rethrow|unchecked)/i.test(
    body.text().replace(/"(?:[^"\\]|\\.)*"/g, '""'),
  );
}

/** A loop that asks a flag, which whoever interrupts has set. */
function isToldToStop(clause: SgNode): boolean {
  const loop = ancestor(
    clause,
    "while_statement",
    "do_statement",
    "for_statement",
    ...methodKinds,
    "lambda_expression",
  );
  const condition = /^(?:while|do|for)_statement$/.test(String(loop?.kind()))
    ? loop?.field("condition")?.text()
    : undefined;
  const asked = `${condition ?? ""} ${clause.field("body")?.text() ?? ""}`;
  return /stop|shut|running|alive|closed|cancel|active|started|done|destroy|terminat|interrupted\(/i.test(
    asked.replace(/"(?:[^"\\]|\\.)*"/g, '""'),
  );
}
