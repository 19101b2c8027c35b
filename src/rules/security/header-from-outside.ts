/** A header of an answer is set to what came from outside. */
import { defineRule } from "../../model/rule.js";
import { followedFamilies, fromFlows } from "../../syntax/flow-hits.js";

export default defineRule({
  severity: "medium",
  // Computed from how the value travels; Node itself refuses line breaks, so that the name of the header matters most.
  confidence: 0.45,
  judged: { right: 0, arguable: 1, wrong: 0, projects: 1 },
  title: "Header from outside",
  risk: "Whoever chooses the name sets any header of the answer: cookies, addresses to go to, what browsers are allowed to do.",
  fix: "Choose the name from a fixed list, and refuse values with line breaks.",
  cwe: [113],
  reads: followedFamilies,
  project: fromFlows({
    harm: "header",
    worst: "medium",
    effect: "it may set any header of the answer",
    // The one hit that was read was a program that answers with the headers it is asked for.
    surest: () => 0.45,
  }),
  examples: [
    {
      language: "javascript",
      bad: "const express = require('express');\nconst app = express();\napp.get('/', (req, res) => {\n  res.setHeader(req.query.name, 'yes');\n  res.end();\n});\n",
      good: "const express = require('express');\nconst app = express();\napp.get('/', (req, res) => {\n  res.setHeader('X-Name', 'yes');\n  res.end();\n});\n",
    },
  ],
});
