/** A collection whose keys are all written in one letter case is asked for a key as it came. */
import { type Hit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import { closingOf, codeOf, isQuoted, lineBefore } from "../../syntax/code-text.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";
import { functionsAround } from "../../syntax/surroundings.js";
import { examples } from "./key-in-other-case/examples.js";

export default defineRule({
  severity: "medium",
  // No hit on 32 projects: nothing false was seen, and nothing true to claim more from.
  confidence: 0.45,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 32 },
  title: "Key looked up in another letter case",
  risk: "An entry that is there is not found, as soon as somebody writes its key with another letter case.",
  fix: "Change the case of the key in both places, best in one function that both call.",
  match: inFamilies(["typescript", "python"], looked),
  examples,
});

const changes = "to(?:Locale)?(?:Lower|Upper)Case|lower|upper|casefold";
const changed = new RegExp(`\\.(${changes})\\(\\)\\s*!?$`);
/** Each that begins empty: what is in it, its writes put there. */
const beginnings =
  /(?<![\w$.])((?:this\.|self\.)?[#\w$]+)\s*(?::[^=;\n]{1,80})?=\s*(?:new (?:Map|Set)\b(?:<[^;\n]*?>)?\(\)|\{\s*\}|Object\.create\(null\)|dict\(\)|set\(\)|(?:collections\.)?defaultdict\(\w*\))/g;

function* looked(code: Code): Iterable<Hit> {
  if (!new RegExp(`\\.(?:${changes})\\(\\)\\s*(?:\\]|\\)|,|;|\\n)`).test(code.source.text)) return;
  const text = codeOf(code);
  for (const collection of collectionsIn(code, text)) {
    const uses = usesOf(text, collection);
    if (uses) yield* mixed(code, { text, collection, uses });
  }
}

interface Collection {
  /** As it stands before its uses: `seen`, `this.seen`. */
  readonly name: string;
  readonly at: number;
  readonly scope: Span;
}

function collectionsIn(code: Code, text: string): readonly Collection[] {
  const found = Array.from(text.matchAll(beginnings), ({ 1: name = "", index }) => ({ name, index }));
  return found.flatMap(({ name, index }) => {
    const isMember = /^(?:this|self)\./.test(name);
    const [around] = functionsAround(code.outline, index);
    const isField =
      !isMember &&
      /^\s*(?:(?:public|private|protected|readonly|static)\s+)*$/.test(lineBefore(text, index)) &&
      !around;
    const scope = !isMember && around ? around.span : { start: 0, end: text.length };
    const own = isField && /^\s+/.test(lineBefore(text, index)) ? `this.${name}` : name;
    const isOnly = found.filter((other) => other.name === name).length === 1;
    return isOnly ? [{ name: own, at: index, scope }] : [];
  });
}

interface Use {
  readonly kind: "write" | "read";
  readonly key: string;
  readonly at: Span;
}

const written = /^\??\.(?:set|add|setdefault)\(/;
const read = /^\??\.(?:get|has|delete|pop|remove|discard)\(/;
const neutral =
  /^(?:\??\.(?:size|clear|values|keys|entries|items|forEach|copy)\b|\s*(?::[^=;\n]{1,80})?=\s*(?:new (?:Map|Set)|\{\s*\}|Object\.create|dict\(|set\(|(?:collections\.)?defaultdict))/;
const neutralBefore =
  /(?:\b(?:len|sorted|list|bool|tuple|Object\.\w+|Array\.from|JSON\.stringify)\(\s*|\breturn\s+|\b(?:of|for \w+ in)\s+|\.\.\.)$/;

/** All uses of the collection, or undefined where it may be filled by what is not seen. */
function usesOf(text: string, { name, at, scope }: Collection): readonly Use[] | undefined {
  const uses: Use[] = [];
  const pattern = new RegExp(`(?<![\\w$.#])${name.replace(/[$.]/g, "\\$&")}(?![\\w$])`, "g");
  pattern.lastIndex = scope.start;
  for (let match = pattern.exec(text); match && match.index < scope.end; match = pattern.exec(text)) {
    if (match.index === at || isQuoted(text, match.index)) continue;
    const use = useAt(text, match.index, name.length);
    if (use === undefined) return undefined;
    if (use !== "neutral") uses.push(use);
  }
  return uses;
}

function useAt(text: string, start: number, length: number): Use | "neutral" | undefined {
  const behind = text.slice(start + length, start + length + 200);
  const before = text.slice(Math.max(0, start - 120), start);
  const opening = written.exec(behind) ?? read.exec(behind) ?? /^(?:\?\.)?\[/.exec(behind);
  if (opening) {
    const open = start + length + opening[0].length - 1;
    const end = closingOf(text, open);
    const key = firstOf(text.slice(open + 1, end - 1));
    const isIndex = opening[0].endsWith("[");
    const assigned =
      isIndex &&
      /^\s*(?:(?:\?\?|\|\||[-+*/|&])?=(?!=)|\+\+|--|\.(?:push|append|add)\()/.test(text.slice(end, end + 12));
    return { kind: assigned || written.test(behind) ? "write" : "read", key, at: { start, end } };
  }
  const asked = /(?<![\w.)\]])([\w$.]+(?:\(\))?) (?:not )?in $/.exec(before);
  if (asked && !/\bfor [\w, ()]+ in $/.test(before))
    return { kind: "read", key: asked[1] ?? "", at: { start: start - asked[0].length, end: start + length } };
  return neutral.test(behind) || neutralBefore.test(before) ? "neutral" : undefined;
}

/** The first argument. */
function firstOf(inside: string): string {
  const [first = ""] = /^(?:[^,([{]|\([^()]*\)|\[[^\]]*\])*/.exec(inside) ?? [];
  return first.trim();
}

interface Mixed {
  readonly text: string;
  readonly collection: Collection;
  readonly uses: readonly Use[];
}

function* mixed(code: Code, { text, collection, uses }: Mixed): Iterable<Hit> {
  const writes = uses.filter(({ kind }) => kind === "write");
  const direct = writes.find(({ key }) => changed.test(key));
  if (!direct || !writes.every(({ key }) => changed.test(key) || isBrought(text, key))) return;
  const bare = direct.key.replace(changed, "");
  for (const { kind, key, at } of uses) {
    if (kind === "write" || !/^[\w$.?!#]+$/.test(key) || isBrought(text, key)) continue;
    if (!(lastOf(key) === lastOf(bare) || isHandedIn(code, key, at)) || isFromKeys(text, key, collection))
      continue;
    yield {
      at,
      also: [direct.at],
      issue: `Every entry of \`${collection.name}\` is kept under a key in one letter case (\`${direct.key}\`); here it is asked for \`${key}\` as it came.`,
    };
  }
}

function lastOf(path: string): string {
  return path.replace(/[?!]/g, "").split(".").at(-1) ?? path;
}

/** Takes its value from something whose case was changed, somewhere in the file, or says so by its name. */
function isBrought(text: string, key: string): boolean {
  const name = lastOf(key).replace(/[$#]/g, "\\$&");
  if (/lower|upper|norm|slug|folded|^[A-Z\d_]+$|Lower|Upper|Norm/.test(name) || !/^\w+$/.test(name))
    return true;
  return new RegExp(
    `\\b${name}\\b\\s*(?::[^=\\n]*)?=(?![=>])[^;]{0,200}?(?:\\.(?:${changes})\\(|[nN]ormali[sz]e)|\\b${name}\\b\\s+(?:of|in)\\b[^;\\n]*(?:\\.(?:${changes})\\b|[nN]ormali[sz]e)`,
  ).test(text);
}

/** A parameter of the function around it, which no call in this file is given in the changed case. */
function isHandedIn({ outline, source }: Code, key: string, at: Span): boolean {
  const around = functionsAround(outline, at.start);
  const holder = around.find(({ parameters }) => parameters.some(({ name }) => name === key));
  if (!holder || holder.name === "<anonymous>") return false;
  return !outline.calls.some(({ callee, span }) => {
    if (lastOf(callee) !== holder.name) return false;
    return new RegExp(`\\.(?:${changes})\\(|[lL]ower|[uU]pper|[nN]orm`).test(
      source.text.slice(span.start, span.end),
    );
  });
}

/** A key that was taken out of the collection. */
function isFromKeys(text: string, key: string, { name }: Collection): boolean {
  const own = lastOf(name);
  return new RegExp(
    `\\b${key.replace(/[$.?!#]/g, "\\$&")}\\b[^\\n]{0,40}\\b(?:of|in)\\s[^\\n]{0,60}\\b${own}\\b(?!\\s*[:)]?\\s*(?:$|:))`,
    "m",
  ).test(text);
}
