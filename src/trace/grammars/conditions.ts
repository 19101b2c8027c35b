/** What a condition says about the values it looks at. */
import { type Frame, bind, holds, textOf } from "./frame.js";
import { type Term, pathOf, writtenPath } from "./terms.js";
import { type Effect, type Value, cleaned } from "./values.js";

/** Takes over into the state what is so once the condition was found to hold, or not to hold. */
export function learn(condition: Term, isTrue: boolean, frame: Frame): void {
  for (const effect of effectsOf(condition, frame)) {
    if (effect.when !== null && effect.when !== isTrue) continue;
    const value = holds(frame, effect.path);
    if (value && value.taints.length > 0) bind(frame, effect.path, after(effect, value));
  }
}

function after({ isClean, harms, text }: Effect, value: Value): Value {
  if (isClean) return { ...value, taints: cleaned(value.taints, harms) };
  return { ...value, taints: value.taints.map((taint) => ({ ...taint, guard: taint.guard ?? text })) };
}

/** Effects of the condition on every value it looks at. */
export function effectsOf(condition: Term, frame: Frame): readonly Effect[] {
  switch (condition.kind) {
    case "not":
      return effectsOf(condition.of, frame).map(turned);
    case "operation":
      return ofOperation(condition, frame);
    case "call":
      return ofCall(condition, frame);
    case "name":
    case "member": {
      const path = pathOf(condition);
      return (path === null ? undefined : holds(frame, path)?.effects) ?? [];
    }
    case "several":
    case "typed": {
      const parts = condition.kind === "typed" ? [condition.of] : condition.parts;
      return parts.flatMap((part) => effectsOf(part, frame));
    }
    case "item":
      return condition.key ? oneOf(condition.key, condition.of, condition, frame) : [];
    default:
      return [];
  }
}

function turned(effect: Effect): Effect {
  return { ...effect, when: effect.when === null ? null : !effect.when };
}

type Operation = Extract<Term, { kind: "operation" }>;

function ofOperation(term: Operation, frame: Frame): readonly Effect[] {
  const { operator, left, right } = term;
  if (operator === "and" || operator === "or") return ofBoth(term, frame);
  if (operator === "in") return [...oneOf(left, right, term, frame), ...isNotIn(left, right, term)];
  if (operator === "not in")
    return [...oneOf(left, right, term, frame), ...isNotIn(left, right, term)].map(turned);
  if (operator !== "==" && operator !== "!=") return [];
  const effects = [...isEqual(left, right, term, frame), ...isEqual(right, left, term, frame)];
  const handed = [left, right].some(isEmptyTerm) ? throughResult(left, right, frame) : [];
  return [...(operator === "==" ? effects : effects.map(turned)), ...handed];
}

/** `err != nil` after `err := validate(name)`: looked at, whichever way it went. */
function throughResult(left: Term, right: Term, frame: Frame): readonly Effect[] {
  const effects = [left, right]
    .filter((term) => !isEmptyTerm(term))
    .flatMap((term) => effectsOf(term, frame));
  return effects.filter((effect) => !effect.isClean).map((effect) => ({ ...effect, when: null }));
}

function isEmptyTerm(term: Term): boolean {
  return term.kind === "fixed" && (term.value === null || typeof term.value === "boolean");
}

/** `a and b` holds when both do; `a or b` says for sure what both say. */
function ofBoth({ operator, left, right }: Operation, frame: Frame): readonly Effect[] {
  const [one, other] = [effectsOf(left, frame), effectsOf(right, frame)];
  const sure = operator === "and";
  return [...one, ...other].filter((effect) => {
    if (effect.when === null || effect.when === sure) return true;
    const isSaidByBoth = [one, other].every((side) =>
      side.some((said) => said.path === effect.path && said.when === effect.when),
    );
    return isSaidByBoth || !effect.isClean;
  });
}

/** Equal to what is not outside data. */
function isEqual(subject: Term, other: Term, whole: Term, frame: Frame): readonly Effect[] {
  const path = pathOf(subject);
  if (path === null || isEmptyTerm(other)) return [];
  if (frame.engine.evaluate(other, frame).taints.length > 0) return [];
  return [{ path, when: true, isClean: true, harms: null, text: textOf(whole.span, frame) }];
}

/** Found in a list that is not outside data. */
function oneOf(subject: Term, list: Term, whole: Term, frame: Frame): readonly Effect[] {
  const path = pathOf(subject);
  if (path === null || list.kind === "fixed") return [];
  if (frame.engine.evaluate(list, frame).taints.length > 0) return [];
  return [{ path, when: true, isClean: true, harms: null, text: textOf(whole.span, frame) }];
}

/** `".." in name` refuses something, and it cannot be told whether it is enough. */
function isNotIn(part: Term, subject: Term, whole: Term): readonly Effect[] {
  const path = pathOf(subject);
  if (part.kind !== "fixed" || path === null) return [];
  return [{ path, when: false, isClean: false, harms: null, text: String(part.value) || whole.kind }];
}

type Call = Extract<Term, { kind: "call" }>;

const membership =
  /^(?:contains|containsKey|has|has_key|includes|Contains|contains_key|member\?|__contains__|in\?|has_key\?)$/;
const plainText = /^(?:isdigit|isdecimal|isnumeric|isalnum|isalpha|isidentifier|is_digit|is_alphanumeric)$/;
const guardName =
  /(?:valid|allow|safe|check|verify|permit|trust|white_?list|allow_?list|restrict|block|deny|forbid|sanit|startswith|starts_with|hasprefix|hassuffix|endswith|ends_with|isabs|is_absolute|islocal|matches|fullmatch|matchstring|is_match|match\?|is_relative|isrelative|authori[sz]e)/i;

function ofCall(call: Call, frame: Frame): readonly Effect[] {
  const known = ofKnownCheck(call, frame);
  if (known.length > 0) return known;
  const { callee, given } = call;
  const name = callee.kind === "member" ? callee.name : callee.kind === "name" ? callee.name : "";
  const text = textOf(call.span, frame);
  const receiver = callee.kind === "member" ? pathOf(callee.of) : null;
  if (receiver !== null && plainText.test(name))
    return [{ path: receiver, when: true, isClean: true, harms: null, text }];
  const asked = given.map(({ value }) => value);
  if (callee.kind === "member" && membership.test(name)) return ofMembership(callee.of, asked, call, frame);
  if (/^equals(?:IgnoreCase)?$|^EqualFold$|^eq$/.test(name) && callee.kind === "member")
    return asked.flatMap((other) => [
      ...isEqual(callee.of, other, call, frame),
      ...isEqual(other, callee.of, call, frame),
    ]);
  if (/match|test/i.test(name) && isStrictPattern(call, frame))
    return seen([receiver, ...asked.map(pathOf)], { when: true, isClean: true, text });
  if (!guardName.test(name)) return [];
  return seen([receiver, ...asked.map(pathOf)], { when: null, isClean: false, text });
}

function seen(
  paths: readonly (string | null)[],
  said: Pick<Effect, "when" | "isClean" | "text">,
): readonly Effect[] {
  return paths.flatMap((path) => (path === null ? [] : [{ path, harms: null, ...said }]));
}

/** `ALLOWED.contains(x)` accepts, `x.contains("..")` refuses, `slices.Contains(allowed, x)` accepts. */
function ofMembership(of: Term, asked: readonly Term[], call: Call, frame: Frame): readonly Effect[] {
  const list = asked.length > 1 ? asked[0] : of;
  return asked.flatMap((item) => {
    if (!list || item === list) return [];
    const refused = item.kind === "fixed" ? isNotIn(item, list, call) : [];
    return [...refused, ...oneOf(item, list, call, frame)];
  });
}

/** Letters, digits and a few harmless signs from the first to the last character. */
const strictPattern =
  /^\^?(?:\\A)?(?:\[(?:\w-\w|\\[wd]|[\w-])+\](?:[+*?]|\{[\d,]+\})?|\\[wd][+*]?)+(?:\\[zZ]|\$)$/;

function isStrictPattern({ callee, given }: Call, frame: Frame): boolean {
  const terms = [...given.map(({ value }) => value), ...(callee.kind === "member" ? [callee.of] : [])];
  return terms.some((term) => {
    const text = frame.engine.evaluate(term, frame).constant;
    return typeof text === "string" && text.length > 3 && strictPattern.test(text.replace(/^\/|\/$/g, ""));
  });
}

/** Checks that a page names. */
function ofKnownCheck(call: Call, frame: Frame): readonly Effect[] {
  const { origin } = frame.engine.evaluate(call.callee, frame);
  const matches = frame.engine.vocabulary.checks.of({ origin, written: writtenPath(call.callee) });
  return matches.flatMap(({ entry }) => {
    const at = typeof entry.argument === "number" ? entry.argument : 0;
    const term =
      entry.argument === "receiver" && call.callee.kind === "member" ? call.callee.of : call.given[at]?.value;
    const path = term ? pathOf(term) : null;
    if (path === null) return [];
    return [{ path, when: true, isClean: true, harms: entry.harms ?? null, text: textOf(call.span, frame) }];
  });
}
