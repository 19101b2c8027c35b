/** A regular expression is made from what came from outside. */
import { defineRule } from "../../model/rule.js";
import type { Flow } from "../../model/flow.js";
import type { Survey } from "../../model/survey.js";
import { textAround } from "../../syntax/flow-text.js";
import { lineOf } from "../../syntax/flow-text.js";
import { followedFamilies, fromFlows } from "../../syntax/flow-hits.js";

export default defineRule({
  severity: "medium",
  // Computed from how the value travels; this is what holds where nothing is known of it.
  confidence: 0.7,
  judged: { right: 2, arguable: 2, wrong: 0, projects: 2 },
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
    isHarmless: isEscaped,
    surest: inProcess,
  }),
  examples: [
    {
      language: "javascript",
      // A query's pattern is run by the database; what is escaped is none.
      bad: "const express = require('express');\nconst app = express();\napp.get('/names', (req, res) => {\n  res.json(names.filter((name) => name.match(new RegExp(req.query.text))));\n});\n",
      good: "const express = require('express');\nconst app = express();\napp.get('/names', (req, res) => {\n  const safe = req.query.text.replace(/[.*+?^${}()|[\\]\\\\]/g, '\\\\$&');\n  res.json(names.filter((name) => new RegExp(safe).test(name)));\n});\n",
    },
    {
      language: "javascript",
      bad: "const express = require('express');\nconst app = express();\napp.get('/search', (req, res) => {\n  const pattern = new RegExp(req.query.text, 'i');\n  res.json(names.filter((name) => pattern.test(name)));\n});\n",
      good: "const express = require('express');\nconst escapeRegExp = require('lodash/escapeRegExp');\nconst app = express();\napp.get('/search', (req, res) => {\n  const pattern = new RegExp(escapeRegExp(req.query.text), 'i');\n  res.json(names.filter((name) => pattern.test(name)));\n});\n",
    },
  ],
});

/** `escapeRegExp(text)`, or what it does written out: what is left is no pattern. */
function isEscaped({ steps: way }: Flow, survey: Survey): boolean {
  return way.some(
    (step) =>
      /(?:passed to|given back by) `[\w.]*(?:escape|quote)\w*`/i.test(step.what) ||
      /replace(?:All)?\(\s*\/\[[^\n]*\/g,\s*["'`]\\\\\$&/.test(lineOf(survey, step)),
  );
}

/**
 * JavaScript runs a pattern where it is tested or matched; one that is only put into a query is run by the database,
 * with limits of its own. None of some thirty such hits that were read was clearly right, so only the deep profile tells them.
 */
function inProcess({ steps: way, sink }: Flow, survey: Survey): number {
  const last = way.at(-1);
  if (!last || !/RegExp$/.test(sink)) return 1;
  const { text, end } = textAround(survey, last);
  const [, name = ""] =
    /([\w$]+)\s*(?::[^=\n]*)?=\s*(?:new\s+)?RegExp\(?[^;]*$/.exec(text.slice(0, end)) ?? [];
  const isRunHere = /^(?:[^;\n]*?\))?\s*\.(?:test|exec)\(/.test(text.slice(end));
  return isRunHere || isGivenToMethod(text, name) ? 1 : 0.45;
}

function isGivenToMethod(text: string, name: string): boolean {
  const methods = "match|matchAll|replace|replaceAll|search|split";
  if (new RegExp(`\\.(?:${methods})\\(\\s*(?:new\\s+)?RegExp\\(`).test(text)) return true;
  if (name === "") return false;
  const own = name.replaceAll("$", "\\$");
  return new RegExp(`(?<![\\w.$])${own}\\.(?:test|exec)\\(|\\.(?:${methods})\\(\\s*${own}\\b`).test(text);
}
