/** A message names another function of the file than the one it stands in. */
import type { FunctionFact } from "../../model/outline.js";
import { type Hit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import { codeOf } from "../../syntax/code-text.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";
import { functionsAround } from "../../syntax/surroundings.js";

const store = (last: string): string =>
  `export class Store {\n  createUser(): void {\n    throw new Error("createUser failed");\n  }\n  updateUser(): void {\n    throw new Error("updateUser failed");\n  }\n  removeItem(): void {\n    throw new Error("${last}");\n  }\n}\n`;
const handlers = (last: string): string =>
  `async function getItem(id) {\n  console.error('Error in getItem:', id);\n}\nasync function listItems(id) {\n  console.error('Error in listItems:', id);\n}\nasync function saveItem(id, e) {\n  console.error('Error in ${last}:', e);\n}\n`;
const table = (last: string): string =>
  `class Table:\n    def create_step(self, id):\n        logger.info("Table: create_step id=%s", id)\n\n    def delete_feedback(self, id):\n        logger.info("Table: delete_feedback id=%s", id)\n\n    def delete_step(self, id):\n        logger.info("Table: ${last} id=%s", id)\n`;

export default defineRule({
  severity: "low",
  // 3 hits in some 17 projects: 1 true, 1 arguable, and one that called the other through a variable, which no longer counts.
  confidence: 0.7,
  judged: { right: 1, arguable: 1, wrong: 0, projects: 0 },
  title: "Message names another function",
  risk: "Whoever reads the message looks for the failure in a function that did not run.",
  fix: "Name the function the message stands in.",
  fold: "file",
  match: inFamilies(["typescript", "python", "go", "java", "rust"], misnamed),
  examples: [
    {
      language: "typescript",
      bad: store("createUser failed"),
      good: store("removeItem failed"),
    },
    {
      language: "javascript",
      bad: handlers("getItem"),
      // A caller's message may name what it called.
      good: handlers("saveItem").replace("'Error in saveItem:', e", "'Error in getItem:', getItem(id), e"),
    },
    {
      language: "python",
      bad: table("delete_feedback"),
      good: table("delete_step"),
    },
    {
      language: "go",
      bad: `package store\n\nfunc CreateUser() error { return fmt.Errorf("CreateUser: %w", run()) }\nfunc UpdateUser() error { return fmt.Errorf("UpdateUser: %w", run()) }\nfunc DeleteUser() error { return fmt.Errorf("UpdateUser: %w", run()) }\n`,
      good: `package store\n\nfunc CreateUser() error { return fmt.Errorf("CreateUser: %w", run()) }\nfunc UpdateUser() error { return fmt.Errorf("UpdateUser: %w", run()) }\nfunc DeleteUser() error {\n\tif err := UpdateUser(); err != nil {\n\t\treturn fmt.Errorf("UpdateUser: %w", err)\n\t}\n\treturn errors.New("call CreateUser first")\n}\n`,
    },
    {
      language: "java",
      bad: `class Store {\n  void createUser() { log.error("createUser failed", e); }\n  void updateUser() { log.error("updateUser failed", e); }\n  void deleteUser() { log.error("updateUser failed", e); }\n}\n`,
      good: `class Store {\n  void createUser() { log.error("createUser failed", e); }\n  void updateUser() { log.error("updateUser failed", e); }\n  void updateUserNow() { log.error("updateUser failed", e); }\n  void deleteUser() { log.error("call createUser before deleteUser", e); }\n}\n`,
    },
    {
      language: "rust",
      bad: `fn create_user() { error!("create_user failed"); }\nfn update_user() { error!("update_user failed"); }\nfn delete_user() { error!("update_user failed"); }\n`,
      good: `fn create_user() { error!("create_user failed"); }\nfn update_user() { error!("update_user failed"); }\nfn delete_user() { let note = "update_user failed"; send(note); }\n`,
    },
  ],
});

/** A label stands at the front. */
const longestLabel = 100;

interface Message {
  readonly at: Span;
  readonly text: string;
  /** The function it names, and what stands before the name. */
  readonly name: string;
  readonly before: string;
  /** Named functions around it, innermost first. */
  readonly around: readonly FunctionFact[];
}

/** Whatever throws, logs or makes an error, before the quote on the line or at the end of the line above. */
const speaking =
  /\b(?:throw|raise|reject|panic|bail|ensure|fail|log\w*|_?logger|slog|console|print\w*|warn\w*|error\w*|fatal\w*|info|debug|trace|\w*(?:Error|Exception)\w*|Errorf|New|wrap\w*)\b[^"'`]*[(:]\s*[bfru]{0,2}$/i;
const literal = /(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1/g;
/** Two words or more: a single one may be an ordinary word of the sentence. */
const telling = /^_*(?:[a-z]+[A-Z]|[A-Z][a-z]+[A-Z]|[a-z]+_[a-z])\w*$/;
/** The name is a label at the front, not a part of a sentence or of code in the text. */
const label =
  /^([^A-Za-z_]*(?:[\w ]+[:,.\]>#]+\s*|(?:error|failed|exception|failure) (?:in|at|from) )?)([A-Za-z_]\w*)(?=\s*(?:[:.()\-\]>]|\s+(?:fail|error|called|exception|:|\w+=)|$))/i;

function* misnamed(code: Code): Iterable<Hit> {
  const names = new Set(code.outline.functions.map(({ name }) => name).filter((name) => telling.test(name)));
  if (names.size < 3) return;
  const messages = messagesOf(code, names);
  const isOwn = ({ name, around }: Message): boolean => around.some((fact) => fact.name === name);
  for (const message of messages) {
    if (isOwn(message) || isRelated(code, message)) continue;
    const alike = messages.filter((other) => isOwn(other) && other.before === message.before);
    const [own] = message.around;
    if (own === undefined || new Set(alike.map(({ name }) => name)).size < 2) continue;
    yield {
      at: message.at,
      issue: `The message in \`${own.name}\` speaks of \`${message.name}\`, which does not run here; the others in this file name their own function.`,
      recommendation: `Write \`${own.name}\` instead of \`${message.name}\`.`,
    };
  }
}

function messagesOf(code: Code, names: ReadonlySet<string>): readonly Message[] {
  const text = codeOf(code);
  return Array.from(text.matchAll(literal)).flatMap((match): readonly Message[] => {
    const content = match[2] ?? "";
    const [, before, name] = label.exec(content.slice(0, longestLabel)) ?? [];
    if (before === undefined || name === undefined || !names.has(name)) return [];
    const before160 = text.slice(Math.max(0, match.index - 160), match.index);
    const line = before160.slice(before160.lastIndexOf("\n") + 1);
    const lead = line.trim() === "" ? before160 : line;
    if (!speaking.test(lead)) return [];
    const around = functionsAround(code.outline, match.index).filter((fact) => fact.name !== "<anonymous>");
    const at = { start: match.index, end: match.index + match[0].length };
    return around.length > 0 ? [{ at, text: content, name, before, around }] : [];
  });
}

/** The function calls, or is a variant of, the one its message names: `fetchAll` speaks for `fetch`. */
function isRelated({ outline }: Code, { name, around: [own] }: Message): boolean {
  if (!own) return true;
  const [mine, other] = [plain(own.name), plain(name)];
  if (mine.includes(other) || other.includes(mine)) return true;
  return outline.calls.some(
    ({ callee, span }) =>
      span.start >= own.span.start &&
      span.end <= own.span.end &&
      plain(callee.slice(callee.lastIndexOf(".") + 1)) === other,
  );
}

function plain(name: string): string {
  return name.replace(/_/g, "").toLowerCase();
}
