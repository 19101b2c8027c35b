/** A value from outside becomes part of a page as markup. */
import { defineRule } from "../../model/rule.js";
import { followedFamilies, fromFlows } from "../../syntax/flow-hits.js";

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Computed from how the value travels; this is what holds where nothing is known of it.
  confidence: 0.7,
  title: "Markup from outside in a page",
  risk: "Whoever chooses the value runs scripts in the browsers of those who look at the page: with their login, in their name.",
  fix: "Put the value in as text (`textContent`, `res.json`, a template that escapes); where it has to be HTML, clean it with a sanitiser such as DOMPurify at this place.",
  trial: {
    name: "markup in a value stays text",
    arrange: "the value `<img src=x onerror=alert(1)>`",
    act: "run {it} with that value",
    assert: "the page has `&lt;img`, not `<img`",
  },
  cwe: [79],
  reads: followedFamilies,
  project: fromFlows({
    harm: "markup",
    worst: "high",
    effect: "tags and scripts in it become part of the page",
    entries: ["http", "message", "browser", "stored"],
  }),
  examples: [
    {
      language: "javascript",
      bad: "const express = require('express');\nconst app = express();\napp.get('/hello', (req, res) => {\n  res.send('<p>Hello ' + req.query.name + '</p>');\n});\n",
      good: "const express = require('express');\nconst app = express();\napp.get('/hello', (req, res) => {\n  res.json({ name: req.query.name });\n});\napp.get('/number', (req, res) => {\n  res.send('<p>' + Number(req.query.count) + '</p>');\n});\n",
    },
    {
      language: "javascript",
      bad: "const express = require('express');\nconst app = express();\napp.get('/page/:name', (req, res) => {\n  let message = `No page ${req.params.name}`;\n  if (req.query.hint) message += '.';\n  res.status(404).send(message);\n});\n",
      good: "const express = require('express');\nconst app = express();\napp.get('/page/:name', (req, res) => {\n  res.status(404).json({ message: `No page ${req.params.name}` });\n});\napp.get('/file/:name', (req, res) => {\n  res.status(404).type('text').send(`No file ${req.params.name}`);\n});\n",
    },
  ],
});
