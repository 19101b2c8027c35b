/** Secrets made with `math/rand` in Go. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Matcher } from "../../../model/rule.js";
import { calleeOf, dottedName, namedChildren } from "../../../syntax/go/ask.js";
import { callsWhere } from "../../../syntax/go/calls.js";
import { type Purpose, describe, secretName } from "../predictable-random.js";

const generators =
  /^math\/rand(?:\/v2)?\.(?:Int|Intn|IntN|N|Int31|Int31n|Int63|Int63n|Int64|Int64N|Int32N|Uint32|Uint64|Float64|Float32|Perm|Read)$/;

export const go: Matcher<"go"> = function* (subject) {
  for (const { call, node } of callsWhere(subject, ({ origin }) => generators.test(origin ?? ""))) {
    const purpose = purposeOf(node);
    const name = purpose && secretName(purpose);
    if (name) yield describe(call, name, advice);
  }
};

const advice =
  "Use crypto/rand: rand.Text(), or rand.Read into 32 bytes and base64.RawURLEncoding.EncodeToString; rand.Int for a number of digits.";

/** Follows the value outwards to the name it gets; null when it only decides or delays something. */
function purposeOf(start: SgNode): Purpose | null {
  let given = filledName(start);
  let isPick = false;
  let isText = given !== null;
  for (let node = start, around = start.parent(); around; node = around, around = around.parent()) {
    const kind = String(around.kind());
    if (/^(?:function|method)_declaration$/.test(kind))
      return { given, functionName: around.field("name")?.text() ?? null, isPick, isText };
    if (given !== null) continue;
    if (kind === "binary_expression" && /^[<>]=?$/.test(around.field("operator")?.text() ?? "")) return null;
    if (kind === "call_expression" && /Sleep|After|Timer|Ticker|Wait/.test(calleeOf(around) ?? ""))
      return null;
    if (
      kind === "call_expression" &&
      /Sprintf?|append|WriteByte|WriteRune|WriteString/.test(calleeOf(around) ?? "")
    )
      [isPick, isText] = [false, true];
    if (kind === "index_expression" && around.field("index")?.id() === node.id()) isPick = true;
    if (/^(?:assignment_statement|short_var_declaration|var_spec|keyed_element)$/.test(kind)) {
      given = nameGivenBy(around, kind);
      if (isPartOf(around)) [isPick, isText] = [false, true];
    }
  }
  return { given, functionName: null, isPick, isText };
}

/** `token` of `rand.Read(token)`. */
function filledName(call: SgNode): string | null {
  const list = call.field("arguments");
  const [buffer] = list ? namedChildren(list) : [];
  return buffer && /\.Read$/.test(calleeOf(call) ?? "") ? lastName(dottedName(buffer)) : null;
}

/** One piece of a longer value: `token[i] = …`, `code += …`. */
function isPartOf(assignment: SgNode): boolean {
  const target = assignment.field("left");
  const [only] = target ? namedChildren(target) : [];
  return only?.kind() === "index_expression" || assignment.field("operator")?.text() === "+=";
}

function nameGivenBy(node: SgNode, kind: string): string | null {
  if (kind === "keyed_element") return node.child(0)?.text() ?? null;
  if (kind === "var_spec") return node.field("name")?.text() ?? null;
  const target = node.field("left");
  const [first] = target ? namedChildren(target) : [];
  const named = first?.kind() === "index_expression" ? first.field("operand") : first;
  return lastName(dottedName(named ?? null));
}

function lastName(dotted: string | null): string | null {
  return dotted?.split(".").at(-1) ?? null;
}

export const goExamples: readonly Example[] = [
  {
    language: "go",
    bad: 'package auth\n\nimport "math/rand"\n\nconst letters = "abcdef"\n\nfunc newSessionToken(n int) string {\n\tb := make([]byte, n)\n\tfor i := range b {\n\t\tb[i] = letters[rand.Intn(len(letters))]\n\t}\n\treturn string(b)\n}\n',
    good: 'package auth\n\nimport (\n\t"crypto/rand"\n\tmrand "math/rand"\n\t"time"\n)\n\nfunc newSessionToken() string {\n\tb := make([]byte, 32)\n\trand.Read(b)\n\treturn string(b)\n}\n\nfunc refreshToken() {\n\ttime.Sleep(time.Duration(mrand.Intn(100)) * time.Millisecond)\n}\n\nfunc pick(tokens []string) string {\n\ttoken := tokens[mrand.Intn(len(tokens))]\n\treturn token\n}\n',
  },
  {
    language: "go",
    bad: 'package auth\n\nimport (\n\t"fmt"\n\t"math/rand"\n)\n\nfunc send(user User) {\n\totp := fmt.Sprintf("%06d", rand.Intn(1000000))\n\tuser.Send(otp)\n}\n',
    good: 'package auth\n\nimport "math/rand"\n\nfunc shuffle(deck []Card) {\n\tnonce := rand.Uint64()\n\tmaxTokens := rand.Intn(10)\n\tuse(deck, nonce, maxTokens)\n}\n',
  },
];
