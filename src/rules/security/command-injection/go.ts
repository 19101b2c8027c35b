/** Shell commands put together from values in Go: `exec.Command("sh", "-c", …)`. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Matcher } from "../../../model/rule.js";
import { argumentsOf, callsWhere, literalText } from "../../../syntax/go/calls.js";
import { piecesOf } from "../../../syntax/go/pieces.js";
import { hitFor, shellFlag, shellName } from "../command-injection.js";
import { spanOf } from "../../../syntax/nodes.js";

const starters = /^os\/exec\.Command(?:Context)?$/;

export const go: Matcher<"go"> = function* (subject) {
  for (const { call, node } of callsWhere(subject, ({ origin }) => starters.test(origin ?? ""))) {
    const line = commandLine(argumentsOf(node));
    if (!line) continue;
    const at = { start: call.span.start, end: spanOf(line).end };
    for (const hit of hitFor(subject, at, piecesOf(subject.tree, line))) yield { ...hit, recommendation };
  }
};

const recommendation =
  'Start the program itself and pass each value as an argument of its own: exec.Command("tar", "-czf", archive, folder).';

/** What follows the flag of a shell. */
function commandLine(given: readonly SgNode[]): SgNode | undefined {
  const shell = given.findIndex((one) => shellName.test(literalText(one) ?? ""));
  const flag = given.findIndex((one, i) => i > shell && shellFlag.test(literalText(one) ?? ""));
  return shell === -1 || flag === -1 ? undefined : given[flag + 1];
}

export const goExamples: readonly Example[] = [
  {
    language: "go",
    bad: 'package pack\n\nimport (\n\t"fmt"\n\t"os/exec"\n)\n\nfunc Archive(folder string) error {\n\treturn exec.Command("sh", "-c", fmt.Sprintf("tar -czf out.tgz %s", folder)).Run()\n}\n',
    good: 'package pack\n\nimport (\n\t"fmt"\n\t"os/exec"\n)\n\nconst target = "dist"\n\nfunc Archive(folder, command string, level int) error {\n\texec.Command("tar", "-czf", folder+".tgz", folder).Run()\n\texec.Command("sh", "-c", "sync").Run()\n\texec.Command("sh", "-c", "du -sh "+target).Run()\n\texec.Command("sh", "-c", fmt.Sprintf("renice -n %d", level)).Run()\n\texec.Command("sh", "-c", `ls -- "$1"`, "sh", folder).Run()\n\treturn exec.Command("sh", "-c", command).Run()\n}\n',
  },
  {
    language: "go",
    bad: 'package web\n\nimport (\n\t"net/http"\n\t"os/exec"\n)\n\nfunc ping(w http.ResponseWriter, r *http.Request) {\n\thost := r.FormValue("host")\n\tcommand := "ping -c 1 " + host\n\tout, _ := exec.CommandContext(r.Context(), "/bin/bash", "-c", command).Output()\n\tw.Write(out)\n}\n',
    good: 'package web\n\nimport (\n\t"net/http"\n\t"os/exec"\n)\n\nvar hosts = map[string]bool{"a.example": true}\n\nfunc ping(w http.ResponseWriter, r *http.Request) {\n\thost := r.FormValue("host")\n\tif !hosts[host] {\n\t\treturn\n\t}\n\tout, _ := exec.CommandContext(r.Context(), "/bin/bash", "-c", "ping -c 1 "+host).Output()\n\tw.Write(out)\n}\n',
  },
];
