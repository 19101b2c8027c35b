/** What a lock guards is handed out as it is, so that it is read and changed without the lock. */
import { defineRule } from "../../model/rule.js";
import { go, goExamples } from "./state-escapes-lock/go.js";
import { java, javaExamples } from "./state-escapes-lock/java.js";
import { python, pythonExamples } from "./state-escapes-lock/python.js";

export default defineRule({
  severity: "medium",
  // That the guarded value leaves and is changed in place elsewhere is read from the code; what callers do with it is not.
  confidence: 0.75,
  judged: { right: 1, arguable: 1, wrong: 0, projects: 0 },
  title: "Guarded state handed out from under its lock",
  risk: "The caller reads it while others change it under the lock, or changes it without the lock: entries are lost, or a read fails halfway through.",
  fix: "Return a copy made while the lock is held, or the one value the caller needs.",
  trial: {
    name: "what is handed out can be changed without changing what is kept",
    arrange: "one stored entry",
    act: "take it with {it}, change what came back, and take it again",
    assert: "the second answer does not have the change",
  },
  cwe: [362],
  match: { go, java, python },
  examples: [...goExamples, ...javaExamples, ...pythonExamples],
});
