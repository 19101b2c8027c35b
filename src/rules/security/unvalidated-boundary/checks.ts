/** Looks for checks around a boundary: in the function, where it is registered, in the type and in the store. */
import type { FunctionFact } from "../../../model/outline.js";
import { codeOf } from "../../../syntax/code-text.js";
import type { Code } from "../../../syntax/in-families.js";
import { withoutStrings } from "../../../syntax/request-values.js";
import type { BoundaryFamily, CutCall } from "./stores.js";
import type { OutsideValue } from "./whole-values.js";

interface Boundary {
  readonly value: OutsideValue;
  readonly holder: FunctionFact;
  readonly cut: CutCall;
}

const checking =
  /valid|schema|sanit|\bpick\(|\bomit\(|allowed|permitted|whitelist|\bassert|isinstance|typeof|instanceof|serializer|(?<!JSON)\.parse\(|\bzod\b|\bjoi\b|celebrate/i;
/** Checks every request of the application by its description. */
const global = /express-openapi-validator|openapi-backend|connexion|flask_openapi3|apiflask|ValidationPipe/;

/** True when the function or something around it may check the value. */
export function isCheckedElsewhere(code: Code, family: BoundaryFamily, boundary: Boundary): boolean {
  const { holder, cut } = boundary;
  const text = codeOf(code);
  // What an answer says of bad requests is no check.
  const around = withoutStrings(text.slice(registrationStart(text, holder), holder.span.end));
  return (
    checking.test(around) ||
    global.test(text) ||
    isCheckedWhereRegistered(code, holder) ||
    isCheckedByStore(code, cut) ||
    (family === "go" && isCheckedByType(code, boundary))
  );
}

/** From the decorators above the function, or the call that registers it with its middlewares. */
function registrationStart(text: string, { span }: FunctionFact): number {
  const above = text.slice(Math.max(0, span.start - 400), span.start);
  const end = Math.max(above.lastIndexOf("\n\n"), above.lastIndexOf(";"), above.lastIndexOf("\n}"));
  return span.start - above.length + Math.max(0, end);
}

/** `router.post("/users", validate(user), create)`, in any file that names the function. */
function isCheckedWhereRegistered({ survey }: Code, { name }: FunctionFact): boolean {
  if (!/^\w{3,}$/.test(name)) return false;
  return survey.index.mentions(name).some(({ path, offsets }) => {
    const text = survey.files.get(path)?.source.text ?? "";
    return offsets.some((offset) => {
      const statement = text.slice(Math.max(0, offset - 250), offset + 150);
      const before =
        statement
          .slice(0, Math.min(250, offset))
          .split(/;|\n\s*\n/)
          .at(-1) ?? "";
      const after = statement.slice(Math.min(250, offset)).split(/;|\n\s*\n/)[0] ?? "";
      return (
        /\.(?:get|post|put|patch|delete|all|use|route|handle\w*)\(/i.test(before) &&
        checking.test(before + after)
      );
    });
  });
}

/** The project's own function of that name checks what it is given. */
function isCheckedByStore({ survey }: Code, { verb }: CutCall): boolean {
  if (/^(?:insertOne|insertMany|insert_one|insert_many|InsertOne|Create|Save)$/.test(verb)) return false;
  return survey.index.mentions(verb).some(({ path }) => {
    const file = survey.files.get(path);
    const own = file?.outline.functions.filter(({ name }) => name === verb) ?? [];
    return own.some(({ span }) =>
      /valid|schema|sanit|\bparse\(|== ""|model_/i.test(file?.source.text.slice(span.start, span.end) ?? ""),
    );
  });
}

/** Types that name what a sender may set, and types with checks of their own. */
function isCheckedByType(code: Code, { value, holder }: Boundary): boolean {
  const { name } = value;
  if (name === null) return false;
  const before = codeOf(code).slice(holder.span.start, holder.span.end);
  const declared = new RegExp(
    String.raw`\bvar\s+${name}\s+\*?(?:\[\])?(?:\w+\.)?(\w+)|\b${name}\s*:=\s*(?:&|new\()?\s*(?:\[\])?(?:\w+\.)?(\w+)`,
  ).exec(before);
  const type = declared?.[1] ?? declared?.[2];
  if (type === undefined || type === "struct") return true;
  if (/(?:Request|Req|Input|Dto|DTO|Params|Payload|Form|Body|Command|Cmd|Options|Args)$/i.test(type))
    return true;
  if (/^(?:map|interface|any)$/.test(type)) return false;
  const ownCheck = new RegExp(
    String.raw`func \(\w*\s*\*?${type}\) (?:\w*[Vv]alid\w*|Before(?:Create|Save|Update)|Bind|UnmarshalJSON|Check\w*|Sanit\w*|Normali[sz]e\w*)\(`,
  );
  const definition = new RegExp(String.raw`\b${type} struct \{[^}]*(?:binding|validate|valid):"`);
  return code.survey.index.mentions(type).some(({ path }) => {
    const text = code.survey.files.get(path)?.source.text ?? "";
    return ownCheck.test(text) || definition.test(text);
  });
}
