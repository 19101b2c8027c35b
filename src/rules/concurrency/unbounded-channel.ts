/** A queue without a limit takes whatever arrives from outside, however slowly it is emptied. */
import { defineRule } from "../../model/rule.js";
import { python, pythonExamples } from "./unbounded-channel/python.js";
import { rust, rustExamples } from "./unbounded-channel/rust.js";

export default defineRule({
  severity: "medium",
  // In Rust; what Python queues get is below the standard profile. That nothing limits the queue is certain; whether the other side can be faster than the reader is not in the code.
  confidence: 0.65,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Queue without a limit fed from outside",
  risk: "When the reader is slower than what arrives, or gone, the queue grows until the process runs out of memory, and what is read from it is older and older.",
  fix: "Give the queue a capacity, and decide what happens when it is full: make the sender wait, or drop what is oldest and count it.",
  trial: {
    name: "a slow reader slows the writer down",
    arrange: "a reader that takes nothing",
    act: "have {it} send more than may ever wait",
    assert: "the sender waits or is refused, and no more than the limit is queued",
  },
  cwe: [770],
  fold: "file",
  match: { python, rust },
  examples: [...pythonExamples, ...rustExamples],
});
