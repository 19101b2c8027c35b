/** What in a statement a program can look up: routes, names, numbers, products, features. */
import { stem, wordsOf } from "../../lib/words.js";
import type { Place } from "../../model/finding.js";
import type { Code, Part } from "./code.js";
import { type Demand, demands, isInWordsOnly } from "./demands.js";
import {
  lookForAddress,
  lookForDemand,
  lookForFile,
  lookForIdentifier,
  lookForLiteral,
  lookForTechnology,
} from "./look-up.js";
import { colourAnchors, literalAnchor } from "./literals.js";
import { lookForDefault, lookForQuantity } from "./look-up-numbers.js";
import { lookForStatus } from "./look-up-status.js";
import { quantitiesIn } from "./quantities.js";
import { type Signature, lookForSignature, readSignature } from "./signatures.js";
import { technologies } from "./technologies.js";

/** Where a statement is looked up. */
export interface Where {
  readonly code: Code;
  readonly parts: readonly Part[];
  /** The whole project, for want of a route or a function that the statement is about. */
  readonly isWhole: boolean;
  /** Stems of the statement's words: a number in a whole project counts beside one of them only. */
  readonly stems: ReadonlySet<string>;
}

export interface Sighting {
  /** `elsewhere`: in the project, and not where the statement says; `against`: a sign of the opposite. */
  readonly state: "found" | "elsewhere" | "against" | "absent" | "contradicted";
  readonly place?: Place;
  /** What contradicts, or what is odd about the place. */
  readonly says?: string;
}

export interface Anchor {
  /** As the reason names it. */
  readonly shown: string;
  /** A name, number, route or file: evidence without anybody's interpretation. */
  readonly isHard: boolean;
  readonly weight: number;
  /** A word that any code may hold: evidence beside others, none by itself. */
  readonly isSlight?: boolean;
  /** Looked for by words that authors choose: where they are absent, it may be there under others. */
  readonly isWorded?: boolean;
  readonly look: (where: Where) => Sighting;
}

export interface WantedRoute {
  readonly method: string;
  readonly path: string;
}

export interface Wanted {
  readonly routes: readonly WantedRoute[];
  readonly signatures: readonly Signature[];
  readonly anchors: readonly Anchor[];
  readonly stems: ReadonlySet<string>;
}

const route = /\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+(\/[\w\-./{}:<>*]*)/g;

export function readAnchors(text: string): Wanted {
  const routes = Array.from(text.matchAll(route), ([, method = "", path = ""]) => ({
    method,
    path: path.replace(/[.,:;]+$/, ""),
  }));
  const spans = Array.from(text.matchAll(/`([^`]+)`/g), ({ 1: inner = "", index }) => ({
    inner: inner.trim(),
    index,
  }));
  const prose = text
    .replace(/`[^`]*`/g, (whole) => " ".repeat(whole.length))
    .replace(route, (whole) => " ".repeat(whole.length));
  const spoken = prose.replace(header, (whole) => " ".repeat(whole.length));
  const names = spans.filter(({ inner }) => inner.search(route) !== 0 && literalAnchor(inner, text) === null);
  const signatures = names.flatMap(({ inner }) => readSignature(inner) ?? []);
  const isHttp =
    routes.length > 0 ||
    /\b(?:answers?|gets?|returns?|status|HTTP|responds?|response|redirects?|refused|and)\b/i.test(prose);
  return {
    routes,
    signatures,
    stems: stemsOf(text),
    anchors: unique([
      ...signatures.map(signatureAnchor),
      ...names.flatMap(({ inner, index }) => nameAnchors(inner, text.slice(index + inner.length + 2))),
      ...spans.flatMap(({ inner }) => literalAnchor(inner, text) ?? []),
      ...colourAnchors(text),
      ...headersIn(prose),
      ...(isHttp ? statusesIn(text) : []),
      ...quantitiesIn(prose).map((quantity) => ({
        shown: quantity.shown,
        isHard: true,
        weight: quantity.unit === "count" ? 0.5 : 1,
        look: (where: Where) => lookForQuantity(quantity, where),
      })),
      ...technologies
        .filter(({ asked }) => asked.test(prose))
        .map((technology) => ({
          shown: technology.name,
          isHard: false,
          weight: 1,
          look: (where: Where) => lookForTechnology(technology, where),
        })),
      ...demands.filter(({ asked }) => asked.test(spoken)).map(demandAnchor),
    ]),
  };
}

function stemsOf(text: string): ReadonlySet<string> {
  return new Set(
    wordsOf(text)
      .filter((word) => word.length > 2)
      .map(stem),
  );
}

function unique(anchors: readonly Anchor[]): readonly Anchor[] {
  return [
    ...new Map([...anchors].reverse().map((anchor) => [anchor.shown.toLowerCase(), anchor])).values(),
  ].reverse();
}

function demandAnchor(demand: Demand): Anchor {
  const isWorded = isInWordsOnly(demand);
  return {
    shown: demand.name,
    isHard: false,
    weight: 1,
    isWorded,
    look: (where) => lookForDemand(demand, where),
  };
}

function signatureAnchor(signature: Signature): Anchor {
  return {
    shown: `\`${signature.shown}\``,
    isHard: true,
    weight: 2,
    look: (where) => lookForSignature(signature, where),
  };
}

/** What stands in a code span, when it is no route and no signature; `after` is the text that follows it. */
function nameAnchors(inner: string, after: string): readonly Anchor[] {
  const shown = `\`${inner}\``;
  if (readSignature(inner)) return [];
  if (/^\/[\w/{}:.-]+$/.test(inner))
    return [{ shown, isHard: true, weight: 1, look: (where) => lookForAddress(inner, where) }];
  const anchor = (look: Anchor["look"], weight = 1): readonly Anchor[] => [
    { shown, isHard: true, weight, look },
  ];
  if (
    /^[\w@.-]*(?:\/[\w@.-]+)*\/?$/.test(inner) &&
    (/\/\w/.test(inner) || /\.[a-z]{1,5}$/.test(inner)) &&
    isFile(inner)
  )
    return anchor((where) => lookForFile(inner, where));
  if (/^--?[a-z][\w-]*/.test(inner))
    return anchor((where) => lookForLiteral(inner.split(/[\s=]/)[0] ?? inner, where));
  const setting = /^(\w+)\s*=\s*(-?\d[\d_]*)$/.exec(inner);
  if (setting) return anchor((where) => lookForDefault(setting[1] ?? "", Number(setting[2]), where));
  if (/^[A-Za-z_$@:][\w$.!?:]*$/.test(inner) && /[A-Za-z]{2}/.test(inner))
    return [identifierAnchor(inner), ...defaultAfter(inner, after)];
  if (/^[\w-]+$/.test(inner) && /[A-Za-z]/.test(inner))
    return anchor((where) => lookForLiteral(inner, where));
  return keysOf(inner);
}

function identifierAnchor(name: string): Anchor {
  const isSlight = /^[a-z]{1,12}$/.test(name);
  const look: Anchor["look"] = (where) => lookForIdentifier(name, where);
  return { shown: `\`${name}\``, isHard: true, weight: isSlight ? 0.5 : 1, isSlight, look };
}

function isFile(inner: string): boolean {
  return (
    inner.includes("/") ||
    /\.(?:py|ts|tsx|js|mjs|jsx|go|rs|java|ex|exs|json|ya?ml|toml|md|sql|sh|txt|env|html|css|lock|cfg|ini)$/.test(
      inner,
    )
  );
}

/** `port` (1–65535, default 8080). */
function defaultAfter(name: string, after: string): readonly Anchor[] {
  const said = /^\s*\(?[^;`.]{0,60}?\bdefaults?(?:\s+(?:to|of|is))?\s+(\d[\d_,]*)/.exec(after)?.[1];
  if (said === undefined) return [];
  const value = Number(said.replace(/[_,]/g, ""));
  return [
    {
      shown: `default ${said}`,
      isHard: true,
      weight: 1,
      look: (where) => lookForDefault(name, value, where),
    },
  ];
}

/** Fields of an example in JSON, columns of a list. */
function keysOf(inner: string): readonly Anchor[] {
  const keys = inner.startsWith("{")
    ? Array.from(inner.matchAll(/"(\w+)"\s*:/g), ([, key = ""]) => key)
    : /^\w+(?:,\s*\w+)+$/.test(inner)
      ? inner.split(/,\s*/)
      : [];
  return keys.map((key) => ({
    shown: `\`${key}\``,
    isHard: true,
    weight: 0.5,
    look: (where: Where) => lookForIdentifier(key, where),
  }));
}

const header =
  /\bX(?:-[A-Z]\w+)+\b|\b(?:Retry-After|Content-(?:Type|Disposition|Length)|Cache-Control|If-Match|ETag)\b|\b[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+\b/g;

/** Headers and settings have a spelling of their own, also outside code spans. */
function headersIn(prose: string): readonly Anchor[] {
  const names = prose.match(header) ?? [];
  return names.map((name) => ({
    shown: `\`${name}\``,
    isHard: true,
    weight: 1,
    look: (where: Where) => lookForLiteral(name, where),
  }));
}

function statusesIn(text: string): readonly Anchor[] {
  const plain = text.replace(/`[^`]*`/g, (whole) => " ".repeat(whole.length));
  const codes = Array.from(
    plain.matchAll(
      /(?<![\w.,/–-])(20[0-6]|30[0-478]|4(?:0[0-9]|1[0-8]|2[1-9]|31|51)|50[0-4]|5xx|4xx)(?![\w%]|[.,]\d|\s*(?:ms|seconds|bytes|users|rows|characters|times|items|lines|KiB|MiB|bits)\b)/g,
    ),
    ([, code = ""]) => code,
  );
  return codes.map((code) => ({
    shown: code,
    isHard: true,
    weight: 1,
    look: (where: Where) => lookForStatus(code, where),
  }));
}
