/** Which kinds of records belong to somebody, as the program itself says: by a field of the model, or by asking elsewhere. */
import type { Survey, SurveyedFile } from "../../../model/survey.js";
import { withoutComments } from "../../../syntax/growth.js";
import { learn } from "../../../syntax/learn.js";
import { wordsOf } from "../../../syntax/secret-names.js";

const keptFor =
  /(?:^|[\s{(,;])["']?(?:user|owner|creator|created_?by|customer|member|patient)(?:_?id)?["']?\s*(?:[:=]\s*(?![=>])|;)|\b(?:User|Customer|Account)\s+(?:user|owner|creator|customer|account)\s*;|\b(?:Long|Integer|int|long|String|UUID)\s+(?:user|owner|creator|customer|account)_?[iI]d\s*;|^\s*(?:User|Owner|Creator|Customer)(?:ID|Id)?\s+\*?[\w.]+/im;

/** Whom else a record may be about: with none of these it is nobody's, whatever it is called. */
const aboutSomebody =
  /\b\w*(?:user|owner|creat(?:or|ed_?by)|customer|member|patient|buyer|seller|student|client|account|profile|sender|receiver|recipient|participant|author|employee|guest|parent|tenant|org)\w*/i;

/** `owned`: a field says whose it is; `about`: it has to do with somebody; `nobody`: the model names no person. */
export type Belonging = "owned" | "about" | "nobody";

/** The models of a program by their kind: a class, a structure or a schema. */
export function belongings(survey: Survey): ReadonlyMap<string, Belonging> {
  const found = new Map<string, Belonging>();
  for (const file of survey.files.values()) {
    if (file.source.isTest || file.tree.family === "text") continue;
    for (const [kind, one] of learn(file, "models and their owners", () => modelsIn(file)))
      if (rank(one) > rank(found.get(kind))) found.set(kind, one);
  }
  return found;
}

function rank(one: Belonging | undefined): number {
  return one === undefined ? 0 : { nobody: 1, about: 2, owned: 3 }[one];
}

const isModel =
  /\b(?:Schema|models?\.Model|db\.Model|Model|Base|SQLModel|ActivitypubMixin)\b|\bsequelize\.define\(|@Entity\b|@Table|\bgorm\b|pgTable\(|sqliteTable\(|\bForeignKey\b|@Column|@Document\b|@Data\b/;
/** Longer ones are more than a list of fields, shorter ones are only named. */
const longest = 6000;
const shortest = 60;

function modelsIn(file: SurveyedFile): readonly (readonly [string, Belonging])[] {
  if (!isModel.test(file.source.text)) return [];
  const code = withoutComments(file);
  return file.outline.definitions.flatMap(({ kind, name, span, container }) => {
    if (container !== null || kind === "function" || kind === "method") return [];
    const text = code.slice(span.start, Math.min(span.end, span.start + longest));
    const words = wordsOf(name)
      .filter((word) => !/^(?:schema|model|entity|table|s)$/.test(word))
      .join(" ");
    if (words === "" || text.length < shortest) return [];
    const fields = text.slice(text.indexOf(name) + name.length);
    return [
      [words, keptFor.test(fields) ? "owned" : aboutSomebody.test(fields) ? "about" : "nobody"] as const,
    ];
  });
}
