/** A lock that many callers need is held while something slow outside the program is waited for. */
import { defineRule } from "../../model/rule.js";
import { python, pythonExamples } from "./lock-held-during-io/python.js";
import { rust, rustExamples } from "./lock-held-during-io/rust.js";

export default defineRule({
  severity: "medium",
  // That the lock is held during the wait is read off the code; how many callers meet there is not.
  confidence: 0.7,
  judged: { right: 2, arguable: 1, wrong: 0, projects: 0 },
  title: "Lock held during slow work",
  risk: "Every caller who needs the lock waits as long as the slowest network answer, file or pause inside it; under load the whole program moves at that pace.",
  fix: "Do the slow work first or after, and hold the lock only to read or store the result; if callers must not do the work twice, use one lock for each key.",
  trial: {
    name: "a slow answer holds up nobody else",
    arrange: "a peer that answers only when the test says so",
    act: "start {it}, then a second call that needs the same lock and not the peer",
    assert: "the second call ends before the peer has answered",
  },
  cwe: [667],
  match: { python, rust },
  examples: [...pythonExamples, ...rustExamples],
});
