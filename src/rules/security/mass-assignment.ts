/** All fields of a request are written into a record, the ones nobody asked for too. */
import { type Hit, defineRule } from "../../model/rule.js";
import { type Code } from "../../syntax/in-families.js";
import { functionsAround, lineAt, scopeText } from "../../syntax/surroundings.js";
import { settableFields } from "./mass-assignment/guarded-fields.js";
import { type WrittenCall, entriesOf, nameOf, namedValue, writtenCalls } from "../../syntax/written-calls.js";

export default defineRule({
  severity: "medium",
  // Of a field that the model guards; everything else is below the standard profile, see `weighed`.
  confidence: 0.7,
  judged: { right: 0, arguable: 1, wrong: 0, projects: 1 },
  title: "Record filled with every field of the request",
  risk: "A sender adds fields that were never meant for them (`isAdmin`, `owner`, `balance`), and they are stored.",
  fix: "Name the fields that may be set, by hand or by a schema that drops the others.",
  trial: {
    name: "a field that is not the caller's to set",
    arrange: "a record, and a body that also sets one field the caller may not change",
    act: "send that body to {it}",
    assert: "that field of the record is as before",
  },
  cwe: [915],
  match: { typescript: inTypeScript, python: inPython },
  examples: [
    {
      language: "javascript",
      bad: "const User = require('./models/user');\nexports.register = async (req, res) => res.json(await User.create(req.body));\n",
      good: "const User = require('./models/user');\nconst schema = require('./schema');\nexports.register = async (req, res) => res.json(await User.create({ name: req.body.name }));\nexports.checked = async (req, res) => res.json(await User.create(schema.parse(req.body)));\nexports.forward = async (req, client) => client.create(req.body);\n",
    },
    {
      language: "javascript",
      bad: {
        "models/user.js":
          "const { Schema, model } = require('mongoose');\nconst schema = new Schema({\n  name: String,\n  role: { type: String, default: 'guest' },\n});\nmodule.exports = model('User', schema);\n",
        "controllers/users.js":
          "const User = require('../models/user');\nexports.register = async (req, res) => res.json(await User.create(req.body));\n",
      },
      good: {
        "controllers/users.js":
          "const User = require('../models/user');\nexports.register = async (req, res) => res.json(await User.create(req.body));\n",
        "routes/users.js":
          "const { register } = require('../controllers/users');\nconst { validate, body } = require('../validate');\nmodule.exports = (router) => router.post('/users', validate(body), register);\n",
      },
    },
    {
      language: "typescript",
      bad: 'import type { Request } from "express";\nexport function change(user: { name: string }, req: Request) {\n  Object.assign(user, req.body);\n  return user;\n}\n',
      good: 'import type { Request } from "express";\nexport function read(req: Request) {\n  const all = Object.assign({}, req.body);\n  const params = Object.assign(req.query, req.body);\n  return { all, params };\n}\n',
    },
    {
      language: "typescript",
      bad: 'import type { Request } from "express";\nexport const change = (prisma: Prisma, req: Request) => prisma.user.update({ where: { id: req.params.id }, data: req.body });\ninterface Prisma {\n  user: { update(options: object): Promise<void> };\n}\n',
      good: 'import type { Request } from "express";\nexport const change = (prisma: Prisma, req: Request) => prisma.user.update({ where: { id: req.params.id }, data: { name: String(req.body.name) } });\ninterface Prisma {\n  user: { update(options: object): Promise<void> };\n}\n',
    },
    {
      language: "python",
      bad: "from flask import request\nfrom app.models import User\n\ndef register(session):\n    session.add(User(**request.get_json()))\n",
      good: 'from flask import request\nfrom app.models import User\n\ndef register(session, schema):\n    session.add(User(**schema.load(request.get_json())))\n    session.add(User(name=request.json["name"]))\n    print("{name}".format(**request.json))\n',
    },
  ],
});

const writers =
  /(?:^|\.)(?:create|update|updateOne|insertOne|bulkCreate|build|findByIdAndUpdate|findOneAndUpdate|assign|upsert|set)$/;
const body = /^(?:req|request|ctx\.request)\.body$/;
const checked = /valid|schema|\.parse\(|sanit|\bpick\(|\bomit\(|allowed|permitted|whitelist/i;

function* inTypeScript(code: Code): Iterable<Hit> {
  if (!/\b(?:req|request)\.body\b/.test(code.source.text)) return;
  for (const written of writtenCalls(code, (call) => writers.test(call.callee) || isModel(call.callee))) {
    const { call } = written;
    const scope = scopeText(code, call.span.start);
    if (!takesBody(written) || checked.test(scope)) continue;
    const routes = routesOf(code, call.span.start);
    if (routes.some((line) => /valid|schema|celebrate|\bjoi\b/i.test(line))) continue;
    const what = `\`${call.callee}\` takes over every field of \`req.body\``;
    yield { at: call.span, ...weighed(code, { what, scope, model: modelOf(written), routes }) };
  }
}

/** Lines by which other code names the function around, and what stands above it or is asked of all routes beside. */
function routesOf({ outline, survey, source }: Code, at: number): readonly string[] {
  const around = functionsAround(outline, at).at(-1);
  const above = source.text.slice(Math.max(0, (around?.span.start ?? at) - 250), around?.span.start ?? at);
  const called = /(?:exports\.|\b(?:const|let|function)\s+)(\w+)\s*=[^;{}]*$/.exec(above)?.[1];
  const name = around && around.name !== "<anonymous>" ? around.name : called;
  if (name === undefined) return [above];
  const named = survey.index.mentions(name).flatMap(({ path, offsets }) => {
    const text = survey.files.get(path)?.source.text ?? "";
    const forAll = text.match(/\.use\([^;\n]*/g) ?? [];
    return [...forAll, ...offsets.slice(0, 20).map((offset) => `${path}: ${statementTo(text, offset)}`)];
  });
  return [above, ...named];
}

/** From the end of the statement before to the end of the line: a route may stand on several. */
function statementTo(text: string, offset: number): string {
  return text.slice(Math.max(text.lastIndexOf(";", offset), offset - 400), offset) + lineAt(text, offset);
}

/** The class or table that is written: `User` of `User.create`, `new User` and `user` of `Object.assign(user, …)`. */
function modelOf({ call: { callee }, arguments: given }: WrittenCall): string {
  if (callee === "Object.assign") return /^\w+/.exec(given[0] ?? "")?.[0] ?? "";
  const parts = callee.split(".");
  const last = parts.at(-1) ?? "";
  return /^[A-Z]/.test(last) ? last : (parts.at(-2) ?? "");
}

interface Place {
  readonly what: string;
  readonly scope: string;
  readonly model: string;
  readonly routes: readonly string[];
}

const unproved = 0.45;
/** Whoever may reach these sets such fields by right. */
const forAdministrators = /admin|authori[sz]e|permi|restrict|(?:check|has|require)_?role|staff|manager|seed/i;

/**
 * Of 28 hits that were read, 4 let a sender set what is not theirs; of the other 24 no harm is known. Told are those whose
 * model has such a field and whose routes are not for a few; the rest is below the standard profile.
 */
function weighed(
  { source, survey }: Code,
  { what, scope, model, routes }: Place,
): Pick<Hit, "issue" | "confidence"> {
  const fields = /^\w+$/.test(model) ? (settableFields(survey, model, scope) ?? []) : [];
  const isForFew = [source.path, ...routes].some((line) => forAdministrators.test(line));
  if (fields.length === 0 || isForFew) return { issue: `${what}.`, confidence: unproved };
  const named = fields.slice(0, 3).map((name) => `\`${name}\``);
  return { issue: `${what}: whoever sends it sets ${named.join(", ")} too.` };
}

/** `new User(req.body)`; not `String(req.body)` or `new URLSearchParams(req.body)`. */
function isModel(callee: string): boolean {
  return (
    /^(?:(?:db|models?)\.)?[A-Z][a-z]\w*$/.test(callee) &&
    !/^(?:String|Number|Boolean|Object|Array|Buffer|Map|Set|Error|Promise|Request|Response|Date|Blob)$|Params$|Error$|Request$|Response$|Dto$|DTO$|Command$|Event$|Schema$|Validator$|Query$|Service$|Stream$|Array$/.test(
      callee,
    )
  );
}

function takesBody({ call, text, arguments: given }: WrittenCall): boolean {
  const { callee } = call;
  if (callee === "Object.assign") {
    const [target, ...sources] = given;
    return (
      /^[a-z]\w*(?:\.\w+)?$/.test(target ?? "") &&
      !/^(?:req|request|params|options|body|data|args)\b/.test(target ?? "") &&
      sources.some((one) => body.test(one))
    );
  }
  if (/prisma\.\w+\.(?:create|update|upsert)$/.test(callee))
    return body.test(namedValue(entriesOf(given[0] ?? ""), "data") ?? "");
  const isNew = isModel(callee) && !callee.includes(".create");
  const holder = callee.split(".").at(-2) ?? "";
  const isRecord =
    /^[A-Z]\w+$/.test(holder) && !/^(?:Object|Reflect)$|Service$|Client$|Controller$|Api$/.test(holder);
  if (!isNew && !isRecord) return false;
  return given.some((one) => body.test(one)) && !/JSON\./.test(text);
}

const pythonBody = /^\*\*(?:await )?request\.(?:json|get_json\([^)]*\)|form|data|POST)(?:\.to_dict\(\))?$/;

function* inPython(code: Code): Iterable<Hit> {
  if (!/\*\*\s*(?:await )?request\./.test(code.source.text)) return;
  const isRecord = (call: WrittenCall["call"]): boolean =>
    /(?:^|\.)[A-Z]\w+$|\.objects\.(?:create|update)$|\.(?:insert|update)$/.test(call.callee);
  for (const { call, arguments: given } of writtenCalls(code, isRecord)) {
    const all = given.find((one) => pythonBody.test(one));
    const isChecked = /Schema|Request|Input|Create|Update|Params|Payload|Form|Dto/.test(
      nameOf(call).split(".").at(-1) ?? "",
    );
    if (all === undefined || isChecked) continue;
    const what = `\`${call.callee}\` takes over every field of the request by \`${all}\``;
    const scope = scopeText(code, call.span.start);
    const model =
      call.callee
        .replace(/\.objects\.\w+$/, "")
        .split(".")
        .at(-1) ?? "";
    yield { at: call.span, ...weighed(code, { what, scope, model, routes: [] }) };
  }
}
