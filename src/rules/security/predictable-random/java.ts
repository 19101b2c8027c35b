/** What Java code does with the numbers of generators that can be predicted. */
import type { SgNode } from "@ast-grep/napi";
import type { Call } from "../../../model/outline.js";
import type { Example, Subject } from "../../../model/rule.js";
import type { JavaTree } from "../../../model/tree.js";
import { argumentsOf, calleeOf } from "../../../syntax/java/ask.js";
import { callsWhere } from "../../../syntax/java/calls.js";
import { declarationOf } from "../../../syntax/java/declarations.js";

/** A random value, and what its surroundings say about its purpose. */
export interface RandomValue {
  readonly call: Call;
  readonly purpose: {
    readonly given: string | null;
    readonly functionName: string | null;
    readonly isPick: boolean;
    readonly isText: boolean;
  };
}

export const javaAdvice =
  "Use java.security.SecureRandom: fill 32 bytes with `nextBytes` and write them with `Base64.getUrlEncoder()`, or choose letters with its `nextInt`.";

export function* javaRandomValues(subject: Subject<JavaTree>): Iterable<RandomValue> {
  if (!/\bRandom(?:StringUtils)?\b|Math\.random|ThreadLocalRandom/.test(subject.source.text)) return;
  const mayBeRandom = ({ callee }: Call): boolean =>
    /(?:^|\.)(?:next(?:Int|Long|Double|Float|Bytes|Gaussian)|ints|longs|random\w*)$/.test(callee) ||
    callee === "<expression>";
  for (const { call, node } of callsWhere(subject, mayBeRandom)) {
    const generator = generatorOf(node);
    if (generator === null) continue;
    const purpose = purposeOf(node);
    const callee = `${generator}.${node.field("name")?.text() ?? ""}`;
    if (purpose) yield { call: { ...call, callee }, purpose };
  }
}

/** `Random` of `random.nextInt(…)`; null for `SecureRandom` and for calls of something else. */
function generatorOf(call: SgNode): string | null {
  const name = call.field("name")?.text() ?? "";
  const object = call.field("object");
  if (!object) return null;
  const callee = calleeOf(call);
  if (callee === "Math.random") return "Math";
  // The longest form of `RandomStringUtils.random` is told which generator to use.
  if (/^random$/.test(name) && argumentsOf(call).length >= 7) return null;
  if (/^random\w*$/.test(name)) return object.text() === "RandomStringUtils" ? "RandomStringUtils" : null;
  if (!/^(?:next[A-Z]\w*|ints|longs)$/.test(name)) return null;
  if (object.kind() === "identifier") {
    const declaration = declarationOf(object.text(), object);
    return isWeak(declaration?.type ?? null, declaration?.value ?? null);
  }
  return isWeak(null, object);
}

/** A `Random` may hold a `SecureRandom`; only what it is given, or nothing at all, tells. */
function isWeak(type: string | null, value: SgNode | null): string | null {
  const made = value?.kind() === "object_creation_expression" ? calleeOf(value) : (value?.text() ?? null);
  if (/^(?:java\.util\.)?Random$/.test(made ?? "")) return "Random";
  if (/\bThreadLocalRandom\.current\(\)$/.test(made ?? "")) return "ThreadLocalRandom";
  return made === null && type === "ThreadLocalRandom" ? "ThreadLocalRandom" : null;
}

interface Way {
  given: string | null;
  isPick: boolean;
  isText: boolean;
}

/** Follows the value outwards to the name it gets; null when it only decides or delays something. */
function purposeOf(call: SgNode): RandomValue["purpose"] | null {
  const isFilled = /^nextBytes$/.test(call.field("name")?.text() ?? "");
  const isMade = /^random/.test(call.field("name")?.text() ?? "") && calleeOf(call) !== "Math.random";
  const filled = isFilled ? (argumentsOf(call)[0]?.text() ?? null) : null;
  const way: Way = { given: filled, isPick: false, isText: isFilled || isMade };
  let inner = call;
  for (let outer = call.parent(); outer; outer = outer.parent()) {
    const kind = String(outer.kind());
    if (/^(?:method|constructor)_declaration$/.test(kind))
      return { ...way, functionName: outer.field("name")?.text() ?? null };
    if (way.given === null && !follow(way, outer, inner)) return null;
    inner = outer;
  }
  return { ...way, functionName: null };
}

/** @returns false when the value goes no further than a comparison or a wait */
function follow(way: Way, outer: SgNode, inner: SgNode): boolean {
  switch (outer.kind()) {
    case "variable_declarator":
      way.given = outer.field("name")?.text() ?? null;
      return true;
    case "assignment_expression":
      way.given = lastName(outer.field("left")?.text() ?? "");
      if (outer.field("operator")?.text() === "+=") [way.isPick, way.isText] = [false, true];
      return true;
    case "binary_expression":
      return followOperator(way, outer);
    case "array_access":
      if (outer.field("index")?.id() === inner.id()) way.isPick = true;
      return true;
    case "argument_list":
      return followArgument(way, outer.parent());
    case "lambda_expression":
      [way.isPick, way.isText] = [false, true];
      return true;
    default:
      return true;
  }
}

function followOperator(way: Way, operator: SgNode): boolean {
  const sign = operator.field("operator")?.text() ?? "";
  if (/^[<>=!]/.test(sign)) return false;
  const joinsText = sign === "+" && operator.children().some((child) => child.kind() === "string_literal");
  if (joinsText) [way.isPick, way.isText] = [false, true];
  return true;
}

/** Handed to a call: a letter of an alphabet, a piece of a text, or the value of a setter. */
function followArgument(way: Way, call: SgNode | null): boolean {
  const name = call?.field("name")?.text() ?? "";
  if (/^(?:sleep|schedule\w*|delay|wait|await|shuffle|parkNanos)$/i.test(name)) return false;
  if (/^(?:charAt|get|codePointAt|substring)$/.test(name)) way.isPick = true;
  if (name === "append") [way.isPick, way.isText] = [false, true];
  const set = /^(?:set|with)([A-Z]\w*)$/.exec(name)?.[1];
  if (set !== undefined) way.given = set.charAt(0).toLowerCase() + set.slice(1);
  return true;
}

/** `password` of `this.password` and `user.password`. */
function lastName(text: string): string {
  return /(\w+)\W*$/.exec(text)?.[1] ?? text;
}

export const javaExamples: readonly Example[] = [
  {
    language: "java",
    bad: 'import java.util.Random;\n\nclass Tokens {\n  private static final String LETTERS = "abcdef";\n  private final Random random = new Random();\n\n  String generateResetToken(int length) {\n    StringBuilder result = new StringBuilder();\n    for (int i = 0; i < length; i++) {\n      result.append(LETTERS.charAt(random.nextInt(LETTERS.length())));\n    }\n    return result.toString();\n  }\n}\n',
    good: "import java.security.SecureRandom;\nimport java.util.Random;\n\nclass Tokens {\n  private final SecureRandom random = new SecureRandom();\n  private final Random strong = new SecureRandom();\n  private final Random dice = new Random();\n\n  String generateResetToken(int length) {\n    StringBuilder result = new StringBuilder();\n    for (int i = 0; i < length; i++) {\n      result.append(LETTERS.charAt(random.nextInt(LETTERS.length())));\n      result.append(LETTERS.charAt(strong.nextInt(LETTERS.length())));\n    }\n    return result.toString();\n  }\n\n  String refreshToken() throws InterruptedException {\n    Thread.sleep(dice.nextInt(100));\n    int delay = dice.nextInt(50);\n    return load(delay);\n  }\n\n  String anyToken(List<String> tokens) {\n    String token = tokens.get(dice.nextInt(tokens.size()));\n    return token;\n  }\n\n  boolean isSampled() {\n    return Math.random() < 0.1;\n  }\n}\n",
  },
  {
    language: "java",
    bad: "import java.util.concurrent.ThreadLocalRandom;\n\nclass Login {\n  void send(User user) {\n    int otp = ThreadLocalRandom.current().nextInt(100000, 1000000);\n    mail.send(user, otp);\n  }\n}\n",
    good: "import java.util.concurrent.ThreadLocalRandom;\n\nclass Retry {\n  long next(long half) {\n    return half + ThreadLocalRandom.current().nextLong(half + 1);\n  }\n}\n",
  },
  {
    language: "java",
    bad: "import org.apache.commons.lang3.RandomStringUtils;\n\nclass Accounts {\n  void reset(User user) {\n    user.setPassword(RandomStringUtils.randomAlphanumeric(12));\n  }\n}\n",
    good: "import org.apache.commons.lang3.RandomStringUtils;\n\nclass Accounts {\n  void reset(User user) {\n    user.setNickname(RandomStringUtils.randomAlphanumeric(12));\n    user.setPassword(RandomStringUtils.secure().nextAlphanumeric(12));\n    user.setPassword(RandomStringUtils.random(12, 0, 62, false, false, LETTERS, secure));\n  }\n}\n",
  },
];
