/** Tests give back what they take: servers, connections, files. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { definePractice } from "../model/rule.js";
import type { TypeScriptTree } from "../model/tree.js";
import * as elixir from "../syntax/elixir/calls.js";
import * as python from "../syntax/python/ask.js";
import * as typescript from "../syntax/typescript/ask.js";
import { written, writtenExamples } from "./cleanup-in-tests/written.js";
import { spanOf } from "../syntax/nodes.js";

export default definePractice({
  category: "testing",
  // The hook or fixture and the releasing call both stand in the code.
  confidence: 0.9,
  title: "Tests clean up after themselves",
  reason: "What one test opens or writes does not reach the next, so a failure means the test that shows it.",
  tests: "only",
  match: {
    ...written,
    *typescript({ tree }) {
      for (const call of tree.nodes(tree.ts.SyntaxKind.CallExpression)) {
        const hook = typescript.dottedName(tree, call.expression);
        if (!hook || !/^(?:test\.)?after(?:Each|All)?$/.test(hook)) continue;
        const release = releaseIn(tree, call);
        if (!release) continue;
        yield {
          at: typescript.spanOf(tree, call),
          issue: `\`${hook}\` calls \`${release}\`: what the tests open or write is given back.`,
        };
        return;
      }
    },
    *python({ tree, source }) {
      if (!/\byield\b/.test(source.text) || !source.text.includes("fixture")) return;
      for (const node of tree.nodes("function_definition")) {
        const release = isFixture(node) ? releaseAfterYield(node) : undefined;
        if (!release) continue;
        const name = node.field("name")?.text() ?? "";
        yield {
          at: spanOf(node),
          issue: `The fixture \`${name}\` calls \`${release}\` after its \`yield\`: what the tests open or write is given back.`,
        };
        return;
      }
    },
    *elixir({ tree }) {
      for (const { node, span } of elixir.callsNamed(tree, /^on_exit$/)) {
        const release = elixir
          .callsWithin(tree, span)
          .find(({ target }) => isRelease(target.replace(/!$/, "")));
        if (!release || release.node.id() === node.id()) continue;
        yield {
          at: span,
          issue: `\`on_exit\` calls \`${release.target}\`: what the tests start or write is given back.`,
        };
        return;
      }
    },
  },
  examples: [
    {
      language: "typescript",
      path: "test/server.test.ts",
      bad: 'import { afterEach, beforeEach } from "vitest";\nbeforeEach(() => server.listen());\nafterEach(async () => {\n  await server.close();\n});\n',
      good: 'import { afterEach } from "vitest";\nafterEach(() => {\n  console.log("done");\n});\nevents.after("close", () => events.close());\n',
    },
    {
      language: "elixir",
      path: "test/store_test.exs",
      bad: 'defmodule StoreTest do\n  use ExUnit.Case\n  setup do\n    File.mkdir_p!("tmp/store")\n    on_exit(fn -> File.rm_rf!("tmp/store") end)\n  end\nend\n',
      good: 'defmodule StoreTest do\n  use ExUnit.Case\n  setup do\n    File.rm_rf!("tmp/store")\n    on_exit(fn -> IO.puts("done") end)\n  end\nend\n',
    },
    {
      language: "python",
      path: "tests/conftest.py",
      bad: "import pytest\n\n@pytest.fixture\ndef client(app):\n    connection = app.connect()\n    yield connection\n    connection.close()\n",
      good: "import pytest\n\n@pytest.fixture\ndef client(app):\n    yield app.connect()\n\ndef rows(cursor):\n    yield cursor.fetch()\n    cursor.close()\n",
    },
    ...writtenExamples,
  ],
});

const releases =
  /(?:^|\.)(?:close|destroy|disconnect|quit|rm|rmSync|rmdir|rmtree|unlink\w*|remove\w*|clean\w*|shutdown|terminate|tear\w*|drop\w*|delete\w*|flush(?:all|db)|stop|kill|dispose|truncate\w*|rollback|useRealTimers|aclose|reset\w*)$/i;
const elixirReleases = /^(?:Process\.exit|Application\.(?:put|delete)_env|File\.rm_rf)$/;

function releaseIn(tree: TypeScriptTree, hook: ts.CallExpression): string | undefined {
  let found: string | undefined;
  typescript.walk(tree, hook, (node) => {
    if (found === undefined && tree.ts.isCallExpression(node)) {
      const name = typescript.dottedName(tree, node.expression);
      if (name && releases.test(name)) found = name;
    }
    return found === undefined;
  });
  return found;
}

function isRelease(target: string): boolean {
  return elixirReleases.test(target) || (/[.]/.test(target) && releases.test(target));
}

function isFixture(node: SgNode): boolean {
  const holder = node.parent();
  if (holder?.kind() !== "decorated_definition") return false;
  return holder.children().some((child) => child.kind() === "decorator" && /fixture\b/.test(child.text()));
}

function releaseAfterYield(node: SgNode): string | undefined {
  const body = node.field("body");
  const pause = body?.find({ rule: { kind: "yield" } });
  if (!body || !pause) return undefined;
  const after = spanOf(pause).end;
  return (
    body
      .findAll({ rule: { kind: "call" } })
      .filter((call) => spanOf(call).start >= after)
      .map((call) => python.calleeOf(call))
      .find((callee) => callee !== null && releases.test(callee)) ?? undefined
  );
}
