/** What comes from outside goes through a schema where it comes in. */
import { plural } from "../lib/text.js";
import { type Hit, definePractice } from "../model/rule.js";
import { closingOf, codeOf } from "../syntax/code-text.js";
import { type Code, inFamilies } from "../syntax/in-families.js";

export default definePractice({
  category: "correctness",
  // The schema's own method is handed the outside value in the same call.
  confidence: 0.9,
  title: "Outside data goes through a schema where it comes in",
  reason:
    "The code behind it can rely on the shape, and wrong input is refused with the field that is wrong.",
  match: inFamilies(["typescript", "python"], boundaries),
  examples: [
    {
      language: "typescript",
      bad: 'import { z } from "zod";\nconst Login = z.object({ name: z.string() });\nexport function login(req: Request, res: Response) {\n  const { name } = Login.parse(req.body);\n  res.send(name);\n}\n',
      good: 'import { z } from "zod";\nconst Login = z.object({ name: z.string() });\nexport function login(req: Request, res: Response) {\n  const { name } = JSON.parse(req.body);\n  Login.parse({ name: "ada" });\n  res.send(url.parse(req.query.next), name);\n}\n',
    },
    {
      language: "typescript",
      bad: 'import { z } from "zod";\nconst settings = z.object({ port: z.coerce.number() });\nexport const { port } = settings.parse(process.env);\n',
      good: "export const settings = qs.parse(process.env);\nexport const answer = (text: string) => csv.parse(JSON.parse(text));\n",
    },
    {
      language: "python",
      bad: "from pydantic import BaseModel\n\nclass Login(BaseModel):\n    name: str\n\nasync def login(request):\n    return Login.model_validate(await request.json())\n",
      good: "from pydantic import BaseModel\n\nclass Login(BaseModel):\n    name: str\n\nasync def login(row):\n    return Login.model_validate(row)\n",
    },
  ],
});

/** What a client, another process or the environment has written. */
const outside =
  "(?:(?:req|request|ctx\\.request|ctx|c\\.req|event)\\.(?:body|query|params|headers|json\\(\\)|valid\\w*\\()|JSON\\.parse\\(|json\\.loads\\(|process\\.env\\b|os\\.environ\\b|\\w+\\.json\\(\\))";
const schemas: Readonly<Record<string, { readonly library: RegExp; readonly call: RegExp }>> = {
  typescript: {
    library: /^(?:zod|valibot|superstruct|yup|joi|io-ts|arktype|@sinclair\/typebox)(?:\/|$)/,
    call: new RegExp(
      `\\b([A-Za-z]\\w*)\\.(?:safeParse|parse|parseAsync|safeParseAsync|validate|validateSync|validateAsync|assert)\\(\\s*(?:await\\s+)?(${outside})`,
      "g",
    ),
  },
  python: {
    library: /^(?:pydantic|marshmallow|msgspec|cattrs)\b/,
    call: new RegExp(
      `\\b([A-Za-z]\\w*)\\.(?:model_validate|model_validate_json|parse_obj|validate_python|validate_json|load)\\(\\s*(?:await\\s+)?(${outside}|await request\\.body\\(\\))`,
      "g",
    ),
  },
};
/** Names whose `parse` reads a notation and knows no shape. */
const notSchemas = /^(?:JSON|json|url|URL|qs|querystring|path|yaml|YAML|csv|Date|cookie|semver|toml|pickle)$/;

function* boundaries(code: Code): Iterable<Hit> {
  const family = code.source.language === "python" ? "python" : "typescript";
  const { library, call } = schemas[family] ?? {};
  if (!library || !call || !code.outline.imports.some(({ module }) => library.test(module))) return;
  const text = codeOf(code);
  const found = [...text.matchAll(call)].filter(([, schema = ""]) => !notSchemas.test(schema));
  const [first] = found;
  if (!first) return;
  const [all, schema = "", given = ""] = first;
  const more = found.length > 1 ? `, as ${plural(found.length - 1, "other value")} in this file` : "";
  yield {
    at: { start: first.index, end: closingOf(text, first.index + all.indexOf("(")) },
    issue: `\`${given.replace(/\($/, "")}\` goes through the schema \`${schema}\` where it comes in${more}.`,
  };
}
