/** A regular expression is made from what came from outside. */
import { defineRule } from "../../model/rule.js";
import type { Flow } from "../../model/flow.js";
import type { Survey } from "../../model/survey.js";
import { textAround } from "../../syntax/flow-text.js";
import { followedFamilies, fromFlows } from "../../syntax/flow-hits.js";

export default defineRule({
  severity: "medium",
  // Computed from how the value travels; this is what holds where nothing is known of it.
  confidence: 0.7,
  judged: { right: 4, arguable: 10, wrong: 0, projects: 8 },
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
    surest: inProcess,
  }),
  examples: [
    {
      language: "javascript",
      bad: "const express = require('express');\nconst app = express();\napp.get('/search', (req, res) => {\n  const pattern = new RegExp(req.query.text, 'i');\n  res.json(names.filter((name) => pattern.test(name)));\n});\n",
      good: "const express = require('express');\nconst escapeRegExp = require('lodash/escapeRegExp');\nconst app = express();\napp.get('/search', (req, res) => {\n  const pattern = new RegExp(escapeRegExp(req.query.text), 'i');\n  res.json(names.filter((name) => pattern.test(name)));\n});\n",
    },
  ],
});

/** A search of MongoDB, or a part of one. */
const query = /\$regex\b|\.regex\(|\.(?:find(?:One|ById)?|countDocuments|aggregate)\(\s*(?:\{|\[|\w+\s*\))/;

/**
 * A pattern that goes into a query is run by the database, with limits of its own: of three such hits that were read none was
 * clearly right, so that only the deep profile tells them.
 */
function inProcess({ steps }: Flow, survey: Survey): number {
  const last = steps.at(-1);
  return last && query.test(textAround(survey, last).text) ? 0.45 : 1;
}
