/** All fields of a request are written into a record, the ones nobody asked for too. */
import { type Hit, defineRule } from "../../model/rule.js";
import { type Code } from "../../syntax/in-families.js";
import { scopeText } from "../../syntax/surroundings.js";
import { type WrittenCall, entriesOf, nameOf, namedValue, writtenCalls } from "../../syntax/written-calls.js";

export default defineRule({
  severity: "medium",
  // By its examples; no hit met on 33 TypeScript, JavaScript and Python projects. A schema in a middleware or the model may choose the fields.
  confidence: 0.7,
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
    if (!takesBody(written) || checked.test(scopeText(code, call.span.start))) continue;
    yield {
      at: call.span,
      issue: `\`${call.callee}\` takes over every field of \`req.body\`.`,
    };
  }
}

/** `new User(req.body)`; not `String(req.body)` or `new URLSearchParams(req.body)`. */
function isModel(callee: string): boolean {
  return (
    /^(?:(?:db|models?)\.)?[A-Z][a-z]\w*$/.test(callee) &&
    !/^(?:String|Number|Boolean|Object|Array|Buffer|Map|Set|Error|Promise|Request|Response|Date|Blob)$|Params$|Error$|Request$|Response$|Dto$|DTO$|Command$|Event$|Schema$|Validator$|Query$|Service$|Stream$/.test(
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
    yield { at: call.span, issue: `\`${call.callee}\` takes over every field of the request by \`${all}\`.` };
  }
}
