/** The text of a template comes from outside, and templates can run code. */
import { defineRule } from "../../model/rule.js";
import type { Flow } from "../../model/flow.js";
import type { Survey } from "../../model/survey.js";
import { followedFamilies, fromFlows } from "../../syntax/flow-hits.js";
import { sendingOf } from "../../syntax/flow-senders.js";

export default defineRule({
  // Medium: all that were right lie in samples (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Computed from how the value travels; this is what holds where nothing is known of it.
  confidence: 0.75,
  judged: { right: 3, arguable: 0, wrong: 0, projects: 2 },
  title: "Template text from outside",
  risk: "Templates can call functions: whoever writes the text, or names the file, reads the server's values and in most engines runs code.",
  fix: "Keep the template fixed and pass the value to it as data; choose file names and options from a fixed list.",
  trial: {
    name: "a value that is a template",
    arrange: "the value `<%= 7*7 %>`, or the same in the engine's own signs",
    act: "run {it} with that value",
    assert: "no `49` is in the result",
  },
  cwe: [1336],
  reads: followedFamilies,
  project: fromFlows({
    harm: "template",
    worst: "critical",
    effect: "what it says is run as a template",
    surest: unlessMeant,
  }),
  examples: [
    {
      language: "javascript",
      bad: "const express = require('express');\nconst ejs = require('ejs');\nconst app = express();\napp.post('/preview', (req, res) => {\n  res.json(ejs.render(req.body.template, {}));\n});\n",
      good: "const express = require('express');\nconst ejs = require('ejs');\nconst app = express();\napp.post('/preview', (req, res) => {\n  res.json(ejs.render('<p><%= name %></p>', { name: req.body.name }));\n});\n",
    },
  ],
});

/**
 * Programs that send mail or messages let those who are signed in write the templates, and templates of Go call only what
 * they are handed: nine read hits of four programs were that, none a defect.
 */
function unlessMeant(flow: Flow, survey: Survey): number {
  const sending = sendingOf(survey, flow);
  const isMeant = sending?.isSignedIn === true || sending?.isForAdministrators === true;
  const isOfGo = flow.steps.at(-1)?.path.endsWith(".go") === true;
  return isMeant || isOfGo ? 0.45 : 1;
}
