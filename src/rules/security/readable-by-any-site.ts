/** Pages of every other site may read what a server with logins answers. */
import { type Hit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";
import { isToolPath } from "../../syntax/tool-paths.js";
import { nameOf, writtenCalls } from "../../syntax/written-calls.js";

export default defineRule({
  severity: "low",
  // That all origins are allowed is a fact; whether anything behind it is worth reading from elsewhere stays open.
  // Of 10 hits in other people's code none was worse than arguable, most behind bearer tokens, so it is for the deep profile.
  confidence: 0.45,
  judged: { right: 0, arguable: 3, wrong: 7, projects: 10 },
  title: "Answers readable by every site",
  risk: "Any page that a user of an internal or logged-in server opens can read what it answers, wherever cookies or the network let the request through.",
  fix: 'List the origins that need access: `cors({ origin: ["https://app.example.com"] })`, or mount `cors()` on the public routes only.',
  trial: {
    name: "a page of another origin",
    arrange: "a request with the header `Origin: https://elsewhere.example`",
    act: "send it to a route that needs a login",
    assert: "the answer has no `Access-Control-Allow-Origin`",
  },
  cwe: [942],
  match: inFamilies(["typescript"], openToAll),
  examples: [
    {
      language: "javascript",
      bad: "const express = require('express');\nconst cors = require('cors');\nconst session = require('express-session');\nconst app = express();\napp.use(cors());\napp.use(session({ secret: process.env.SECRET }));\n",
      good: "const express = require('express');\nconst cors = require('cors');\nconst session = require('express-session');\nconst app = express();\napp.use('/public', cors());\napp.use(session({ secret: process.env.SECRET }));\n",
    },
    {
      language: "javascript",
      bad: "const express = require('express');\nconst cors = require('cors');\nconst jwt = require('express-jwt');\nconst app = express();\napp.use(jwt({ secret: process.env.SECRET }));\napp.use(cors({ origin: '*' }));\n",
      good: "const express = require('express');\nconst cors = require('cors');\nconst app = express();\napp.use(cors());\napp.get('/weather', (req, res) => res.json({ warm: true }));\n",
    },
  ],
});

const logins =
  /^(?:express-session|cookie-session|passport|express-jwt|client-sessions|koa-session|@fastify\/(?:session|secure-session))$/;

function* openToAll(code: Code): Iterable<Hit> {
  if (!/\bcors\b/.test(code.source.text) || isToolPath(code.source.path)) return;
  if (!hasLogins(code.survey)) return;
  for (const { call, text, arguments: given } of writtenCalls(code, ({ callee }) =>
    callee.endsWith(".use"),
  )) {
    const [first, second] = given;
    const isForAll =
      second === undefined && /^cors\((?:\s*|\{\s*origin:\s*["']\*["']\s*,?\s*\})\)$/.test(first ?? "");
    const isPackage = code.outline.calls.some(
      (one) =>
        /^cors(?:\.default)?$/.test(nameOf(one)) &&
        text.includes("cors(") &&
        one.span.start > call.span.start &&
        one.span.end < call.span.end,
    );
    if (isForAll && isPackage)
      yield {
        at: call.span,
        issue: `\`${first ?? ""}\` lets pages of every site read what all routes after it answer.`,
      };
  }
}

/** A server that keeps sessions has something that only its users should read. */
function hasLogins(survey: Survey): boolean {
  return [...survey.files.values()].some(
    ({ source, outline }) => !source.isTest && outline.imports.some(({ module }) => logins.test(module)),
  );
}
