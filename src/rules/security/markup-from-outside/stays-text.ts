/** Tells where a value cannot become tags: the answer is no page, or the value has none. */
import type { Flow, FlowStep } from "../../../model/flow.js";
import type { Survey } from "../../../model/survey.js";
import { type TextAround, lineOf, textAround } from "../../../syntax/flow-text.js";

export function staysText(flow: Flow, survey: Survey): boolean {
  const last = flow.steps.at(-1);
  if (!last) return false;
  const around = textAround(survey, last);
  return (
    isNamedByServer(flow) ||
    isOwnHeader(flow) ||
    isNumber(flow) ||
    isStillEncoded(flow, survey) ||
    isOtherType(flow, survey) ||
    isPutElsewhere(flow) ||
    isJsonOfPage(around) ||
    isSentList(around) ||
    // Made to text again before anything is done with it.
    /^[)\s]*\.\s*(?:unescape|striptags)\(/.test(around.text.slice(around.end))
  );
}

/** The server names an uploaded file and counts its size; only what the sender called it is the sender's. */
function isNamedByServer({ value }: Flow): boolean {
  return /\bfile\??\.(?:path|filename|destination|size)$/.test(value);
}

/** A link makes no other browser send such a header: who chooses it sees the answer himself. */
function isOwnHeader({ value, entry }: Flow): boolean {
  return entry === "http" && /\bheaders(?:\.|\[["'])x-[\w-]+["'\]]*$/i.test(value);
}

/** Flask makes a number of it, or takes the default. */
function isNumber({ value }: Flow): boolean {
  return /\btype\s*=\s*(?:int|float)\b/.test(value);
}

/** `archive.append(…)`, `form.append(…)`: the name of jQuery's method, and no page. */
function isPutElsewhere({ sink }: Flow): boolean {
  return /\b(?:archiver|FormData|URLSearchParams|Headers)\b.*\.append$/i.test(sink);
}

/** `json.dumps(…).replace("</", "<\\/")`: no tag ends the script that the text stands in. */
function isJsonOfPage({ text, end }: TextAround): boolean {
  return (
    /^[)\s]*\.replace\(\s*["']<\/?["']/.test(text.slice(end)) ||
    /dumps\([^;\n]*\.replace\(\s*["']<\/?["']/.test(text.slice(Math.max(0, end - 200), end))
  );
}

const address =
  /(?:\blocation\.(?:href|search|pathname)|\bdocument\.(?:URL|documentURI|baseURI)|\b(?:req|request)\.(?:url|originalUrl|host)|\bgetRequestUR[LI]\(\))$/;
const decoding = /decode|unescape|unquote|searchParams|\.query\b|querystring|parse_qs|\bqs\./i;
/** Written as an address again, or the part of it that browsers and servers let hold letters, digits, dots and dashes only. */
const encoding = /\bnew URLSearchParams\([^;]*\)\.toString\(\)|\.(?:hostname|protocol)\b/;

/** Browsers write `<`, `>` and `"` of an address as `%3C`, `%3E` and `%22`, and so they stay until something decodes it. */
function isStillEncoded({ value, steps }: Flow, survey: Survey): boolean {
  const passed = textsOfWay(steps, survey);
  const last = steps.findLastIndex((step) => encoding.test(lineOf(survey, step)));
  const isWrittenSo = last !== -1 && !passed.slice(last + 1).some((text) => decoding.test(text));
  return isWrittenSo || (address.test(value) && !passed.some((text) => decoding.test(text)));
}

/** The function around each step; of the one that does harm, which does much else, only the lines of steps. */
function textsOfWay(steps: readonly FlowStep[], survey: Survey): readonly string[] {
  const texts = steps.map((step) => textAround(survey, step).text);
  return texts.map((text, i) => (text === texts.at(-1) ? lineOf(survey, steps[i]) : text));
}

const contentType =
  /content[-_]?type["'\]]*\)?\s*[,:=(]\s*["'`]([\w-]+\/[\w.+-]+)|\.(?:type|contentType)\(\s*["'`]([\w/.-]+)/gi;

/** The type set last before the answer is not one of a page; whoever hands on what is written to sets it before. */
function isOtherType({ entry, steps }: Flow, survey: Survey): boolean {
  if (entry === "browser") return false;
  for (const step of steps.toReversed()) {
    const type = typeSetAt(step, survey);
    if (type !== undefined) return !/html|xml|svg/i.test(type);
  }
  return false;
}

function typeSetAt(step: FlowStep, survey: Survey): string | undefined {
  const { text, end } = textAround(survey, step);
  const set = [...text.matchAll(contentType)];
  // Python sets it on the finished answer; elsewhere what stands below is another answer's.
  const said = set.findLast(({ index }) => index < end) ?? (step.path.endsWith(".py") ? set[0] : undefined);
  return said?.[1] ?? said?.[2];
}

/** Express sends an array as JSON. */
function isSentList({ text, end }: TextAround): boolean {
  const name = /\bsend\(\s*([\w$]+)$/.exec(text.slice(0, end))?.[1];
  if (name === undefined) return false;
  return new RegExp(`(?<![\\w.$])${name.replaceAll("$", "\\$")}(?:\\.push\\(|\\s*=\\s*\\[)`).test(text);
}
