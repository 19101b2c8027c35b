/** A name promises the opposite of what the one expression behind it computes. */
import { wordsOf } from "../../lib/words.js";
import { type Hit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import { codeOf } from "../../syntax/code-text.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";

export default defineRule({
  severity: "medium",
  // Name and expression contradict each other by their words alone. No hit in some 17 maintained projects,
  // true or false, so this is an estimate.
  confidence: 0.75,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 62 },
  title: "Name says the opposite of the code",
  risk: "Every caller trusts the name: wherever it is asked, the wrong branch is taken.",
  fix: "Correct the expression, or the name if the code is right.",
  match: inFamilies(["typescript", "python", "go", "java", "rust"], contradicted),
  examples: [
    {
      language: "typescript",
      bad: "export function isEmpty(list: string[]): boolean {\n  return list.length > 0;\n}\n",
      good: "export function isEmpty(list: string[]): boolean {\n  return list.length === 0;\n}\nexport const isNotEmpty = (list: string[]): boolean => list.length > 0;\nexport const isEmptyState = (list: string[], text: string): boolean => list.length > 0 && text === '';\n",
    },
    {
      language: "javascript",
      bad: "exports.check = (user) => {\n  const isAdminOrOwner = user.isAdmin && user.isOwner;\n  return isAdminOrOwner;\n};\n",
      good: "exports.check = (user) => {\n  const isAdminOrOwner = user.isAdmin || user.isOwner;\n  const isOrder = user.isActive && user.order;\n  const notAdminOrOwner = !user.isAdmin && !user.isOwner;\n  return isAdminOrOwner && isOrder && notAdminOrOwner;\n};\nlet isDark = false;\nexports.toggle = (item) => {\n  isDark = !isDark;\n  const isDone = !item.isDone;\n  return { ...item, isDone };\n};\n",
    },
    {
      language: "typescript",
      bad: "export const hasAnyRole = (roles: string[], user: User): boolean => roles.every((role) => user.roles.includes(role));\n",
      good: "export const hasAnyRole = (roles: string[], user: User): boolean => roles.some((role) => user.roles.includes(role));\nexport const hasAnyClosed = (doors: Door[]): boolean => !doors.every((door) => door.open);\nexport const areAllOpen = (doors: Door[]): boolean => !doors.some((door) => door.closed);\nexport const canSeeAllHouses = (user: User): boolean => user.roles.some((role) => role === 'admin');\n",
    },
    {
      language: "javascript",
      bad: "exports.f = (rows) => {\n  const rowsAscending = rows.toSorted((a, b) => b.size - a.size);\n  return rowsAscending;\n};\n",
      good: "exports.f = (rows) => {\n  const rowsAscending = rows.toSorted((a, b) => a.size - b.size);\n  const rowsDescending = rows.toSorted((a, b) => a.size - b.size).reverse();\n  const maxWidth = Math.min(rows.width, 100);\n  const lowestPrice = Math.min(...rows);\n  return [rowsAscending, rowsDescending, maxWidth, lowestPrice];\n};\n",
    },
    {
      language: "python",
      bad: "def lowest_price(prices):\n    return max(prices)\n",
      good: "def lowest_price(prices):\n    return min(prices)\n\n\ndef max_width(limit, width):\n    return min(limit, width)\n\n\ndef scaled(sides):\n    max_short_side = min(sides)\n    return max_short_side\n",
    },
    {
      language: "go",
      bad: "package shop\n\nfunc (c Cart) IsEmpty() bool { return len(c.Items) > 0 }\n",
      good: "package shop\n\nfunc (c Cart) IsEmpty() bool { return len(c.Items) == 0 }\n",
    },
    {
      language: "java",
      bad: "class Door {\n  boolean isOpen() { return !this.open; }\n}\n",
      good: "class Door {\n  boolean isOpen() { return !this.closed; }\n  boolean isNotOpen() { return !isOpen(); }\n}\n",
    },
    {
      language: "rust",
      bad: "impl Cart {\n    fn is_empty(&self) -> bool {\n        self.items.len() > 0\n    }\n}\n",
      good: "impl Cart {\n    fn is_empty(&self) -> bool {\n        self.items.len() == 0\n    }\n\n    fn is_non_empty(&self) -> bool {\n        !self.is_empty()\n    }\n}\n",
    },
  ],
});

/** A name with the one expression it stands for. */
interface Meaning {
  readonly name: string;
  readonly words: readonly string[];
  readonly expression: string;
  /** What a function answers, not what a variable is given: a switch is given its own contrary each time. */
  readonly isAnswer: boolean;
}

/** A name and its value on one line. */
const assigned =
  /^[^\S\n]*(?:(?:export|const|let|var|final|boolean|auto|mut) +){0,4}([A-Za-z_$][\w$]*)(?: *: *[\w<>.]{1,40})? *:?= *([^=;\n{}][^;\n{}]{2,200}?);?$/gm;
const longestBody = 300;

function* contradicted(code: Code): Iterable<Hit> {
  const text = codeOf(code);
  for (const { name, at, expression, isAnswer } of [...valuesIn(text), ...answersIn(code, text)]) {
    const words = wordsOf(name);
    if (words.length < 2 || !telling.test(name)) continue;
    const meaning = { name, words, expression: expression.replace(/\s+/g, " ").trim(), isAnswer };
    const issue = judges.map((judge) => judge(meaning)).find((one) => one !== undefined);
    if (issue !== undefined) yield { at, issue: `\`${name}\` ${issue}: \`${meaning.expression}\`.` };
  }
}

interface Named {
  readonly name: string;
  readonly expression: string;
  readonly isAnswer: boolean;
  readonly at: Span;
}

function* valuesIn(text: string): Iterable<Named> {
  for (const match of text.matchAll(assigned)) {
    const start = match.index + match[0].search(/\S/);
    yield {
      name: match[1] ?? "",
      expression: match[2] ?? "",
      isAnswer: false,
      at: { start, end: match.index + match[0].length },
    };
  }
}

/** Functions that do nothing but answer with one expression. */
function* answersIn({ outline }: Code, text: string): Iterable<Named> {
  for (const { name, bodySpan, span } of outline.functions) {
    if (bodySpan.end - bodySpan.start > longestBody || !telling.test(name)) continue;
    const expression = soleAnswer(text.slice(bodySpan.start, bodySpan.end).trim());
    if (expression !== undefined) yield { name, expression, isAnswer: true, at: span };
  }
}

/** What stands behind the only `return`, or is the whole body. */
function soleAnswer(body: string): string | undefined {
  const inner = body.startsWith("{") && body.endsWith("}") ? body.slice(1, -1).trim() : body;
  const bare = inner.replace(/^"""[^"]*"""/, "").trim();
  const answer = bare.replace(/^return\b/, "").trim();
  const expression = answer.endsWith(";") ? answer.slice(0, -1).trim() : answer;
  return expression === "" || /[;{}]|\breturn\b|\n\s*\w+\s*=/.test(expression) ? undefined : expression;
}

const telling =
  /[eE]mpty|[aA]ny|[sS]ome|[aA]ll|[eE]very|Or|_or_|And|_and_|[aA]sc|[dD]esc|^is|^has|^can|[mM]in|[mM]ax|[nN]one|^no|owest|ighest|argest|mallest/;

const judges: readonly ((meaning: Meaning) => string | undefined)[] = [
  emptiness,
  quantity,
  junction,
  order,
  negation,
  extreme,
];

const filled =
  /^(?:len\(([\w.$]+)\)|([\w.$?()]+)\.(?:length|size|size\(\)|len\(\)|count\(\)|Count))\s*(?:>|!==?|>=)\s*(?:0|1)$|^!\s*[\w.$]+\.(?:is_empty|isEmpty)\(\)$/;
const bare =
  /^(?:len\(([\w.$]+)\)|([\w.$?()]+)\.(?:length|size|size\(\)|len\(\)|count\(\)|Count))\s*(?:===?|<|<=)\s*(?:0|1)$|^!\s*[\w.$]+\.length$|^[\w.$]+\.(?:is_empty|isEmpty)\(\)$/;

function emptiness({ words, expression }: Meaning): string | undefined {
  if (!words.includes("empty") || (words[0] !== "is" && words.length > 2)) return undefined;
  const isNegated = words.includes("not") || words.includes("non");
  if (!isNegated && filled.test(expression)) return "is true for what is not empty";
  return isNegated && bare.test(expression) ? "is true for what is empty" : undefined;
}

const all = /^(?:[\w$.?]+\.every\(|(?<!\.)all\(|[\w.]+(?:\(\))?\.(?:all|allMatch)\()/;
const any = /^(?:[\w$.?]+\.some\(|(?<!\.)any\(|[\w.]+(?:\(\))?\.(?:any|anyMatch)\()/;

function quantity({ words, expression }: Meaning): string | undefined {
  if (!/^(?:is|has|have|are|can|should|any|some|all|every|matches|contains|includes)$/.test(words[0] ?? ""))
    return undefined;
  const has = (...some: readonly string[]): boolean => some.some((word) => words.includes(word));
  // Whoever may see all houses has some role for it: the name speaks of other things than are asked.
  const path = /^[\w$.?()]*(?=\.)/.exec(expression)?.[0].replace(/\(\)|\?|\.(?:iter|stream)\b/g, "") ?? "";
  const asked = wordsOf(
    /^(?:all|any)\(/.test(expression) ? expression : path.slice(path.lastIndexOf(".") + 1),
  );
  if (!words.some((word) => asked.some((one) => one === word || one === `${word}s`))) return undefined;
  if (/=>\s*!|\bnot\b|!=/.test(expression) || has("not", "no", "none", "without", "missing", "never"))
    return undefined;
  if (has("any", "some") && !has("all", "every") && all.test(expression)) return "asks for all of them";
  return has("all", "every") && !has("any", "some", "select", "selectall") && any.test(expression)
    ? "is content with one of them"
    : undefined;
}

function junction({ name, expression }: Meaning): string | undefined {
  const match = /^(?:is|has|can)?_?([A-Za-z]\w*?)(Or(?=[A-Z])|And(?=[A-Z])|_or_|_and_)([A-Za-z]\w*)$/.exec(
    name,
  );
  const operands = expression.split(/\s*(&&|\|\||\band\b|\bor\b)\s*/);
  if (!match || operands.length !== 3) return undefined;
  const [left = "", operator = "", right = ""] = operands;
  const [a, word, b] = [match[1] ?? "", (match[2] ?? "").toLowerCase().replaceAll("_", ""), match[3] ?? ""];
  const names = (part: string, operand: string): boolean =>
    operand.replace(/_/g, "").toLowerCase().includes(part.replace(/_/g, "").toLowerCase());
  // An operand that speaks of both already has decided which of them it means.
  if (![left, right].every((operand) => !/^\(?!|^not |_or_|_and_|[a-z](?:Or|And)[A-Z]/.test(operand)))
    return undefined;
  const isBoth = (names(a, left) && names(b, right)) || (names(b, left) && names(a, right));
  if (!isBoth) return undefined;
  const isAnd = /&&|and/.test(operator);
  if (word === "or" && isAnd) return "needs both at once";
  return word === "and" && !isAnd ? "is content with one of the two" : undefined;
}

const rising = /\(?\(?\s*(\w+)\s*,\s*(\w+)\s*\)?\s*=>\s*(?:\1[\w.]*\s*-\s*\2|\1[\w.]*\.localeCompare\(\2)/;
const falling = /\(?\(?\s*(\w+)\s*,\s*(\w+)\s*\)?\s*=>\s*(?:\2[\w.]*\s*-\s*\1|\2[\w.]*\.localeCompare\(\1)/;

function order({ words, expression }: Meaning): string | undefined {
  const isRising = words.includes("asc") || words.includes("ascending");
  const isFalling = words.includes("desc") || words.includes("descending");
  if (isRising === isFalling || /reverse/i.test(expression)) return undefined;
  if (isRising && (falling.test(expression) || /reverse\s*=\s*True/.test(expression)))
    return "puts the largest first";
  return isFalling && rising.test(expression) ? "puts the smallest first" : undefined;
}

function negation({ words, name, expression, isAnswer }: Meaning): string | undefined {
  const [first = ""] = words;
  if (!isAnswer || !/^(?:is|has|can)$/.test(first)) return undefined;
  const rest = name.slice(first.length).replace(/_/g, "").toLowerCase();
  const operand = /^!\s*([\w.$]+?)(?:\(\))?$|^not ([\w.]+?)(?:\(\))?$/.exec(expression);
  const path = operand?.[1] ?? operand?.[2] ?? "";
  const last = path
    .slice(path.lastIndexOf(".") + 1)
    .replace(/_/g, "")
    .toLowerCase();
  return last !== "" && (last === rest || last === `is${rest}`) ? "is true when that is false" : undefined;
}

function extreme({ words, expression }: Meaning): string | undefined {
  const isMin =
    words.includes("min") ||
    words.includes("minimum") ||
    words.includes("smallest") ||
    words.includes("lowest");
  const isMax =
    words.includes("max") ||
    words.includes("maximum") ||
    words.includes("largest") ||
    words.includes("highest");
  // The larger limit of the shorter side is the smaller of two.
  if (isMin === isMax || /\b(?:short|small|inner|low|long|large|outer|high)\b/.test(words.slice(1).join(" ")))
    return undefined;
  if (isMin && /^(?:Math\.max\(\.\.\.|max\([\w.]+\)$|Collections\.max\()/.test(expression))
    return "is the largest of them";
  return isMax && /^(?:Math\.min\(\.\.\.|min\([\w.]+\)$|Collections\.min\()/.test(expression)
    ? "is the smallest of them"
    : undefined;
}
