/** Fields of a record that only the program may set, read from the model the record is made by. */
import type { Survey } from "../../../model/survey.js";
import { closingOf } from "../../../syntax/code-text.js";

/** Rights, trust, money and what is counted: nobody sets these for themselves. */
const guarded = new RegExp(
  [
    /^(?:is_?)?(?:super_?)?(?:admin|user_?verified|verified|approved|staff|moderator|superuser|premium|banned)$/,
    /^(?:email|phone|account)_?verified$|^(?:user_?|account_?)?(?:roles?|permissions?|privileges)$|^(?:user|account)_?type$/,
    /^(?:wallet_?)?balance$|^paid_?at$|^payment_?status$|^loyalty_?points$|^approved_?(?:by|at)$|^approval_?status$/,
    /^(?:average|avg)_?(?:rating|cost|score)s?$|^num(?:ber)?_?(?:of_?)?(?:reviews|ratings)$/,
  ]
    .map(({ source }) => `(?:${source})`)
    .join("|"),
  "i",
);

/** Whose record it is. */
const ownership =
  /^(?:user|owner|author|creator|created_?by|posted_?by|seller|vendor|tenant|organi[sz]ation|company|college|school|workspace|team)(?:_?ids?)?$/i;

/** `role: String`, `role!: Role;`, `role = db.Column(…)` at the beginning of a line or an object. */
const declared =
  /(?:^|[{,])\s*["']?([A-Za-z_]\w*)["']?\s*(?:[!?]?:|=\s*(?:\w+\.)*(?:\w*Column|\w*Field)\()/gm;

/**
 * What a sender could set that is not theirs: guarded fields of the model, and whose record it is where the handler asks
 * about that. Undefined where no model of the name is found.
 * @param scope text of the handler
 */
export function settableFields(survey: Survey, model: string, scope: string): readonly string[] | undefined {
  const text = modelText(survey, model);
  if (text === undefined) return undefined;
  const names = new Set(Array.from(text.matchAll(declared), ([, name = ""]) => name));
  const found = [...names].filter(
    (name) => guarded.test(name) || (ownership.test(name) && isAskedAbout(name, scope)),
  );
  const waits =
    /(?:^|[{,\s])status["']?\s*:\s*\{(?=[^{}]*default\s*:\s*["'](?:pending|unpaid|unverified))(?=[^{}]*["'](?:approved|accepted|paid|verified|granted)["'])/i.test(
      text,
    );
  return [...found, ...(waits ? ["status"] : [])].filter((name) => !isSetBy(scope, name));
}

/** The file that declares the model: mongoose, Sequelize, or a class of its name. */
function modelText(survey: Survey, model: string): string | undefined {
  const name = model.replace(/(?<=\w)(?:Model|Schema)$/, "");
  const makes = new RegExp(
    `\\b(?:model|define)(?:<[^()]*>)?\\(\\s*["'\`]${name}s?["'\`]|\\bclass (?:${name}|${model})\\b(?:\\s+(?:extends|implements)\\b|\\(|\\s*\\{)`,
    "i",
  );
  const files = [...survey.files.values()].filter(
    ({ source }) =>
      !source.isTest && /model|entit|schema|\bColumn\b/i.test(source.text) && makes.test(source.text),
  );
  const file = files.find(({ source }) => /model|entit|schema/i.test(source.path)) ?? files[0];
  return file && fieldsText(file.source.text);
}

/** What the schemas of the file are made of; the whole file where it has none. */
function fieldsText(text: string): string {
  const schemas = Array.from(text.matchAll(/\bSchema(?:<[^()]*>)?\(/g), ({ 0: head, index }) => {
    const open = index + head.length - 1;
    return text.slice(open, closingOf(text, open));
  });
  return schemas.length > 0 ? schemas.join("\n") : text;
}

/** `record.user !== req.user.id`, `{ user: req.user.id }`: the handler cares whose it is. */
function isAskedAbout(name: string, scope: string): boolean {
  return new RegExp(
    `\\.${name}\\b[^\\n;]{0,60}(?:[!=]==?|\\.equals\\()[^\\n;]{0,30}\\breq(?:uest)?\\.|\\b${name}\\s*:\\s*req(?:uest)?\\.(?!body|params|query)`,
  ).test(scope);
}

/** Given its value, taken away or read by name, before or after: what a handler names is meant to be sent. */
function isSetBy(scope: string, name: string): boolean {
  return new RegExp(
    `\\.${name}\\s*=(?!=)|\\[["']${name}["']\\]\\s*=(?!=)|\\bdelete [\\w.]*\\.${name}\\b|req\\.body\\s*,\\s*\\{[^}]*\\b${name}\\b|\\breq\\.body\\.${name}\\b|\\{[^{}]*\\b${name}\\b[^{}]*\\}\\s*=\\s*req\\.body`,
  ).test(scope);
}
