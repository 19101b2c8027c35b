/** A value from outside becomes part of a page as markup. */
import { defineRule } from "../../model/rule.js";
import { followedFamilies, fromFlows } from "../../syntax/flow-hits.js";
import { staysText } from "./markup-from-outside/stays-text.js";
import { hasNothingToTake, isNeverShown } from "./markup-from-outside/who-is-harmed.js";

export default defineRule({
  // Medium: five of nine were right (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Computed from how the value travels; this is what holds where nothing is known of it.
  confidence: 0.7,
  judged: { right: 5, arguable: 2, wrong: 2, projects: 6 },
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
    // Of 35 read hits two thirds were wrong: no page, no tag, or nothing that another site can make a browser show.
    isHarmless: (flow, survey) => staysText(flow, survey) || isNeverShown(flow, survey),
    surest: (flow, survey) => (hasNothingToTake(flow, survey) ? 0.45 : 1),
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
    {
      language: "javascript",
      bad: "const express = require('express');\nconst app = express();\napp.get('/note/:name', (req, res) => {\n  res.setHeader('Content-Type', 'text/html');\n  res.send(`<b>${req.params.name}</b>`);\n});\n",
      good: "const express = require('express');\nconst fs = require('fs');\nconst app = express();\napp.get('/note/:name', (req, res) => {\n  res.setHeader('Content-Type', 'application/json');\n  res.send(`{\"name\": \"${req.params.name}\"}`);\n});\napp.post('/picture', (req, res) => {\n  res.send(`/${req.file.path}`);\n});\napp.get('/from', (req, res) => {\n  res.send('<b>' + req.headers['x-forwarded-for'] + '</b>');\n});\napp.get('/list/:folder', (req, res) => {\n  const names = [];\n  names.push(`/notes/${req.params.folder}`);\n  res.send(names);\n});\n",
    },
    {
      language: "javascript",
      path: "assets/share.js",
      bad: "const box = document.querySelector('.share');\nconst given = decodeURIComponent(location.search);\nbox.innerHTML = `<b>${given}</b>`;\n",
      good: "const box = document.querySelector('.share');\nbox.innerHTML = `<a href=\"${location.href}\">This page</a>`;\n",
    },
    {
      language: "python",
      bad: "from flask import Flask, request\nfrom markupsafe import Markup\napp = Flask(__name__)\n\n@app.route('/note')\ndef note():\n    return Markup(request.args['note'])\n",
      good: "import json\nfrom flask import Flask, make_response, request\nfrom markupsafe import Markup\napp = Flask(__name__)\n\n@app.route('/plain')\ndef plain():\n    return store(Markup(request.args['note']).unescape())\n\n@app.route('/items')\ndef items():\n    answer = make_response(json.dumps([request.args['note']]))\n    answer.headers['Content-Type'] = 'application/json; charset=utf-8'\n    return answer\n",
    },
    {
      language: "javascript",
      // No link asks by PATCH; no site makes another's form send JSON; what is known by a header alone sends it itself.
      bad: "const express = require('express');\nconst app = express();\napp.get('/notes/:id', (req, res) => {\n  res.status(404).send(`No note <b>${req.params.id}</b>`);\n});\n",
      good: "const express = require('express');\nconst app = express();\napp.use(express.json());\napp.patch('/notes/:id', (req, res) => {\n  res.status(404).send(`No note <b>${req.params.id}</b>`);\n});\napp.post('/notes', (req, res) => {\n  res.send(`<b>${req.body.title}</b>`);\n});\n",
    },
    {
      language: "javascript",
      // The type that is set below is another answer's.
      bad: "const express = require('express');\nconst app = express();\napp.get('/code/:name', (req, res) => {\n  if (!codes[req.params.name]) return res.status(404).send(`No code ${req.params.name}`);\n  res.type('application/javascript');\n  return res.send(codes[req.params.name]);\n});\n",
      good: "const express = require('express');\nconst app = express();\napp.get('/code/:name', (req, res) => {\n  res.type('application/javascript');\n  if (!codes[req.params.name]) return res.status(404).send(`// no code ${req.params.name}`);\n  return res.send(codes[req.params.name]);\n});\n",
    },
    {
      language: "python",
      bad: "from flask import Flask, request\nfrom markupsafe import Markup\napp = Flask(__name__)\n\n@app.route('/page')\ndef page():\n    return Markup('<b>' + request.args.get('page', '1') + '</b>')\n",
      good: "import json\nfrom flask import Flask, request\nfrom markupsafe import Markup\napp = Flask(__name__)\n\n@app.route('/page')\ndef page():\n    return Markup(f\"<b>{request.args.get('page', 1, type=int)}</b>\")\n\n@app.route('/data')\ndef data():\n    return Markup(json.dumps(request.args).replace('</', '<\\\\/'))\n",
    },
  ],
});
