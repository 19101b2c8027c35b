/** Fields of a request that the program writes over before it answers: what stands there is not what was sent. */
import type { Survey } from "../../model/survey.js";
import { withoutComments } from "../growth.js";
import { Latest } from "../latest.js";
import { learn } from "../learn.js";

const fields = new Latest<Survey, ReadonlySet<string>>();

/** `userId` of `req.body.userId = caller(req).id`, anywhere in the program's JavaScript; a preset says nothing. */
export function fieldsSetByProgram(survey: Survey): ReadonlySet<string> {
  return fields.of(survey, () => {
    const found = [...survey.files.values()].flatMap((file) =>
      file.tree.family === "typescript" && !file.source.isTest && /\.body\.\w+ *=[^=]/.test(file.source.text)
        ? learn(file, "fields of a request set by the program", () =>
            Array.from(
              withoutComments(file).matchAll(
                /\b(?:req|request)\.body\.(\w*(?:user|owner|account|author|creat|customer|member)\w*)\s*=(?!=)\s*(?![\d"'`]|null\b|undefined\b)/gi,
              ),
              ([, field = ""]) => field,
            ),
          )
        : [],
    );
    return new Set(found);
  });
}
