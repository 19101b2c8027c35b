/** Tells where a value cannot become tags: the answer is no page, or the value has none. */
import type { Flow } from "../../../model/flow.js";
import type { Survey } from "../../../model/survey.js";
import { type TextAround, textAround } from "../../../syntax/flow-text.js";

export function staysText(flow: Flow, survey: Survey): boolean {
  const last = flow.steps.at(-1);
  if (!last) return false;
  const around = textAround(survey, last);
  return (
    isNamedByServer(flow) ||
    isOwnHeader(flow) ||
    isStillEncoded(flow, survey) ||
    isOtherType(flow, around) ||
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

const address =
  /(?:\blocation\.(?:href|search|pathname)|\bdocument\.(?:URL|documentURI|baseURI)|\b(?:req|request)\.(?:url|originalUrl|host)|\bgetRequestUR[LI]\(\))$/;
const decoding = /decode|unescape|unquote|searchParams|\.query\b|querystring|parse_qs|\bqs\./i;

/** Browsers write `<`, `>` and `"` of an address as `%3C`, `%3E` and `%22`, and so they stay until something decodes it. */
function isStillEncoded({ value, steps }: Flow, survey: Survey): boolean {
  return address.test(value) && !steps.some((step) => decoding.test(textAround(survey, step).text));
}

const contentType =
  /content[-_]?type["'\]]*\)?\s*[,:=]\s*["'`]([\w-]+\/[\w.+-]+)|\.(?:type|contentType)\(\s*["'`]([\w/.-]+)/gi;

/** The type set last before the answer, or first after it (Python sets it on the finished one), is not one of a page. */
function isOtherType({ entry }: Flow, { text, end }: TextAround): boolean {
  if (entry === "browser") return false;
  const set = [...text.matchAll(contentType)];
  const said = set.findLast(({ index }) => index < end) ?? set[0];
  const type = said?.[1] ?? said?.[2];
  return type !== undefined && !/html|xml|svg/i.test(type);
}

/** Express sends an array as JSON. */
function isSentList({ text, end }: TextAround): boolean {
  const name = /\bsend\(\s*([\w$]+)$/.exec(text.slice(0, end))?.[1];
  if (name === undefined) return false;
  return new RegExp(`(?<![\\w.$])${name.replaceAll("$", "\\$")}(?:\\.push\\(|\\s*=\\s*\\[)`).test(text);
}
