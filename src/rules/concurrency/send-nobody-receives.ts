/** A goroutine sends on an unbuffered channel whose only receiver may have left when its time was over. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { GoTree } from "../../model/tree.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // Channel, goroutine and the one select are read from one function; nothing else can receive.
  confidence: 0.8,
  judged: { right: 2, arguable: 1, wrong: 0, projects: 3 },
  title: "Goroutine left sending to nobody",
  risk: "When the time is over before the work, the goroutine waits for a receiver that has gone: it and all it holds stay in memory until the program ends, once for each such call.",
  fix: "Give the channel room for the one result (`make(chan T, 1)`), so that the goroutine can always send and end.",
  trial: {
    name: "no goroutine is left after a timeout",
    arrange: "the work held back longer than the time allowed, and the number of goroutines before",
    act: "run {it} until it gives up, then let the work end",
    assert: "the number of goroutines is that of before",
  },
  cwe: [772],
  match: { go: lostSends },
  examples: [
    {
      language: "go",
      bad: 'package a\n\nfunc ask(ctx context.Context) (string, error) {\n\tanswers := make(chan string)\n\tgo func() {\n\t\tanswers <- slow()\n\t}()\n\tselect {\n\tcase answer := <-answers:\n\t\treturn answer, nil\n\tcase <-ctx.Done():\n\t\treturn "", ctx.Err()\n\t}\n}\n',
      good: 'package a\n\nfunc ask(ctx context.Context) (string, error) {\n\tanswers := make(chan string, 1)\n\tgo func() {\n\t\tanswers <- slow()\n\t}()\n\tselect {\n\tcase answer := <-answers:\n\t\treturn answer, nil\n\tcase <-ctx.Done():\n\t\treturn "", ctx.Err()\n\t}\n}\n\nfunc waits(ctx context.Context) string {\n\tanswers := make(chan string)\n\tgo func() {\n\t\tanswers <- slow()\n\t}()\n\tselect {\n\tcase answer := <-answers:\n\t\treturn answer\n\tcase <-ctx.Done():\n\t\tstop()\n\t\treturn <-answers\n\t}\n}\n\nfunc chooses(ctx context.Context) string {\n\tanswers := make(chan string)\n\tgo func() {\n\t\tselect {\n\t\tcase answers <- slow():\n\t\tcase <-ctx.Done():\n\t\t}\n\t}()\n\tselect {\n\tcase answer := <-answers:\n\t\treturn answer\n\tcase <-ctx.Done():\n\t\treturn ""\n\t}\n}\n',
    },
    {
      language: "go",
      bad: "package a\n\nfunc wait(group *sync.WaitGroup) bool {\n\tdone := make(chan struct{})\n\tgo func() {\n\t\tgroup.Wait()\n\t\tdone <- struct{}{}\n\t}()\n\tselect {\n\tcase <-done:\n\t\treturn true\n\tcase <-time.After(time.Second):\n\t\treturn false\n\t}\n}\n",
      good: "package a\n\nfunc wait(group *sync.WaitGroup) bool {\n\tdone := make(chan struct{})\n\tgo func() {\n\t\tgroup.Wait()\n\t\tclose(done)\n\t}()\n\tselect {\n\tcase <-done:\n\t\treturn true\n\tcase <-time.After(time.Second):\n\t\treturn false\n\t}\n}\n",
    },
  ],
});

const unbuffered = /\b(\w+)\s*:=\s*make\(chan [^,()]*(?:\([^()]*\))?[^,()]*\)/g;

function* lostSends({ tree, source: { text } }: Subject<GoTree>): Iterable<Hit> {
  if (!/:=\s*make\(chan /.test(text) || !text.includes("select")) return;
  for (const send of tree.nodes("send_statement")) {
    const channel = send.field("channel")?.text() ?? "";
    if (!/^\w+$/.test(channel) || send.parent()?.kind() === "communication_case") continue;
    const literal = ancestor(send, "func_literal");
    if (literal?.parent()?.parent()?.kind() !== "go_statement") continue;
    const holder = ancestor(literal, "function_declaration", "method_declaration", "func_literal");
    const leaving = holder && isMadeIn(holder, channel) ? leavingSelect(holder, channel) : undefined;
    if (!leaving) continue;
    yield {
      at: spanOf(send),
      also: [spanOf(leaving)],
      issue: `The goroutine sends on \`${channel}\`, which has no room; when \`${caseOf(leaving)}\` comes first, the function has left and nobody receives, so the goroutine never ends.`,
      recommendation: `Make \`${channel}\` with room for one: \`make(chan …, 1)\`.`,
    };
  }
}

function isMadeIn(holder: SgNode, channel: string): boolean {
  return [...holder.text().matchAll(unbuffered)].some(([, name]) => name === channel);
}

/** The other case of the only place that receives, when it ends the function. */
function leavingSelect(holder: SgNode, channel: string): SgNode | undefined {
  const text = holder.text();
  const received = text.match(new RegExp(`<-\\s*${channel}\\b|\\brange ${channel}\\b`, "g")) ?? [];
  // Whoever else gets the channel may receive from it.
  if (
    received.length !== 1 ||
    new RegExp(`[(,]\\s*${channel}\\s*[,)]|return[^\\n]*[ ,]${channel}\\b(?!:)`).test(text)
  )
    return undefined;
  const cases = holder.findAll({ rule: { kind: "communication_case" } });
  const own = cases.find((one) => new RegExp(`<-\\s*${channel}\\b`).test(headOf(one)));
  const others = own
    ?.parent()
    ?.children()
    .filter((one) => one.kind() === "communication_case" && one.id() !== own.id());
  if (
    !own ||
    ancestor(own, "for_statement", "func_literal", "function_declaration", "method_declaration")?.id() !==
      holder.id()
  )
    return undefined;
  return others?.find(
    (one) => /\.Done\(\)|time\.After\(|\.C\b/.test(headOf(one)) && /\n\s*return\b/.test(one.text()),
  );
}

/** The first line of a case. */
function headOf(node: SgNode): string {
  return node.text().split("\n", 1)[0] ?? "";
}

function caseOf(node: SgNode): string {
  return headOf(node).replace(/^case\s+|:\s*$/g, "");
}
