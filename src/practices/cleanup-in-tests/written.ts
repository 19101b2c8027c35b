/** Tests that give back what they take, as Go, Java and Rust write it. */
import type { Example, Hit, Matchers } from "../../model/rule.js";
import type { Call } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import { codeOf } from "../../syntax/code-text.js";
import type { Code } from "../../syntax/in-families.js";

export const written: Matchers = { go: cleanups, java: afterMethods, rust: temporaryFolders };

/** Also without a call, as in `t.Cleanup(server.Close)`. */
const goReleases =
  /\b(\w+(?:\.\w+)*\.(?:Close|Remove|RemoveAll|Stop|Shutdown|Terminate|Drop\w*|Delete\w*|Unsetenv|Kill|Cancel|Disconnect|Truncate\w*|Rollback)|(?:clear|clean|remove|delete|drop|reset|stop|close)[A-Z]\w*(?=\())\b/;

function* cleanups(code: Code): Iterable<Hit> {
  const text = codeOf(code);
  for (const { callee, span } of code.outline.calls) {
    const release = /^(?:t|tb|b)\.Cleanup$/.test(callee)
      ? goReleases.exec(text.slice(span.start + callee.length, span.end))
      : null;
    if (!release) continue;
    yield {
      at: span,
      issue: `\`${callee}\` calls \`${release[1] ?? ""}\`: what the tests open or write is given back, also when one fails.`,
    };
    return;
  }
}

const javaReleases =
  /(?:^|\.)(?:close\w*|delete\w*|shutdown\w*|stop|clear\w*|drop\w*|truncate\w*|disconnect|terminate|clean\w*|remove\w*|reset\w*|rollback)$/;

function* afterMethods(code: Code): Iterable<Hit> {
  if (!/\borg\.(?:junit|testng)\b/.test(code.source.text)) return;
  const text = codeOf(code);
  for (const { span, bodySpan } of code.outline.functions) {
    const hook = /@(After(?:Each|All|Class|Method)?)\b/.exec(text.slice(span.start, bodySpan.start))?.[1];
    const release = hook && releaseIn(code.outline.calls, bodySpan);
    if (!release) continue;
    yield {
      at: { start: span.start, end: release.span.end },
      issue: `The \`@${hook}\` method calls \`${release.callee}\`: what the tests open or change is given back.`,
    };
    return;
  }
}

function releaseIn(calls: readonly Call[], { start, end }: Span): Call | undefined {
  return calls.find(
    ({ callee, span }) => span.start >= start && span.end <= end && javaReleases.test(callee),
  );
}

/** The folder goes with the value (docs.rs/tempfile, `TempDir`), so the value must be kept under a name. */
function* temporaryFolders(code: Code): Iterable<Hit> {
  const made =
    /\blet (?:mut )?([a-z]\w*) = ((?:\w+::)*(?:TempDir::(?:new|default|with_prefix)|tempdir)\()/.exec(
      codeOf(code),
    );
  if (!made) return;
  const [all, name = "", call = ""] = made;
  yield {
    at: { start: made.index, end: made.index + all.length },
    issue: `\`${call.slice(0, -1)}\` makes a folder that is removed when \`${name}\` goes out of scope, also when the test panics.`,
  };
}

export const writtenExamples: readonly Example[] = [
  {
    language: "go",
    path: "store/store_test.go",
    bad: 'package store\n\nimport "testing"\n\nfunc TestStore(t *testing.T) {\n\tserver := start(t)\n\tt.Cleanup(server.Close)\n}\n',
    good: 'package store\n\nimport "testing"\n\nfunc TestStore(t *testing.T) {\n\tserver := start(t)\n\tt.Cleanup(func() { t.Log("done") })\n\tserver.Close()\n}\n',
  },
  {
    language: "java",
    path: "src/test/java/store/StoreTest.java",
    bad: "package store;\n\nimport org.junit.jupiter.api.AfterEach;\n\nclass StoreTest {\n  @AfterEach\n  void tearDown() {\n    store.close();\n  }\n}\n",
    good: 'package store;\n\nimport org.junit.jupiter.api.AfterEach;\n\nclass StoreTest {\n  @AfterEach\n  void tearDown() {\n    log.info("done");\n  }\n\n  void other() {\n    store.close();\n  }\n}\n',
  },
  {
    language: "rust",
    path: "tests/journal.rs",
    bad: "#[test]\nfn writes() {\n    let folder = tempfile::tempdir().unwrap();\n    write(folder.path());\n}\n",
    good: "#[test]\nfn writes() {\n    let folder = std::env::temp_dir();\n    write(&folder);\n    write(tempfile::tempdir().unwrap().path());\n}\n",
  },
];
