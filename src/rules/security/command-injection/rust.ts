/** Shell command lines in Rust: `Command::new("sh").arg("-c").arg(format!(…))`. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Subject } from "../../../model/rule.js";
import type { RustTree } from "../../../model/tree.js";
import { argumentsOf, calleeOf, chainOf, isInTest, methodOf } from "../../../syntax/rust/ask.js";
import { builtText, literalText } from "../../../syntax/rust/formats.js";
import { mostExposed, valuesOf } from "../../../syntax/pieces.js";
import { isToolPath } from "../../../syntax/tool-paths.js";
import { spanOf } from "../../../syntax/nodes.js";

const shell = /^(?:\S*[/\\])?(?:(?:ba|z|da|k|a)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh)$/;
const flag = /^(?:-\w*c|\/[cC]|-Command)$/;

/** A line that is one value as it stands is somebody else's command, not one put together here. */
export function* rust({ tree, source }: Subject<RustTree>): Iterable<Hit> {
  if (!source.text.includes("Command") || !/"(?:\S*\/)?\w*(?:sh|cmd|cmd\.exe|powershell)"/.test(source.text))
    return;
  for (const call of tree.nodes("call_expression")) {
    if (!/^args?$/.test(methodOf(call) ?? "") || isInTest(tree, call)) continue;
    const line = commandLine(call);
    const pieces = builtText(line);
    const values = valuesOf(pieces);
    const exposed = mostExposed(values);
    if (!line || !exposed || (typeof pieces[0] !== "string" && values.length === 1 && pieces.length === 1))
      continue;
    const isLoud = exposed.supplier === "request";
    if (isToolPath(source.path) && exposed.supplier === "program") continue;
    yield {
      at: spanOf(line),
      severity:
        isToolPath(source.path) || exposed.supplier === "setting" ? "low" : isLoud ? "high" : "medium",
      issue: `The shell reads \`${exposed.text}\` as part of a command line.${noteOn(exposed)}`,
      recommendation: `Start the program itself: \`Command::new(program).arg(${exposed.text})\`; each \`arg\` reaches it whole.`,
    };
  }
}

function noteOn({ supplier, isPublic, text }: NonNullable<ReturnType<typeof mostExposed>>): string {
  if (supplier === "request") return ` \`${text}\` comes from a request.`;
  return supplier === "caller" && isPublic ? ` \`${text}\` is whatever the caller passes.` : "";
}

/** What follows `-c` in the chain that ends in this call. */
function commandLine(call: SgNode): SgNode | undefined {
  const links = [...chainOf(call)].reverse();
  const [made, ...rest] = links;
  if (!made || !/(?:^|\.)Command\.new$/.test(calleeOf(made) ?? "")) return undefined;
  if (!shell.test(literalText(argumentsOf(made)[0]) ?? "")) return undefined;
  const given = rest.flatMap((link) => argumentsOfLink(link));
  const own = argumentsOfLink(call);
  const at = given.findIndex((one) => flag.test(literalText(one) ?? ""));
  const line = at === -1 ? undefined : given[at + 1];
  return line && own.some((one) => one.id() === line.id()) ? line : undefined;
}

function argumentsOfLink(link: SgNode): readonly SgNode[] {
  const [first] = argumentsOf(link);
  if (methodOf(link) === "arg") return first ? [first] : [];
  const list = first?.kind() === "reference_expression" ? first.field("value") : first;
  if (methodOf(link) !== "args" || list?.kind() !== "array_expression") return [];
  return list.children().filter((one) => one.isNamed());
}

export const rustExamples: readonly Example[] = [
  {
    language: "rust",
    bad: 'use std::process::Command;\n\npub fn archive(folder: &str) -> std::io::Result<std::process::Output> {\n    Command::new("sh").arg("-c").arg(format!("tar -czf out.tgz {folder}")).output()\n}\n',
    good: 'use std::process::Command;\n\nconst FOLDER: &str = "data";\n\npub fn archive(folder: &str, port: u16, command: &str) -> std::io::Result<()> {\n    Command::new("tar").arg("-czf").arg("out.tgz").arg(folder).output()?;\n    Command::new("sh").arg("-c").arg("sync").output()?;\n    Command::new("sh").arg("-c").arg(format!("lsof -i :{port}")).output()?;\n    Command::new("sh").arg("-c").arg(format!("du -sh {}", FOLDER)).output()?;\n    Command::new("sh").arg("-c").arg(command).output()?;\n    Command::new("sh").args(["-c", "wc -l < \\"$1\\"", "sh", folder]).output()?;\n    Ok(())\n}\n',
  },
  {
    language: "rust",
    bad: 'use axum::extract::Query;\n\nasync fn ping(Query(params): Query<Params>) -> String {\n    let line = format!("ping -c 1 {}", params.host);\n    let output = tokio::process::Command::new("bash").args(["-c", &line]).output().await.unwrap();\n    String::from_utf8_lossy(&output.stdout).into_owned()\n}\n',
    good: 'use axum::extract::Query;\n\nasync fn ping(Query(params): Query<Params>) -> String {\n    let output = tokio::process::Command::new("ping").args(["-c", "1", &params.host]).output().await.unwrap();\n    String::from_utf8_lossy(&output.stdout).into_owned()\n}\n',
  },
];
