/** Handlers that send whole records of users, with whatever fields they have. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { askOnce, named } from "../../syntax/questions.js";
import { answersOf, nameOfAnswer } from "../../syntax/routes/answers.js";

export default defineRule({
  asks: true,
  severity: "info",
  // A serialiser that hides fields may stand in the model, out of sight.
  confidence: 0.6,
  judged: { right: 4, arguable: 4, wrong: 1, projects: 9 },
  title: "Whole user records are sent",
  risk: "Hashes of passwords, tokens and addresses leave with the fields that were meant.",
  fix: "Name the fields to send: `attributes`, `select`, a serialiser.",
  cwe: [200, 359],
  reads: ["typescript", "python"],
  project: whole,
  examples: [
    {
      language: "javascript",
      bad: 'const { User } = require("./models");\nmodule.exports.list = (req, res) => {\n  User.findAll({}).then((users) => res.json({ users }));\n};\n',
      good: 'const { User, Tag } = require("./models");\nmodule.exports.list = (req, res) => {\n  User.findAll({ attributes: ["id", "name"] }).then((users) => res.json({ users }));\n};\nmodule.exports.me = async (req, res) => {\n  const user = await User.findByPk(req.params.id).select("-password");\n  res.json(user);\n};\nmodule.exports.tags = async (req, res) => res.json(await Tag.findAll());\nmodule.exports.count = async (req, res) => {\n  const users = await User.findAll();\n  res.json({ count: users.length });\n};\n',
    },
    {
      language: "python",
      bad: 'from flask import Flask, jsonify\n\napp = Flask(__name__)\n\n@app.get("/users")\ndef users():\n    users = User.query.all()\n    return jsonify([user.__dict__ for user in users])\n',
      good: 'from flask import Flask, jsonify\n\napp = Flask(__name__)\n\n@app.get("/users")\ndef users():\n    users = User.query.all()\n    return jsonify([user.public() for user in users])\n',
    },
  ],
});

const load =
  /\b(\w+)\s*=\s*await\s+[\w.]*(?:User|Account|Customer|Member)(?:Model)?\.(?:findAll|find|findByPk|findOne|findById|findMany)\(([^()]*(?:\([^()]*\)[^()]*)*)\)|[\w.]*(?:User|Account|Customer|Member)(?:Model)?\.(?:findAll|find|findByPk|findOne|findById|findMany)\(([^()]*)\)\s*\.then\(\s*(?:async\s*)?\(?(\w+)\)?\s*=>/g;
const chosen = /attributes|select|projection|exclude|fields/;

function* whole(survey: Survey): Iterable<ProjectHit> {
  const found = answersOf(survey).flatMap((answer) => {
    const { file, fact, code } = answer.handler;
    const span = file.tree.family === "python" ? inPython(code) : inScript(code);
    if (!span) return [];
    const at = { start: fact.span.start + span.start, end: fact.span.start + span.end };
    return [{ path: file.source.path, span: at, note: nameOfAnswer(answer) }];
  });
  yield* askOnce(found, (count) => ({
    issue: `${named(found.map(({ note }) => note))} ${count === 1 ? "sends" : "send"} records of users as they were loaded. Is every field meant for whoever asks?`,
  }));
}

function inScript(code: string): { start: number; end: number } | undefined {
  for (const match of code.matchAll(load)) {
    const name = match[1] ?? match[4] ?? "";
    const sends = new RegExp(
      `\\b(?:json|send)\\(\\s*(?:${name}\\s*\\)|\\{(?:[^}]*,)?\\s*(?:\\w+\\s*:\\s*)?${name}\\s*[,}])`,
    );
    const chained = /^(?:\s*\.\w+\([^()]*\))*/.exec(code.slice(match.index + match[0].length))?.[0] ?? "";
    if (chosen.test((match[2] ?? match[3] ?? "") + chained) || name === "") continue;
    if (sends.test(code.slice(match.index)))
      return { start: match.index, end: match.index + match[0].length };
  }
  return undefined;
}

function inPython(code: string): { start: number; end: number } | undefined {
  const match =
    /\b(?:jsonify|JSONResponse|json\.dumps)\([^\n]*\b(?:user|account|member)s?\.__dict__|\[\s*user\.__dict__/i.exec(
      code,
    );
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}
