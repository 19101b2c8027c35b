/** A record is looked up by a field and created when there is none, with nothing that stops two callers from doing both. */
import type { FunctionFact } from "../../model/outline.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { closingOf, codeOf, lineBefore } from "../../syntax/code-text.js";
import { type KeyValueCall, keyValueCalls, mentions } from "../../syntax/key-value-calls.js";
import { type Creation, type Lookup, creationsIn, lookupsIn } from "../../syntax/record-calls.js";
import { uniquePlaces } from "../../syntax/unique-fields.js";

export default defineRule({
  severity: "medium",
  // Both calls are facts; a unique index may lie in a migration that is not among the reviewed files. Prisma's schema never is
  // and a transaction may make the pair safe, so both are left alone; Java is too (1 of 3 true, the schema lies elsewhere).
  confidence: 0.6,
  judged: { right: 2, arguable: 0, wrong: 0, projects: 0 },
  title: "Look-up before creation lets two callers create the same record",
  risk: "Two requests that arrive together both find nothing and both create: the table then holds the record twice, and later look-ups answer with either.",
  fix: "Put a unique index on the field and handle its error, or use the database's own create-or-get (upsert, ON CONFLICT, SET NX).",
  trial: {
    name: "two requests with the same value make one record",
    arrange: "no record yet, and a look-up that waits until two callers have looked",
    act: "run {it} twice at once with the same value",
    assert: "one record is stored, and the second caller gets that record or a conflict",
  },
  cwe: [367],
  match: { typescript: duplicates, python: duplicates },
  examples: [
    {
      language: "typescript",
      bad: 'import { User } from "./models";\nexport async function register(email: string) {\n  const existing = await User.findOne({ where: { email } });\n  if (existing) throw new Error("taken");\n  return User.create({ email });\n}\n',
      good: 'import { User } from "./models";\nexport async function register(email: string) {\n  const existing = await User.findOne({ where: { email } });\n  if (existing) throw new Error("taken");\n  try {\n    return await User.create({ email });\n  } catch (error) {\n    if (error.code === "P2002") throw new Error("taken");\n    throw error;\n  }\n}\nexport async function note(email: string) {\n  const user = await User.findOne({ where: { email } });\n  if (!user) throw new Error("nobody");\n  return prisma.note.create({ data: { email } });\n}\nexport async function unique(email: string) {\n  const existing = await prisma.user.findUnique({ where: { email } });\n  if (existing) throw new Error("taken");\n  return User.create({ email });\n}\n',
    },
    {
      language: "typescript",
      bad: 'import { User } from "./models";\nexport async function register(email: string) {\n  const existing = await User.findOne({ where: { email } });\n  if (existing) throw new Error("taken");\n  return User.create({ email });\n}\n',
      // What is unique stands in a schema that is not read.
      good: 'import { prisma } from "./db";\nexport async function register(email: string) {\n  const existing = await prisma.user.findFirst({ where: { email } });\n  if (existing) throw new Error("taken");\n  return prisma.user.create({ data: { email } });\n}\n',
    },
    {
      language: "javascript",
      bad: 'exports.join = async (req, res) => {\n  const found = await Member.findOne({ where: { login: req.body.login } });\n  if (!found) {\n    await Member.create({ login: req.body.login, role: "guest" });\n  }\n  res.end();\n};\n',
      good: {
        "models/member.js":
          'const Member = sequelize.define("Member", { login: { type: DataTypes.STRING, unique: true } });\nmodule.exports = Member;\n',
        "routes/join.js":
          'exports.join = async (req, res) => {\n  const found = await Member.findOne({ where: { login: req.body.login } });\n  if (!found) {\n    await Member.create({ login: req.body.login, role: "guest" });\n  }\n  res.end();\n};\n',
      },
    },
    {
      language: "typescript",
      bad: 'export class Accounts {\n  async register(data: Data) {\n    const found = await this.accounts.findOne({ email: { $eq: data.email } });\n    if (found) throw new ConflictException("duplicate address");\n    return this.accounts.insertOne({ email: data.email });\n  }\n}\n',
      good: 'export class Accounts {\n  async register(data: Data) {\n    const found = await this.accounts.findOne({ email: { $eq: data.email } });\n    if (found) throw new ConflictException("duplicate address");\n    return this.accounts.insertOne({ email: data.email }).catch(onDuplicate);\n  }\n}\n',
    },
    {
      language: "javascript",
      bad: 'async function claim(redis, id) {\n  if (await redis.exists(`job:${id}`)) return false;\n  await redis.set(`job:${id}`, "taken", "EX", 60);\n  return true;\n}\n',
      good: 'async function claim(redis, id) {\n  if (await redis.exists(`seen:${id}`)) return false;\n  return redis.set(`job:${id}`, "taken", "EX", 60, "NX");\n}\nasync function cached(redis, id) {\n  const hit = await redis.get(`page:${id}`);\n  if (hit) return hit;\n  await redis.set(`page:${id}`, await render(id), "EX", 60);\n}\n',
    },
    {
      language: "python",
      bad: "def register(session, name):\n    if session.query(Account).filter_by(handle=name).first():\n        raise ValueError('taken')\n    session.add(Account(handle=name))\n    session.commit()\n",
      good: "def register(session, name):\n    if session.query(Account).filter_by(handle=name).first():\n        raise ValueError('taken')\n    try:\n        session.add(Account(handle=name))\n        session.commit()\n    except IntegrityError:\n        raise ValueError('taken')\n\ndef rename(session, name, other):\n    account = session.query(Account).filter_by(handle=name).first()\n    if account is None:\n        raise KeyError(name)\n    account.handle = other\n    session.commit()\n",
    },
    {
      language: "python",
      bad: "def subscribe(email):\n    if not Reader.objects.filter(email=email).exists():\n        Reader.objects.create(email=email)\n",
      good: "class Reader(models.Model):\n    email = models.EmailField(unique=True)\n\ndef subscribe(email):\n    if not Reader.objects.filter(email=email).exists():\n        Reader.objects.create(email=email)\n\ndef keep(page, user):\n    version = Version.objects.filter(page_id=page.id).order_by('-made').first()\n    if version and version.owner == user:\n        return version.touch()\n    else:\n        return Version.objects.create(page_id=page.id)\n\ndef follow(name):\n    Author.objects.get_or_create(name=name)\n",
    },
    {
      language: "python",
      bad: "async def add(db, data):\n    existing = await db.users.find_one({'email': data.email})\n    if existing:\n        raise HTTPException(400)\n    await db.users.insert_one({'email': data.email, 'name': data.name})\n",
      good: "async def start(db):\n    await db.users.create_index('email', unique=True)\n\nasync def add(db, data):\n    existing = await db.users.find_one({'email': data.email})\n    if existing:\n        raise HTTPException(400)\n    await db.users.insert_one({'email': data.email, 'name': data.name})\n",
    },
  ],
});

/** Something that makes the pair safe, or asks the database to: locks, upserts, and the errors of a unique index. */
const isSafe =
  /(?<![bc])lock|transaction|\bprisma\.|mutex|semaphore|runExclusive|serializable|upsert|on_?conflict|duplicate|integrity|violation|get_or_create|findOrCreate|find_or_create|E11000|11000|P2002|23505|UniqueConstraint|IGNORE\b|\bnx\b|setnx|FOR UPDATE|Conflict(?:Error|Exception)|watch\(/i;

/** What is thrown or answered because of the look-up: `throw new ConflictException("duplicate")` prevents nothing. */
const refusals =
  /\b(?:throw new|raise)\s+[\w.]+\([^\n]*|\b(?:res|response|reply)\b[^\n;]*\.(?:json|send|status|code)\([^\n]*/g;

function* duplicates(subject: Subject): Iterable<Hit> {
  const code = codeOf(subject);
  yield* redisClaims(subject, code);
  if (
    !/\b(?:find_?[oO]ne|findFirst|exists|objects|query|select|(?:exists|find\w*)By[A-Z]|count_?[dD]ocuments)/.test(
      code,
    )
  )
    return;
  for (const holder of subject.outline.functions) {
    const body = code.slice(holder.bodySpan.start, holder.bodySpan.end);
    if (body.length > 20_000 || isSafe.test(body.replace(refusals, ""))) continue;
    const found = pairIn(body);
    if (!found || isInnerMost(subject, holder, found.lookup) || isUnique(subject.survey, found.lookup))
      continue;
    yield hit(holder, found);
  }
}

interface Pair {
  readonly lookup: Lookup;
  readonly creation: Creation;
}

function pairIn(body: string): Pair | undefined {
  const lookups = lookupsIn(body);
  if (lookups.length === 0) return undefined;
  const creations = creationsIn(body);
  for (const lookup of lookups) {
    const creation = creations.find((candidate) => makesWhatWasSought(body, lookup, candidate));
    if (creation) return { lookup, creation };
  }
  return undefined;
}

function makesWhatWasSought(
  body: string,
  lookup: Lookup,
  { model, arguments: given, start }: Creation,
): boolean {
  if (model !== lookup.model || start <= lookup.start) return false;
  if (!guards(body, lookup, start)) return false;
  const between = body.slice(lookup.end, start);
  return lookup.fields.every((field) => {
    const name = new RegExp(`\\b(?:set)?${field}\\b`, "i");
    return name.test(given) || (/^[\w$]+$/.test(given.trim()) && name.test(between));
  });
}

/** What comes of the look-up decides whether the creation runs. */
function guards(body: string, { start, end, result }: Lookup, creation: number): boolean {
  if (result === null) {
    if (!/\b(?:if|unless|elif)\b[^;{}]*$/.test(lineBefore(body, start))) return false;
    return creation > end || creation > start;
  }
  const between = body.slice(start, creation);
  const names = namesFrom(between, result).join("|");
  const condition = new RegExp(`\\bif\\b\\s*\\(?\\s*(?:!|not\\s+)?\\s*(?:${names})\\b([^\\n]*)`).exec(
    between,
  );
  if (!condition) return false;
  const isAbsent = /!\s*\w+|\bnot\s|===?\s*null|is None|===?\s*undefined|length\s*===?\s*0|isEmpty/.test(
    condition[0],
  );
  if (isAbsent && !/is not None/.test(condition[0])) return !leavesAtOnce(between, condition.index);
  return /\b(?:return|throw|raise|else|abort|reject|exit)\b/.test(between.slice(condition.index));
}

/** The name and those that are made from it: `result = execute(statement)`, `row = result.first()`. */
function namesFrom(between: string, first: string): readonly string[] {
  const names = [first];
  for (const [, name = "", value = ""] of between.matchAll(/(\w+)\s*(?::[^=\n]+)?=(?!=)\s*([^\n]*)/g)) {
    if (names.some((known) => mentions(value, known))) names.push(name);
  }
  return names;
}

/** `if (!found) return …`: what follows is for a record that exists. */
function leavesAtOnce(between: string, condition: number): boolean {
  const rest = between.slice(condition);
  const open = rest.indexOf("(");
  const head =
    rest.startsWith("if (") || rest.startsWith("if(") ? closingOf(rest, open) : rest.indexOf(":") + 1;
  return (
    /^\s*\{?\s*(?:return|throw|raise)\b/.test(rest.slice(head)) ||
    /^\s*\{[^}]*\b(?:return|throw)\b[^}]*\}/.test(rest.slice(head))
  );
}

/** A pair inside a nested function is told of that function alone. */
function isInnerMost({ outline }: Subject, holder: FunctionFact, { start }: Lookup): boolean {
  const at = holder.bodySpan.start + start;
  return outline.functions.some(
    ({ bodySpan }) =>
      bodySpan.start > holder.bodySpan.start &&
      bodySpan.end <= holder.bodySpan.end &&
      bodySpan.start <= at &&
      at < bodySpan.end,
  );
}

/** An index, column or constraint somewhere in the project makes one of the fields unique. */
function isUnique(survey: Survey, { model, fields }: Lookup): boolean {
  return uniquePlaces(survey).some(({ text, file }) => {
    const named = fields.filter((field) => namesField(text, field));
    return named.length > 1 || (named.length === 1 && file.includes(model));
  });
}

function namesField(text: string, field: string): boolean {
  const snake = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return new RegExp(`(?<![A-Za-z])(?:${field}|${snake})(?![A-Za-z])`, "i").test(text);
}

function hit({ name, bodySpan }: FunctionFact, { lookup, creation }: Pair): Hit {
  const from = bodySpan.start;
  const fields = lookup.fields.map((field) => `\`${field}\``).join(" and ");
  const isShort = creation.end - lookup.start < 600;
  const [first, second] = [
    { start: from + lookup.start, end: from + lookup.end },
    { start: from + creation.start, end: from + creation.end },
  ];
  return {
    ...(isShort ? { at: { start: first.start, end: second.end } } : { at: second, also: [first] }),
    issue: `${name === "<anonymous>" ? "This function" : `\`${name}\``} looks for a record of \`${lookup.model}\` by ${fields} and creates one when there is none; no unique index on ${fields}, upsert or handling of a duplicate is in the reviewed files.`,
    scenario: "Two requests with the same value look, both find nothing, and both create.",
  };
}

/** `if (await redis.exists(key)) return …; await redis.set(key, …)`: a claim that two callers can both make. */
function* redisClaims({ source, outline }: Subject, code: string): Iterable<Hit> {
  if (!/\bexists\s*\(/.test(code)) return;
  const calls = keyValueCalls(source, outline, (verb) => /^(?:exists|set|setex|hset|hmset)$/.test(verb));
  for (const check of calls.filter(({ verb }) => verb === "exists")) {
    const write = calls.find((call) => claims(check, call));
    if (!write || isSafe.test(code.slice(write.holder.bodySpan.start, write.holder.bodySpan.end))) continue;
    const between = code.slice(check.span.end, write.span.start);
    const isAsked = /\b(?:if|while)\b/.test(lineBefore(code, check.span.start) + between);
    const isAbsent = /\bnot\b|!\s*(?:\(|await)/.test(lineBefore(code, check.span.start));
    // `if (exists) return`, or `if (!exists) set`: what is set where the key exists is renewed.
    if (!isAsked || isAbsent === /\b(?:return|raise|throw|continue)\b/.test(between)) continue;
    yield {
      at: { start: check.span.start, end: write.span.end },
      title: "Key checked and then set in two steps",
      issue: `\`${write.holder.name}\` asks whether \`${check.arguments[0] ?? ""}\` exists and sets it afterwards: callers that ask meanwhile are told that it does not.`,
      recommendation:
        "Set the key with NX, which writes only when it does not exist, and look at what it answers.",
    };
  }
}

function claims(check: KeyValueCall, { verb, arguments: given, span, holder }: KeyValueCall): boolean {
  return (
    verb !== "exists" &&
    holder === check.holder &&
    span.start > check.span.end &&
    given[0] === check.arguments[0]
  );
}
