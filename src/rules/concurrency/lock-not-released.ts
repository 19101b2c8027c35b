/** A lock that is taken and, on some way out of the function, never given back. */
import { defineRule } from "../../model/rule.js";
import { go, goExamples } from "./lock-not-released/go.js";
import { java, javaExamples } from "./lock-not-released/java.js";
import { python, pythonExamples } from "./lock-not-released/python.js";
import { typescript, typescriptExamples } from "./lock-not-released/typescript.js";

export default defineRule({
  severity: "medium",
  // The paths are read from the code; that the lock is handed to the caller on purpose is what remains open.
  // The hits that were read are Python and TypeScript; in Go none on 15 projects.
  confidence: 0.8,
  judged: { right: 8, arguable: 1, wrong: 0, projects: 5 },
  title: "Lock not released on every path",
  risk: "The next one who wants the lock waits for ever, and everybody after it: the program stands still until it is restarted.",
  fix: "Release the lock where every path passes: `defer mu.Unlock()` right after `mu.Lock()`, `try … finally`, or `with lock:`.",
  trial: {
    name: "the lock is free after an error",
    arrange: "a step inside the lock that fails",
    act: "run {it}, and go on after the failure",
    assert: "the lock can be taken at once",
  },
  cwe: [667],
  match: { go, java, python, typescript },
  examples: [...goExamples, ...javaExamples, ...pythonExamples, ...typescriptExamples],
});
