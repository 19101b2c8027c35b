/** An Express application that serves pages sends none of the headers that keep browsers from being used against it. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { isToolPath } from "../../syntax/tool-paths.js";
import { nameOf } from "../../syntax/written-calls.js";

export default defineRule({
  severity: "low",
  // That nothing in the project sets them is looked up; a proxy in front may.
  confidence: 0.6,
  judged: { right: 10, arguable: 1, wrong: 0, projects: 11 },
  title: "Pages without protective headers",
  risk: "Other sites can show the pages in a frame, browsers guess types of files, and `X-Powered-By` names the software: each makes another weakness easier to use.",
  fix: "Mount `helmet()` before the routes; it sets the headers and takes `X-Powered-By` away.",
  trial: {
    name: "headers of a page",
    arrange: "the application as it starts",
    act: "ask it for a page",
    assert: "the answer has `X-Frame-Options` or `Content-Security-Policy`, and no `X-Powered-By`",
  },
  cwe: [693],
  reads: ["typescript"],
  project: unprotected,
  examples: [
    {
      language: "javascript",
      bad: "const express = require('express');\nconst app = express();\napp.set('view engine', 'ejs');\napp.get('/', (req, res) => res.render('index'));\napp.listen(3000);\n",
      good: "const express = require('express');\nconst helmet = require('helmet');\nconst app = express();\napp.use(helmet());\napp.set('view engine', 'ejs');\napp.get('/', (req, res) => res.render('index'));\napp.listen(3000);\n",
    },
    {
      language: "javascript",
      bad: "const express = require('express');\nconst app = express();\napp.engine('html', engine);\napp.listen(3000);\n",
      good: "const express = require('express');\nconst app = express();\napp.get('/', (req, res) => res.json({ ok: true }));\napp.listen(3000);\n",
    },
  ],
});

const protection =
  /\b(?:helmet|lusca|X-Frame-Options|Content-Security-Policy|frameguard|frame-ancestors|koa-helmet)\b/i;

function* unprotected(survey: Survey): Iterable<ProjectHit> {
  const own = [...survey.files.values()].filter(
    ({ source, tree }) => tree.family === "typescript" && !source.isTest && !isToolPath(source.path),
  );
  if (own.some(({ source }) => protection.test(withoutComments(source.text)))) return;
  for (const file of own) {
    const made = file.outline.calls.find((call) => /^express(?:\.default)?$/.test(nameOf(call)));
    if (made && servesPages(file))
      yield {
        path: file.source.path,
        at: made.span,
        issue:
          "Nothing in the project sets `X-Frame-Options` or a content security policy, and `X-Powered-By` stays on.",
      };
  }
}

/** It is started here, and it renders pages. */
function servesPages({ source: { text } }: SurveyedFile): boolean {
  const code = withoutComments(text);
  return /["']view engine["']|\.engine\(|\.render\(/.test(code) && /\.listen\(|createServer\(/.test(code);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<![:\\"'])\/\/[^\n]*/g, "");
}
