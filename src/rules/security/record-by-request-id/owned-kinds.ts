/** Which kinds of records belong to somebody, as the program itself says: by a field of the model, or by asking elsewhere. */
import type { Survey, SurveyedFile } from "../../../model/survey.js";
import { withoutComments } from "../../../syntax/growth.js";
import { learn } from "../../../syntax/learn.js";
import { wordsOf } from "../../../syntax/secret-names.js";

const keptFor =
  /(?:^|[\s{(,;])["']?(?:user|owner|creator|created_?by|customer|member|patient)(?:_?id)?["']?\s*(?:[:=]\s*(?![=>])|;)|\b(?:User|Customer|Account)\s+(?:user|owner|creator|customer|account)\s*;|\b(?:Long|Integer|int|long|String|UUID)\s+(?:user|owner|creator|customer|account)_?[iI]d\s*;|^\s*(?:User|Owner|Creator|Customer)(?:ID|Id)?\s+\*?[\w.]+/im;

/** Models: a class, a structure or a schema that names whose it is among its fields. */
export function kindsWithOwner(survey: Survey): ReadonlySet<string> {
  const kinds = [...survey.files.values()].flatMap((file) =>
    file.source.isTest || file.tree.family === "text"
      ? []
      : learn(file, "models with an owner", () => ownedIn(file)),
  );
  return new Set(kinds);
}

const isModel =
  /\b(?:Schema|models?\.Model|db\.Model|Model|Base|SQLModel|ActivitypubMixin)\b|\bsequelize\.define\(|@Entity\b|@Table|\bgorm\b|pgTable\(|sqliteTable\(|\bForeignKey\b|@Column|@Document\b|@Data\b/;
/** Longer ones are more than a list of fields. */
const longest = 6000;

function ownedIn(file: SurveyedFile): readonly string[] {
  if (!isModel.test(file.source.text)) return [];
  const code = withoutComments(file);
  return file.outline.definitions.flatMap(({ kind, name, span, container }) => {
    if (container !== null || kind === "function" || kind === "method") return [];
    const text = code.slice(span.start, Math.min(span.end, span.start + longest));
    const words = wordsOf(name)
      .filter((word) => !/^(?:schema|model|entity|table|s)$/.test(word))
      .join(" ");
    return keptFor.test(text) && words !== "" ? [words] : [];
  });
}
