/** A method goes through the fields of its class, to copy, compare or write them, and leaves one out. */
import type { FunctionFact } from "../../model/outline.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Family } from "../../model/tree.js";
import { codeOf } from "../../syntax/code-text.js";
import { type Field, type Fielded, fieldedIn } from "./field-left-out/fields.js";
import { examples } from "./field-left-out/examples.js";

export default defineRule({
  severity: "medium",
  // Read on 1,583 files with such methods of some 300 projects: of 9 hits 7 true and 2 worth the question; comparisons,
  // 7 of them, only ask. Before what a constructor works out by itself was left alone, 4 were false.
  confidence: 0.6,
  judged: { right: 7, arguable: 2, wrong: 0, projects: 5 },
  title: "A field left out",
  risk: "Objects that were copied, compared, or written and read again have silently lost a value.",
  fix: "Add the field, or say in a comment why it is not part of it.",
  match: { typescript: leftOut, python: leftOut, go: leftOut, java: leftOut },
  examples,
});

function* leftOut(subject: Subject): Iterable<Hit> {
  if (!subject.outline.functions.some(({ name }) => isAboutAll(name))) return;
  for (const fielded of fieldedIn(subject)) {
    const methods = methodsOf(fielded, subject);
    const fields = fielded.fields.filter(isData);
    for (const method of methods) yield* alone(method, fields, subject);
    yield* hashes(
      methods,
      fielded.fields.filter((field) => isData(field) || field.name === "id"),
    );
    yield* pairs(methods, fields, subject);
  }
}

/** Smaller sets are alike by chance. */
const fewestNamed = 4;
const fewestCompared = 2;

const copies =
  /^(?:clone|copy|deepCopy|deepClone|Clone|Copy|DeepCopy|deep_copy|__copy__|__deepcopy__|duplicate)$/;
const comparisons = /^(?:equals|isEqual|isEqualTo|Equal|Equals|__eq__)$/;
const hashing = /^(?:hashCode|__hash__)$/;
/** What writes an object, and what makes one of what was written. */
const ways: readonly (readonly [writes: RegExp, reads: RegExp])[] = [
  [/^(?:toJSON|toJson|to_json)$/, /^(?:fromJSON|fromJson|from_json)$/],
  [/^(?:toDict|to_dict|as_dict)$/, /^(?:fromDict|from_dict)$/],
  [/^(?:toObject|toMap|to_map)$/, /^(?:fromObject|fromMap|from_map)$/],
  [/^serialize$/, /^deserialize$/],
  [/^__getstate__$/, /^__setstate__$/],
  [/^MarshalJSON$/, /^UnmarshalJSON$/],
  [/^snapshot$/, /^restore$/],
];

function isAboutAll(name: string): boolean {
  return copies.test(name) || comparisons.test(name) || ways.some(([writes]) => writes.test(name));
}

/** All fields at once, whatever they are called. */
const wholesale =
  /\.\.\.|Object\.(?:assign|keys|entries|fromEntries)|structuredClone|cloneDeep|JSON\.(?:parse|stringify)|\bsuper\b|__dict__|\bvars\(|\basdict\(|\breplace\(|\bcopy\.(?:deep)?copy\(|\*\*|getattr|setattr|__slots__|=\s*\*\w+\s*$|:= \*\w+|reflect|BeanUtils|toBuilder|json\.|Marshal|gob\.|proto\./m;

interface Method {
  readonly fact: FunctionFact;
  readonly owner: string;
  readonly code: string;
  /** Names said in it, without what tells accessors and conventions apart. */
  readonly said: ReadonlySet<string>;
}

function methodsOf({ name, span }: Fielded, subject: Subject): readonly Method[] {
  const code = codeOf(subject);
  const isInside = ({ span: own }: FunctionFact): boolean =>
    subject.tree.family === "go" || (span.start <= own.start && own.end <= span.end);
  return subject.outline.functions
    .filter((fact) => fact.className === name && isInside(fact))
    .map((fact) => {
      const own = code.slice(fact.nameSpan.end, fact.bodySpan.end);
      const words = own.match(/[A-Za-z_$][\w$]*/g) ?? [];
      return { fact, owner: name, code: own, said: new Set(words.flatMap(plainNames)) };
    });
}

/** `getMaxSize`, `max_size` and `_maxSize` are one name. */
function plainNames(name: string): readonly string[] {
  const bare = name.replace(/^(?:get|set|is|has|with)(?=[A-Z_])/, "");
  return [plain(name), plain(bare)];
}

function plain(name: string): string {
  return name.replace(/[_#$]/g, "").toLowerCase();
}

function says({ said }: Method, { name }: Field): boolean {
  return plainNames(name).some((each) => said.has(each));
}

/** Handles, caches and counters belong to the one object. */
const ofOne =
  /^[_#]*(?:mu|log|memo|parent|owner|id|uuid|timer|once|dirty|hash|hashCode|valid)$|lock$|mutex$|cache|memo|computed|listener|handler|logger|future|promise|^XXX_|^serialVersionUID$/i;
const typesOfOne =
  /=>|\bfunction\b|\bfunc\(|sync\.|atomic|\bvolatile\b|\bchan\b|\bContext\b|Lock\b|WeakMap|AbortController|Future|Promise|Thread|Timer|Logger|@Transient/;
/** When something happened is no part of what it is. */
const moments = /time|date|(?:At|On|_at|_on)$|stamp|count|last|version|num/i;

function isData({ name, type }: Field): boolean {
  return !ofOne.test(name) && !typesOfOne.test(type);
}

/** Python and JavaScript: what the constructor works out by itself, the copy's constructor does too. */
function isHandedIn({ name, type }: Field): boolean {
  const [, value] = /^(?:self|this)\.[#\w]+\s*(?::[^=]+)?=\s*([^]*)$/.exec(type) ?? [];
  return value === undefined || new RegExp(`(?<![\\w$])${plainStart(name)}\\b`).test(value);
}

function plainStart(name: string): string {
  return name.replace(/^[_#]+/, "");
}

/** Where no other field is hidden, a hidden one is worked out from them. */
function isHiddenAmongOpen({ name }: Field, fields: readonly Field[], family: Family): boolean {
  const hidden = family === "go" ? /^[a-z]/ : /^[_#]/;
  return hidden.test(name) && fields.filter((field) => hidden.test(field.name)).length === 1;
}

/** Its author has thought of it. */
function isExplained({ fact }: Method, { name }: Field, { source, outline }: Subject): boolean {
  const start = fact.span.start - 300;
  return outline.comments.some(
    (comment) =>
      comment.start > start &&
      comment.end <= fact.span.end &&
      new RegExp(`\\b${plainStart(name)}\\b`, "i").test(source.text.slice(comment.start, comment.end)),
  );
}

function* alone(method: Method, fields: readonly Field[], subject: Subject): Iterable<Hit> {
  const { name } = method.fact;
  const isCopy = copies.test(name);
  if ((!isCopy && !comparisons.test(name)) || wholesale.test(method.code)) return;
  const [missing, ...more] = fields.filter((field) => !says(method, field));
  if (!missing || more.length > 0 || fields.length - 1 < fewestNamed) return;
  if (isHiddenAmongOpen(missing, fields, subject.tree.family) || isExplained(method, missing, subject))
    return;
  if (!isHandedIn(missing) || (!isCopy && moments.test(missing.name))) return;
  const issue = `\`${name}\` of \`${method.owner}\` goes through ${(fields.length - 1).toString()} of its ${fields.length.toString()} fields and leaves \`${missing.name}\` out.`;
  yield isCopy
    ? hit(method, missing, issue)
    : { ...hit(method, missing, `${issue} Was it forgotten?`), asks: true };
}

/** Not where a method is asked what the object is: which fields it reads is not known. */
const asksMethods = /\b(?:self|this|other|that|o)\.(?!get|is)\w+\(/;

function* hashes(methods: readonly Method[], fields: readonly Field[]): Iterable<Hit> {
  const equals = methods.find(({ fact }) => comparisons.test(fact.name));
  const hash = methods.find(({ fact }) => hashing.test(fact.name));
  if (!equals || !hash || [equals, hash].some(({ code }) => wholesale.test(code) || asksMethods.test(code)))
    return;
  const compared = fields.filter((field) => says(equals, field));
  const [more] = fields.filter((field) => says(hash, field) && !says(equals, field));
  if (!more || compared.length < fewestCompared) return;
  yield hit(
    hash,
    more,
    `\`${hash.fact.name}\` of \`${hash.owner}\` counts \`${more.name}\`, which \`${equals.fact.name}\` does not look at: two equal objects may have different hash codes.`,
  );
}

/** What such keys are called says little about the fields. */
function isKeyedByConstants({ code }: Method): boolean {
  return (code.match(/[([]\s*(?:\w+\.)?[A-Z][A-Z0-9_]{3,}\s*[)\],]/g) ?? []).length > 1;
}

function* pairs(methods: readonly Method[], fields: readonly Field[], subject: Subject): Iterable<Hit> {
  for (const [writes, reads] of ways) {
    const writer = methods.find(({ fact }) => writes.test(fact.name));
    const reader = methods.find(({ fact }) => reads.test(fact.name));
    if (!writer || !reader || wholesale.test(writer.code) || wholesale.test(reader.code)) continue;
    const both = fields.filter((field) => says(writer, field) && says(reader, field));
    const [one, ...more] = fields.filter((field) => says(writer, field) !== says(reader, field));
    if (!one || more.length > 0 || both.length < fewestNamed) continue;
    const [has, lacks] = says(writer, one) ? [writer, reader] : [reader, writer];
    if (isExplained(lacks, one, subject) || !isHandedIn(one) || isKeyedByConstants(lacks)) continue;
    yield hit(
      lacks,
      one,
      `\`${has.fact.name}\` of \`${has.owner}\` goes through ${(both.length + 1).toString()} fields, \`${lacks.fact.name}\` through all of them but \`${one.name}\`.`,
    );
  }
}

function hit({ fact }: Method, field: Field, issue: string): Hit {
  return { at: fact.nameSpan, also: [field.at], issue };
}
