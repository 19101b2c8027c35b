/** A regular expression is made from what came from outside. */
import { defineRule } from "../../model/rule.js";
import { followedFamilies, fromFlows } from "../../syntax/flow-hits.js";

export default defineRule({
  severity: "medium",
  // Computed from how the value travels; this is what holds where nothing is known of it.
  confidence: 0.7,
  title: "Regular expression from outside",
  risk: "Whoever writes the pattern can make one that keeps the process busy for minutes, and every other request waits with it.",
  fix: "Escape the value before it becomes part of a pattern (`RegExp.escape`, lodash's `escapeRegExp`), or search with `includes`.",
  trial: {
    name: "a pattern made to be slow",
    arrange: "the value `(a+)+$` and a text of forty `a` and one `!`",
    act: "run {it} with both",
    assert: "it is done within a second",
  },
  cwe: [730, 400],
  reads: followedFamilies,
  project: fromFlows({
    harm: "regular-expression",
    worst: "medium",
    effect: "it may be a pattern that takes minutes, or one that matches everything",
    entries: ["http", "message"],
  }),
  examples: [
    {
      language: "javascript",
      bad: "const express = require('express');\nconst app = express();\napp.get('/search', (req, res) => {\n  const pattern = new RegExp(req.query.text, 'i');\n  res.json(names.filter((name) => pattern.test(name)));\n});\n",
      good: "const express = require('express');\nconst escapeRegExp = require('lodash/escapeRegExp');\nconst app = express();\napp.get('/search', (req, res) => {\n  const pattern = new RegExp(escapeRegExp(req.query.text), 'i');\n  res.json(names.filter((name) => pattern.test(name)));\n});\n",
    },
  ],
});
