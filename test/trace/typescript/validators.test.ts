/** What checks of named fields of a request say: those that stand before a handler, and results that are tested. */
import { expect, test } from "vitest";
import { flowsOf } from "./flows-of.js";

const head = [
  'const app = require("web")();',
  'const { body, check, query, validationResult, checkSchema, oneOf } = require("validator");',
  'const z = require("schemas");',
  'const { guard } = require("guards");',
  'const { users } = require("./db");',
  "",
].join("\n");
const tested = "const errors = validationResult(req); if (!errors.isEmpty()) return res.status(400).end();";
const find = "usersCollection.find({ email: req.body.email });";

const registered = (before: string, handler: string, more = ""): Record<string, string> => ({
  "src/app.js": `${head}${more}\napp.post("/", ${before} (req, res) => {\n${handler}\n});`,
});

test.each<[name: string, before: string, handler: string, more?: string]>([
  ["a check that is tested", "check('email').isEmail(),", `${tested} ${find}`],
  ["in a list", "[body('name').notEmpty(), body('email').isEmail()],", `${tested} ${find}`],
  ["in a list with a name", "rules,", `${tested} ${find}`, "const rules = [body('email').isString()];"],
  ["spread", "...rules,", `${tested} ${find}`, "const rules = [body('email').isString()];"],
  ["made by a function", "rules(),", `${tested} ${find}`, "const rules = () => [body('email').isString()];"],
  ["several fields at once", "body(['name', 'email']).isString(),", `${tested} ${find}`],
  [
    "read before the test",
    "body('email').isEmail(),",
    `const { email } = req.body; ${tested} usersCollection.find({ email });`,
  ],
  [
    "read from what is kept",
    "body('email').isEmail(),",
    `const data = req.body; ${tested} usersCollection.find({ email: data.email });`,
  ],
  [
    "handed to a function",
    "body('email').isEmail(),",
    `${tested} look(req.body);`,
    "function look(data) { usersCollection.find({ email: data.email }); }",
  ],
  [
    "the good way inside",
    "body('email').isEmail(),",
    `const e = validationResult(req); if (e.isEmpty()) { ${find} }`,
  ],
  [
    "the other branch",
    "body('email').isEmail(),",
    `const errors = validationResult(req).array(); if (errors.length > 0) { res.end(); } else { ${find} }`,
  ],
  ["thrown", "body('email').isEmail(),", `validationResult(req).throw(); ${find}`],
  [
    "tested by a middleware",
    "body('email').isEmail(), refuse,",
    find,
    "const refuse = (req, res, next) => { const e = validationResult(req); if (e.isEmpty()) return next(); res.end(); };",
  ],
  ["asserted to be a text", "", `assert.strictEqual(typeof req.body.email, "string"); ${find}`],
  ["asserted in words", "", `assert(typeof req.body.email === "string"); ${find}`],
  ["asked as a text", "", `if (!req.body.email || !req.body.email.trim()) return; ${find}`],
  ["taken apart as a text", "", `const parts = req.body.email.split("@"); ${find}`],
  ["made a text of", "body('email').trim(),", find],
  ["a schema by member", "guard({ body: z.object({ email: z.string().email() }) }),", find],
  [
    "a schema that is asked",
    "",
    `const { error } = form.validate(req.body); if (error) return res.end(); ${find}`,
    "const form = z.object({ email: z.string() });",
  ],
  [
    "a schema that is asked elsewhere",
    "",
    `const { error } = checked(req.body); if (error) return res.end(); ${find}`,
    "const checked = (data) => { const form = z.object({ email: z.string() }); return form.validate(data); };",
  ],
  [
    "success",
    "",
    `const result = form.safeParse(req.body); if (!result.success) return res.end(); ${find}`,
    "const form = z.object({ email: z.string() });",
  ],
  ["one that throws", "", `form.parse(req.body); ${find}`, "const form = z.object({ email: z.string() });"],
  ["a table of checks", "checkSchema({ email: { in: ['body'], isEmail: true } }),", `${tested} ${find}`],
  [
    "a table for one part",
    "checkSchema(rules, ['body']),",
    `${tested} ${find}`,
    "const rules = { email: { isString: {} } };",
  ],
  ["a table that makes a text of it", "checkSchema({ email: { trim: true } }),", find],
  [
    "each of several groups",
    "oneOf([body('email').isEmail(), [body('email').isString(), body('name').isString()]]),",
    `${tested} ${find}`,
  ],
  [
    "checks handed to what runs them",
    "run([body('email').isEmail()]),",
    find,
    "const run = (all) => async (req, res, next) => { for (const each of all) await each.run(req); const errors = validationResult(req); if (errors.isEmpty()) return next(); res.status(400).end(); };",
  ],
  [
    "a schema handed to middleware of the project",
    "fit(form),",
    find,
    "const form = z.object({ email: z.string() }); const fit = (schema) => (req, res, next) => { const { error } = schema.validate(req.body); if (error) return res.status(400).end(); next(); };",
  ],
  [
    "by the part's name",
    "fit(form, 'body'),",
    find,
    "const form = z.object({ email: z.string() }); const fit = (schema, part = 'query') => (req, res, next) => { const result = schema.safeParse(req[part]); if (!result.success) { next(new Error()); return; } next(); };",
  ],
  [
    "of all parts at once, throwing",
    "fit(form),",
    find,
    "const form = z.object({ body: z.object({ email: z.string() }) }); const fit = (schema) => async (req, res, next) => { try { await schema.validate({ body: req.body, query: req.query }); next(); return; } catch (e) { res.status(400).end(); } };",
  ],
  [
    "of picked parts, compiled",
    "fit({ body: z.object({ email: z.string() }) }),",
    find,
    "const fit = (schema) => (req, res, next) => { const mine = pick(schema, ['body']); const all = pick(req, Object.keys(mine)); const { value, error } = z.compile(mine).prefs({}).validate(all); if (error) return next(new Error()); return next(); };",
  ],
  [
    "a part of what is handed in",
    "fit({ body: z.object({ email: z.string() }) }),",
    find,
    "const fit = (schema) => (req, res, next) => { schema.body.parse(req.body); next(); };",
  ],
  [
    "middleware of the project with a schema of its own",
    "fit,",
    find,
    "const form = z.object({ email: z.string() }); const fit = (req, res, next) => { req.body = form.parse(req.body); next(); };",
  ],
])("silent: %s", async (_name, before, handler, more) => {
  expect(await flowsOf(registered(before, handler, more))).toEqual([]);
});

test.each<[name: string, before: string, handler: string, more?: string]>([
  ["another value asserted", "", `assert.strictEqual(typeof req.body.name, "string"); ${find}`],
  ["asserted to be an object", "", `assert.strictEqual(typeof req.body.email, "object"); ${find}`],
  ["a text made of it for another", "", `const shown = String(req.body.email).trim(); ${find}`],
  ["nothing before", "", find],
  ["another field", "body('name').isEmail(),", `${tested} ${find}`],
  ["another part of the request", "query('email').isEmail(),", `${tested} ${find}`],
  ["a result nobody tests", "body('email').isEmail(),", `const errors = validationResult(req); ${find}`],
  [
    "a result that changes nothing",
    "body('email').isEmail(),",
    `const errors = validationResult(req); if (!errors.isEmpty()) { res.status(400); } ${find}`,
  ],
  [
    "the wrong way round",
    "body('email').isEmail(),",
    `const e = validationResult(req); if (e.isEmpty()) return; ${find}`,
  ],
  ["a check any object passes", "body('email').isLength({ min: 6 }),", `${tested} ${find}`],
  ["a negated check", "body('email').not().isEmail(),", `${tested} ${find}`],
  ["a check under a condition", "body('email').if(other).isEmail(),", `${tested} ${find}`],
  [
    "a list of one of two registrations",
    "rules,",
    `${tested} ${find}`,
    "const rules = [body('name').isString()];",
  ],
  ["a schema of another field", "guard({ body: z.object({ name: z.string() }) }),", find],
  ["a schema of anything", "guard({ body: z.object({ email: z.any() }) }),", find],
  ["a schema that lets more through", "guard({ body: z.object({ email: z.string().or(z.any()) }) }),", find],
  [
    "an error nobody looks at",
    "",
    `const { error } = form.validate(req.body); ${find}`,
    "const form = z.object({ email: z.string() });",
  ],
  [
    "a table for another part",
    "checkSchema({ email: { in: 'query', isEmail: true } }),",
    `${tested} ${find}`,
  ],
  [
    "a table with a negated check",
    "checkSchema({ email: { isEmail: { negated: true } } }),",
    `${tested} ${find}`,
  ],
  ["a table nobody tests", "checkSchema({ email: { isEmail: true } }),", find],
  [
    "one of several groups",
    "oneOf([body('email').isEmail(), body('name').isString()]),",
    `${tested} ${find}`,
  ],
  [
    "checks handed to what only runs them",
    "run([body('email').isEmail()]),",
    find,
    "const run = (all) => async (req, res, next) => { for (const each of all) await each.run(req); next(); };",
  ],
  [
    "middleware of the project that lets everything pass",
    "fit(form),",
    find,
    "const form = z.object({ email: z.string() }); const fit = (schema) => (req, res, next) => { const { error } = schema.validate(req.body); if (error) console.log(error); next(); };",
  ],
  [
    "middleware that goes on after it threw",
    "fit(form),",
    find,
    "const form = z.object({ email: z.string() }); const fit = (schema) => (req, res, next) => { try { schema.parse(req.body); } catch (e) { console.log(e); } next(); };",
  ],
  [
    "middleware for another part",
    "fit(form),",
    find,
    "const form = z.object({ email: z.string() }); const fit = (schema) => (req, res, next) => { schema.parse(req.query); next(); };",
  ],
  [
    "a schema for another part",
    "",
    `const { error } = form.validate(req.query); if (error) return; ${find}`,
    "const form = z.object({ email: z.string() });",
  ],
])("told: %s", async (_name, before, handler, more) => {
  expect(await flowsOf(registered(before, handler, more))).toEqual([
    "nosql: req.body.email → usersCollection.find",
  ]);
});

test("one of two registrations has no check", async () => {
  const files = {
    "src/app.js": `${head}const show = (req, res) => { ${tested} ${find} };\napp.post("/a", body("email").isEmail(), show);\napp.post("/b", show);\n`,
  };
  expect(await flowsOf(files)).toEqual(["nosql: req.body.email → usersCollection.find"]);
});

test.each<[name: string, rest: string, flows: readonly string[]]>([
  ["what stands before a wrapper stands before what it wraps", 'app.post("/a", rules, refuse, show);', []],
  [
    "one wrapper serves handlers with checks and without",
    'app.post("/a", rules, refuse, show);\napp.post("/b", wrapped((req, res) => { usersCollection.find({ name: req.body.name }); }));',
    ["nosql: req.body.name → usersCollection.find"],
  ],
  [
    "a wrapped handler without a check",
    'app.post("/a", show);',
    ["nosql: req.body.email → usersCollection.find"],
  ],
])("%s", async (_name, rest, flows) => {
  const files = {
    "src/app.js": [
      head,
      "const wrapped = (fn) => (req, res, next) => { Promise.resolve(fn(req, res, next)).catch(next); };",
      "const refuse = (req, res, next) => { const e = validationResult(req); if (e.isEmpty()) return next(); res.end(); };",
      'const rules = [body("email").isEmail()];',
      `const show = wrapped(async (req, res) => { ${find} });`,
      rest,
    ].join("\n"),
  };
  expect(await flowsOf(files)).toEqual(flows);
});

test("checks and handler in one list of another file", async () => {
  const files = {
    "src/users.js": `${head}exports.create = [body("email").isEmail(), (req, res) => { ${tested} ${find} }];\n`,
  };
  expect(await flowsOf(files)).toEqual([]);
});

test("a check of the whole that nobody can judge is named", async () => {
  const handler = `const { errors, isValid } = validateForm(req.body); if (!isValid) return res.end(); ${find}`;
  expect(await flowsOf(registered("", handler, 'const validateForm = require("./form");'))).toEqual([
    "?nosql: req.body.email → usersCollection.find",
  ]);
});

test.each<[name: string, schema: string, flows: readonly string[]]>([
  ["a text", "z.string()", ["command: input → child_process.exec"]],
  ["a number", "z.number()", []],
  ["one of some words", "z.enum(['a', 'b'])", []],
  ["one of some words, by a method", "z.string().oneOf(['a', 'b'])", []],
  ["one of computed words", "z.string().oneOf(words())", ["command: input → child_process.exec"]],
  ["a form without room", "z.string().uuid()", []],
  ["a form with room", "z.string().email()", ["command: input → child_process.exec"]],
  ["named characters", "z.string().min(1).regex(/^[a-z]+$/, 'no')", []],
  ["named characters, elsewhere", "z.string().regex(letters)", []],
  ["named characters, by way of another file", "z.string().regex(figures)", []],
  ["a list of numbers", "z.array(z.number())", []],
  ["a list of one of some words", "z.array().of(z.enum(['a']))", []],
  ["a list of texts", "z.array(z.string())", ["command: input → child_process.exec"]],
  ["a pattern with any start", "z.string().regex(/[a-z]+$/)", ["command: input → child_process.exec"]],
])("the input of a procedure is %s", async (_, schema, flows) => {
  const files = {
    "src/letters.ts": 'export const letters = /^[a-z]+$/; export * from "./figures";',
    "src/figures.ts": "export const figures = /^[0-9]+$/;",
    "src/app.ts": [
      'import "web";',
      'import * as z from "schemas";',
      'import { exec } from "child_process";',
      'import { procedure } from "./procedure";',
      'import { figures, letters } from "./letters";',
      `export const run = procedure.input(z.object({ name: ${schema} })).mutation(({ input }) => exec(input.name));`,
    ].join("\n"),
  };
  expect(await flowsOf(files)).toEqual(flows);
});

test.each<[name: string, schema: string, flows: readonly string[]]>([
  ["added to one nobody knows", "known.pick({}).extend({ name: z.number() }).required()", []],
  ["of one nobody knows", "known.extend({ other: z.number() })", ["command: input → child_process.exec"]],
  [
    "turned into another",
    "known.extend({ name: z.number() }).transform(f)",
    ["command: input → child_process.exec"],
  ],
])("a field %s", async (_, schema, flows) => {
  const lines = [
    'import * as z from "schemas"; import { exec } from "child_process"; import "web";',
    'import { known, procedure } from "./known";',
    `procedure.input(${schema}).mutation(({ input }) => exec(input.name));`,
  ];
  expect(await flowsOf({ "src/app.ts": lines.join("\n") })).toEqual(flows);
});

const pipe = { "src/main.ts": 'import { Pipe } from "web"; app.useGlobalPipes(new Pipe());' };
const text = "nosql: @Body() user: User → usersCollection.find";
const command = "command: @Body() user: User → child_process.exec";

test.each<
  [name: string, user: string, flows: readonly string[], more?: Record<string, string>, marks?: string]
>([
  ["a text", "class User { @IsText() name: string; }", [command], pipe],
  ["a number", "class User { @IsNumber() name: number; }", [], pipe],
  ["named characters", "class User { @Matches(/^[a-z]+$/) name: string; }", [], pipe],
  ["a text that nobody holds against the class", "class User { @IsText() name: string; }", [command, text]],
  [
    "a text held against the class where a decorator says so",
    "class User { @IsText() name: string; } @UsePipes(Pipe)",
    [command],
  ],
  ["another field", "class User { @IsNumber() age: number; name: string; }", [command, text], pipe],
  [
    "a field of the class above",
    "class One { @IsNumber() name: number; } class User extends One {}",
    [],
    pipe,
  ],
  [
    "a field of a class that is wrapped",
    "class One { @IsNumber() name: number; } class User extends PartialType(One) {}",
    [],
    pipe,
  ],
  ["no class", "interface User { name: string }", [command, text], pipe],
])("a parameter with a class: %s", async (_, user, flows, more = {}) => {
  const lines = [
    'import { Body, Pipe } from "web"; import { exec } from "child_process";',
    'import { IsNumber, IsText, Matches } from "rules";',
    user,
    `class Users { find(@Body() user: User) { usersCollection.find({ name: user.name }); exec(user.name); } }`,
  ];
  expect([...(await flowsOf({ "src/app.ts": lines.join("\n"), ...more }))].sort()).toEqual(flows);
});
