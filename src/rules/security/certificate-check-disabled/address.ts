/** Whether a Python call goes to a machine named by its IP number: a neighbour that hardly has a certificate to check. */
import type { SgNode } from "@ast-grep/napi";
import type { Subject } from "../../../model/rule.js";
import type { Survey } from "../../../model/survey.js";
import type { PythonTree } from "../../../model/tree.js";
import { enclosingFunction } from "../../../syntax/python/ask.js";

const byNumber =
  /\bip_?addr(?:ess)?\b|\bhost_ip\b|\b(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}\b/i;
/** A property that only puts an address together is this short. */
const longestProperty = 400;
/** `url` → `api_url` → `api_authority` → `ip_address` */
const mostSteps = 3;

/** Follows the first argument through the variable and the short properties it is made from. */
function goesToNumber(call: SgNode, { survey }: Pick<Subject<PythonTree>, "survey">): boolean {
  const scope = enclosingFunction(call)?.text() ?? "";
  let text =
    call
      .field("arguments")
      ?.text()
      .split(/,\s*\w+\s*=/, 1)[0] ?? "";
  for (let step = 0; step <= mostSteps; step++) {
    if (byNumber.test(text)) return true;
    const names = new Set(Array.from(text.matchAll(/[A-Za-z_]\w*/g), ([name]) => name));
    text = [...assigned(scope, names), ...propertiesNamed(survey, names)].join("\n");
  }
  return false;
}

/** Sent to a neighbour, or by a helper that only its own file calls and that is told the address. */
export function isOutOfSight(call: SgNode, subject: Pick<Subject<PythonTree>, "survey">): boolean {
  if (goesToNumber(call, subject)) return true;
  const holder = enclosingFunction(call);
  const first = call
    .field("arguments")
    ?.children()
    .find((child) => child.kind() === "identifier");
  const isHelper = /^_[a-z]/.test(holder?.field("name")?.text() ?? "");
  return isHelper && first !== undefined && hasParameter(holder, first.text());
}

function hasParameter(holder: SgNode | null | undefined, name: string): boolean {
  return new RegExp(`[(,]\\s*${name}\\s*[,:=)]`).test(holder?.field("parameters")?.text() ?? "");
}

/** The first argument is a name for an address that begins with `http://`: there is no certificate to check. */
export function goesInPlainText(call: SgNode): boolean {
  const name = /^\(\s*(\w+)\s*[,)]/.exec(call.field("arguments")?.text() ?? "")?.[1];
  const scope = enclosingFunction(call)?.text();
  if (name === undefined || scope === undefined) return false;
  const values = [...scope.matchAll(new RegExp(`^\\s*${name}\\s*=\\s*(.*)$`, "gm"))];
  return values.length > 0 && values.every(([, value = ""]) => /^f?["']http:\/\//.test(value));
}

function assigned(scope: string, names: ReadonlySet<string>): readonly string[] {
  return Array.from(scope.matchAll(/^\s*(\w+)\s*=\s*(\S.*)$/gm), ([, name = "", value = ""]) =>
    names.has(name) && /^f?["']|^[\w.]+$/.test(value) ? value : "",
  );
}

/** Bodies of the project's functions that are called like an address and hold little more than its text. */
function propertiesNamed({ files }: Survey, names: ReadonlySet<string>): readonly string[] {
  const addresses = [...names].filter((name) => /(?:url|uri|host|authority|address|endpoint)$/i.test(name));
  if (addresses.length === 0) return [];
  return [...files.values()].flatMap(({ source, outline, tree }) =>
    tree.family !== "python" || source.isTest
      ? []
      : outline.functions
          .filter(
            ({ name, bodySpan }) =>
              addresses.includes(name) && bodySpan.end - bodySpan.start < longestProperty,
          )
          .map(({ bodySpan }) => source.text.slice(bodySpan.start, bodySpan.end)),
  );
}
