/** An update or a deletion runs with fields that are all optional, and nothing asks whether there are any. */
import { type Hit, defineRule } from "../../model/rule.js";
import { codeOf } from "../../syntax/code-text.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";
import { scopeText } from "../../syntax/surroundings.js";

const python = (guard: string): string =>
  `def update_user(db, id, name=None, mail=None):\n    fields = []\n    if name:\n        fields.append("name = %s")\n    if mail:\n        fields.append("mail = %s")\n${guard}    db.execute(f"UPDATE users SET {', '.join(fields)} WHERE id = %s", [id])\n`;
const go = (guard: string): string =>
  `package users\n\nfunc update(db DB, name, mail string) error {\n\tsets := []string{}\n\tif name != "" {\n\t\tsets = append(sets, "name = ?")\n\t}\n\tif mail != "" {\n\t\tsets = append(sets, "mail = ?")\n\t}\n${guard}\treturn db.Exec("UPDATE users SET " + strings.Join(sets, ", ") + " WHERE id = 1")\n}\n`;
const clear = (last: string): string =>
  `export async function clear(filter: Filter): Promise<void> {\n  const where: Where = {};\n  if (filter.owner) where.owner = filter.owner;\n  if (filter.day) {\n    where.day = filter.day;\n  }\n${last}}\n`;

export default defineRule({
  severity: "medium",
  // Seen in the syntax; the two hits that were read are one function whose callers always give a field.
  confidence: 0.65,
  judged: { right: 0, arguable: 2, wrong: 0, projects: 1 },
  title: "Write with nothing to restrict or to set",
  risk: "A call without any of the optional fields becomes an update without a column, which the database refuses, or a deletion without a condition, which takes every row.",
  fix: "Return or fail before the call when no field was given.",
  match: inFamilies(["typescript", "python", "go"], possiblyEmpty),
  examples: [
    {
      language: "typescript",
      bad: clear("  await db.visit.deleteMany({ where });\n"),
      good:
        clear(
          "  if (Object.keys(where).length === 0) throw new Error('no filter');\n  await db.visit.deleteMany({ where });\n",
        ) +
        "export async function purge(day: string, owner?: string): Promise<void> {\n  const where: Where = {};\n  where.day = day;\n  if (owner) where.owner = owner;\n  await db.visit.deleteMany({ where });\n  await db.visit.findMany({ where });\n}\n",
    },
    {
      language: "javascript",
      bad: "exports.update = async (db, id, body) => {\n  const sets = [];\n  if (body.name) {\n    sets.push('name = ?');\n  }\n  if (body.mail) sets.push('mail = ?');\n  await db.run(`UPDATE users SET ${sets.join(', ')} WHERE id = ?`, [id]);\n};\n",
      good: "exports.update = async (db, id, body) => {\n  const sets = [];\n  if (body.name) {\n    sets.push('name = ?');\n  }\n  sets.push('changed = now()');\n  await db.run(`UPDATE users SET ${sets.join(', ')} WHERE id = ?`, [id]);\n};\n",
    },
    { language: "python", bad: python(""), good: python("    if not fields:\n        return\n") },
    { language: "go", bad: go(""), good: go("\tif len(sets) == 0 {\n\t\treturn nil\n\t}\n") },
  ],
});

interface Write {
  /** The list or object that holds what is set or asked for. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly deletes: boolean;
}

const updates =
  /\bSET\s+\$\{\s*(\w+)\.join\(|\bSET\s+\{\s*["'], ?["']\.join\((\w+)\)|\bSET\s*["'`]{1,3}\s*\+\s*(?:(\w+)\.join\(|["'], ?["']\.join\((\w+)\)|strings\.Join\((\w+),)/g;
const deletions =
  /\.(?:deleteMany|destroy|delete_many|bulkDelete|removeMany)\(\s*(?:\{\s*where(?:\s*:\s*(\w+))?\s*[,}]|(\w+)\s*[,)])/g;

function writesIn(text: string): readonly Write[] {
  const found = (pattern: RegExp, deletes: boolean): readonly Write[] =>
    Array.from(text.matchAll(pattern), (match) => ({
      name: match.slice(1).find((group) => group !== undefined) ?? "where",
      start: match.index,
      end: match.index + match[0].length,
      deletes,
    }));
  return [...found(updates, false), ...found(deletions, true)];
}

function* possiblyEmpty(code: Code): Iterable<Hit> {
  if (!/\bSET\s|\.(?:deleteMany|destroy|delete_many|bulkDelete|removeMany)\(/i.test(code.source.text)) return;
  const text = codeOf(code);
  for (const { name, start, end, deletes } of writesIn(text)) {
    const scope = scopeText({ source: { ...code.source, text }, outline: code.outline }, start);
    if (!isFilledOnCondition(scope, name) || isAskedAbout(scope, name)) continue;
    yield {
      at: { start, end },
      issue: deletes
        ? `Everything that \`${name}\` may hold is put in on a condition; when none of them is met, the filter is empty and all rows are deleted.`
        : `Everything in \`${name}\` is put in on a condition; when none of them is met, \`SET\` is followed by nothing and the statement fails.`,
    };
  }
}

/** Starts empty in this scope, and every addition stands in an `if`. */
function isFilledOnCondition(scope: string, name: string): boolean {
  const begun = new RegExp(
    `\\b${name}\\b[^=\\n]{0,60}:?=\\s*(?:\\[\\]|\\{\\}|(?:list|dict)\\(\\)|\\[\\]string\\{\\})[^\\S\\n]*;?\\s*$|\\bvar ${name} \\[\\]string\\s*$`,
    "m",
  );
  const additions = new RegExp(
    `\\b${name}(?:\\.(?:push|append|add|extend|unshift)\\(|(?:\\.\\w+|\\[[^\\]\\n]+\\])\\s*=(?!=)|\\s*=\\s*append\\(|\\s*\\+=)|Object\\.assign\\(${name}\\b|\\b${name}\\.update\\(`,
    "g",
  );
  const places = Array.from(scope.matchAll(additions), ({ index }) => index);
  return begun.test(scope) && places.length > 0 && places.every((place) => isConditional(scope, place));
}

/** The statement or the line that opens the block around it begins with `if`. */
function isConditional(scope: string, place: number): boolean {
  const lines = scope.slice(0, place).split("\n");
  const own = lines.pop() ?? "";
  if (/^\s*(?:\}\s*)?(?:else\s+)?if\b/.test(own)) return true;
  const depth = /^\s*/.exec(own)?.[0].length ?? 0;
  const opener =
    lines.findLast((line) => line.trim() !== "" && (/^\s*/.exec(line)?.[0].length ?? 0) < depth) ?? "";
  // An `else` would fill it in the other case.
  return /^\s*if\b/.test(opener) && !/\belse\b/.test(scope);
}

function isAskedAbout(scope: string, name: string): boolean {
  return new RegExp(
    `\\b${name}\\.length\\b|\\blen\\(${name}\\)|\\b(?:not|if|and|or|isEmpty\\w*|bool|any|keys|entries|values)[ (]+!?${name}\\b|!${name}\\b|\\b${name} (?:and|or|if)\\b|\\b${name}\\.(?:isEmpty|size|keys)\\b`,
  ).test(scope);
}
