/** A value of a request becomes a condition of a document database as it is, whatever shape it has. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import type { Survey } from "../../model/survey.js";
import type { Code } from "../../syntax/in-families.js";
import { valuesOf } from "../../syntax/pieces.js";
import { scopeText } from "../../syntax/surroundings.js";
import { isShownAsText } from "../../syntax/tool-paths.js";
import { spanOf, textOf } from "../../syntax/typescript/ask.js";
import { callsWhere } from "../../syntax/typescript/calls.js";
import { piecesOf } from "../../syntax/typescript/pieces.js";
import { entriesOf, writtenCalls } from "../../syntax/written-calls.js";
import { besideFlows, followedFamilies, fromFlows } from "../../syntax/flow-hits.js";

export default defineRule({
  // Medium: two hits read on unseen projects, both a filter its reader may widen; high where the condition lets somebody in (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Seven hits, all in one vulnerable sample: two in code that runs, both true; five in code shown to learners, now left alone.
  confidence: 0.75,
  judged: { right: 4, arguable: 3, wrong: 3, projects: 0 },
  title: "Query condition of any shape from the request",
  risk: 'A sender puts `{"$ne": null}` where a text is expected: the condition then holds for every document, so that a login succeeds without a password or an update hits them all.',
  fix: "Check the shape first (a schema, or `typeof value === 'string'`), or compare explicitly with `{ $eq: value }`.",
  trial: {
    name: "an object where a text belongs",
    arrange: 'two records, and the value `{"$ne": null}`',
    act: "send that value to {it}",
    assert: "the request is refused, and no record comes back",
  },
  cwe: [943],
  fold: "file",
  match: besideFlows("nosql", { typescript: inTypeScript, python: inPython }),
  reads: followedFamilies,
  project: fromFlows({
    harm: "nosql",
    worst: "high",
    earns: ({ value }) => credential.test(value),
    effect: "an object with operators such as `$ne` or `$where` in it changes the condition",
  }),
  examples: [
    {
      language: "javascript",
      bad: "const User = require('mongoose').model('User');\nexports.login = async (req, res) => {\n  const { name, password } = req.body;\n  res.json(await User.findOne({ name, password: req.body.password }));\n  return password;\n};\n",
      good: "const User = require('mongoose').model('User');\nexports.login = async (req, res) => {\n  res.json(await User.findOne({ name: String(req.body.name) }));\n};\nexports.show = async (req, res) => res.json(await User.findOne({ _id: req.params.id }));\nexports.equal = async (req, res) => res.json(await User.findOne({ name: { $eq: req.body.name } }));\nexports.checked = async (req, res) => {\n  if (typeof req.body.name !== 'string') return res.sendStatus(400);\n  return res.json(await User.findOne({ name: req.body.name }));\n};\n",
    },
    {
      language: "javascript",
      bad: "const { db } = require('./mongodb');\nexports.edit = (req) => db.reviewsCollection.update({ _id: req.body.id }, { $set: { message: req.body.message } }, { multi: true });\n",
      good: "const { User } = require('./sequelize');\nexports.edit = (req) => User.update({ message: req.body.message }, { where: { id: req.body.id } });\nexports.find = (req) => User.findOne({ where: { id: req.body.id } });\nexports.rename = (req) => req.account.update({ name: req.body.name });\n",
    },
    {
      language: "javascript",
      bad: {
        "routes/login.js":
          "const User = require('mongoose').model('User');\nexports.login = async (req, res) => res.json(await User.findOne({ name: req.body.name }));\n",
        "routes/other.js":
          "const { body } = require('express-validator');\nexports.rules = [body('age').isInt()];\n",
      },
      good: "const { body } = require('express-validator');\nconst User = require('mongoose').model('User');\nexports.rules = [body('name').isString()];\nexports.login = async (req, res) => res.json(await User.findOne({ name: req.body.name }));\n",
    },
    {
      language: "javascript",
      bad: "const router = require('express').Router();\nconst { check, validationResult } = require('express-validator');\nconst User = require('mongoose').model('User');\nrouter.post('/', check('name').isString(), check('email').isLength({ min: 6 }), async (req, res) => {\n  const errors = validationResult(req);\n  if (!errors.isEmpty()) return res.status(400).json({ errors: errors.array() });\n  const { email } = req.body;\n  return res.json(await User.findOne({ email }));\n});\nmodule.exports = router;\n",
      good: "const router = require('express').Router();\nconst { check, validationResult } = require('express-validator');\nconst User = require('mongoose').model('User');\nrouter.post('/', check('name').notEmpty(), check('email').isEmail(), async (req, res) => {\n  const errors = validationResult(req);\n  if (!errors.isEmpty()) return res.status(400).json({ errors: errors.array() });\n  const { email } = req.body;\n  return res.json(await User.findOne({ email }));\n});\nmodule.exports = router;\n",
    },
    {
      language: "javascript",
      bad: "const router = require('express').Router();\nconst Joi = require('joi');\nconst User = require('mongoose').model('User');\nconst form = Joi.object({ email: Joi.string().email() });\nrouter.post('/', async (req, res) => {\n  const { error } = form.validate(req.body);\n  if (error) console.warn(error.message);\n  return res.json(await User.findOne({ email: req.body.email }));\n});\nmodule.exports = router;\n",
      good: "const router = require('express').Router();\nconst Joi = require('joi');\nconst User = require('mongoose').model('User');\nconst form = Joi.object({ email: Joi.string().email() });\nrouter.post('/', async (req, res) => {\n  const { error } = form.validate(req.body);\n  if (error) return res.status(400).send(error.message);\n  return res.json(await User.findOne({ email: req.body.email }));\n});\nmodule.exports = router;\n",
    },
    {
      language: "python",
      bad: 'from flask import request\nfrom pymongo import MongoClient\n\nusers = MongoClient().shop.users\n\ndef login():\n    data = request.get_json()\n    return users.find_one({"name": data["name"], "password": data["password"]})\n',
      good: 'from flask import request\nfrom pymongo import MongoClient\n\nusers = MongoClient().shop.users\n\ndef login():\n    data = request.get_json()\n    users.find_one({"name": request.form["name"]})\n    return users.find_one({"name": str(data["name"])})\n',
    },
  ],
});

const queries =
  /(?:^|\.)(?:find|findOne|findOneAndUpdate|findOneAndDelete|findOneAndRemove|updateOne|updateMany|update|deleteOne|deleteMany|remove|countDocuments|exists|find_one|find_one_and_update|update_one|update_many|delete_one|delete_many)$/;
const drivers =
  /^(?:mongoose|mongodb|mongoist|monk|marsdb|pymongo|motor|mongoengine|beanie|\.\.?\/\S*mongo\S*)\b/;

interface Databases {
  readonly isUsed: boolean;
  /** A middleware takes the operators out of every request. */
  readonly isCleaned: boolean;
}

const known = new WeakMap<Survey, Databases>();

function databasesOf(survey: Survey): Databases {
  const before = known.get(survey);
  if (before) return before;
  const modules = [...survey.files.values()].flatMap(({ outline }) =>
    outline.imports.map(({ module }) => module),
  );
  const found = {
    isUsed: modules.some((module) => drivers.test(module)),
    isCleaned: modules.some((module) => /mongo-?sanitize/.test(module)),
  };
  known.set(survey, found);
  return found;
}

function isOpenProject({ survey, outline }: Code): boolean {
  const { isUsed, isCleaned } = databasesOf(survey);
  // A check of the request's fields protects the routes of the file that asks for it, and no others.
  const isValidated = outline.imports.some(({ module }) => /^(?:express-validator|celebrate)\b/.test(module));
  return isUsed && !isCleaned && !isValidated;
}

const checked = /typeof|sanit|valid|schema|\.parse\(|isString|String\(|\bjoi\b|\bzod\b/i;

function* inTypeScript(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, source } = subject;
  if (!/\.(?:body|query)\b/.test(source.text) || isShownAsText(source.path) || !isOpenProject(subject))
    return;
  const { ts } = tree; // only now: the tree of a known file is planted when it is asked
  for (const { call, node } of callsWhere(subject, ({ callee }) => queries.test(callee))) {
    const filter = node.arguments?.[0];
    // A record that is given one object changes itself; a collection needs a filter and a change.
    const isRecord = /(?:^|\.)update$/.test(call.callee) && (node.arguments?.length ?? 0) < 2;
    if (isRecord || !filter || !ts.isObjectLiteralExpression(filter) || isSequelize(tree, node)) continue;
    const open = filter.properties.find((property) => isFromRequest(subject, property));
    if (!open || checked.test(scopeText(subject, call.span.start))) continue;
    yield {
      at: spanOf(tree, open),
      ...weight(textOf(tree, open)),
      issue: `\`${textOf(tree, open)}\` in \`${call.callee}\` takes over what the request holds, an object with operators too.`,
    };
  }
}

/** Sequelize and Prisma name their condition `where` and know no operators in texts. */
function isSequelize(tree: TypeScriptTree, node: ts.CallExpression | ts.NewExpression): boolean {
  return /\bwhere\s*:/.test((node.arguments ?? []).map((one) => textOf(tree, one)).join(" "));
}

function isFromRequest(subject: Subject<TypeScriptTree>, property: ts.ObjectLiteralElementLike): boolean {
  const { tree } = subject;
  const { ts } = tree;
  const value = ts.isPropertyAssignment(property)
    ? property.initializer
    : ts.isShorthandPropertyAssignment(property)
      ? property.name
      : undefined;
  if (!value || !(ts.isIdentifier(value) || ts.isPropertyAccessExpression(value))) return false;
  if (!valuesOf(piecesOf(subject, value)).some(({ supplier }) => supplier === "request")) return false;
  const text = textOf(tree, value);
  if (!ts.isIdentifier(value)) return /\b(?:body|query)\b/.test(text);
  const given = new RegExp(`\\b${text}\\b[^=;]{0,120}=(?!=)\\s*[\\w.]*\\b(?:body|query)\\b`);
  return given.test(scopeText(subject, value.pos));
}

/** What lets its holder in: an operator in its place matches without knowing it. */
const credential = /passw|pwd|token|secret|otp|(?:^|_)pin$/i;

/** An operator that matches everything signs in or resets; a list it only makes longer. */
function weight(filter: string): Pick<Hit, "severity"> {
  return credential.test(filter) ? { severity: "high" } : {};
}

function* inPython(code: Code): Iterable<Hit> {
  if (!/request\.(?:json|get_json)/.test(code.source.text) || !isOpenProject(code)) return;
  for (const { call, arguments: given } of writtenCalls(code, ({ callee }) => queries.test(callee))) {
    const scope = scopeText(code, call.span.start);
    const bodies = [
      ...scope.matchAll(/(\w+)\s*=\s*(?:await\s+)?request\.(?:json|get_json\([^)]*\))\s*$/gm),
    ].map((match) => match[1] ?? "");
    const direct = ["request\\.json", "request\\.get_json\\([^)]*\\)", ...bodies].join("|");
    const fromBody = new RegExp(`:\\s*(?:${direct})(?:\\[|\\.get\\()`);
    const open = entriesOf(given[0] ?? "").find((entry) => fromBody.test(entry));
    if (open === undefined || /isinstance|valid|schema/i.test(scope)) continue;
    yield {
      at: call.span,
      ...weight(open),
      issue: `\`${open}\` in \`${call.callee}\` takes over what the request holds, an object with operators too.`,
    };
  }
}
