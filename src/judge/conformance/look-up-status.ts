/** Looks up HTTP statuses by number or by the names that libraries give them. */
import type { Sighting, Where } from "./anchors.js";
import { lookFor } from "./look-up.js";

/** RFC 9110; spelt as words, joined as each library likes. */
const names: Readonly<Record<string, string>> = {
  "200": "OK",
  "201": "Created",
  "202": "Accepted",
  "204": "No Content",
  "206": "Partial Content",
  "301": "Moved Permanently",
  "302": "Found",
  "303": "See Other",
  "304": "Not Modified",
  "307": "Temporary Redirect",
  "308": "Permanent Redirect",
  "400": "Bad Request",
  "401": "Unauthorized",
  "403": "Forbidden",
  "404": "Not Found",
  "405": "Method Not Allowed",
  "406": "Not Acceptable",
  "408": "Request Timeout",
  "409": "Conflict",
  "410": "Gone",
  "412": "Precondition Failed",
  "413": "Request Entity Too Large",
  "415": "Unsupported Media Type",
  "416": "Range Not Satisfiable",
  "422": "Unprocessable Entity",
  "423": "Locked",
  "428": "Precondition Required",
  "429": "Too Many Requests",
  "500": "Internal Server Error",
  "501": "Not Implemented",
  "502": "Bad Gateway",
  "503": "Service Unavailable",
  "504": "Gateway Timeout",
};

export function lookForStatus(code: string, where: Where): Sighting {
  const sighting = lookFor(statusPattern(code), where);
  // Handlers answer 200 without saying so.
  if (code === "200" && sighting.state !== "found" && !where.isWhole) return { state: "found" };
  return sighting;
}

function statusPattern(code: string): RegExp {
  if (/xx$/.test(code)) {
    const hundreds = code[0] ?? "5";
    return new RegExp(
      `>=?\\s*${hundreds}\\d\\d|${hundreds}\\d\\d\\s*<=|/\\s*100|\\b${hundreds}0[0-4]\\b|InternalServerError`,
    );
  }
  const name = names[code];
  const plain = `(?<![\\w.])${code}(?![\\w.]|\\s*\\*)|_${code}(?:_|\\b)`;
  if (name === undefined) return new RegExp(plain);
  const words = name.split(" ");
  const pascal = words.map((word) => word[0] + word.slice(1).toLowerCase()).join("");
  const upper = words.join("_").toUpperCase();
  const lower = words.join("_").toLowerCase();
  const written = [
    `\\bStatus${name === "OK" ? "OK" : pascal}\\b`,
    `\\bStatusCode::${upper}\\b|HttpStatus\\.${upper}\\b|HTTPStatus\\.${upper}\\b|StatusCodes\\.${upper}\\b`,
    ...(words.length > 1 || ["401", "403", "409", "410"].includes(code)
      ? [`\\b${pascal}(?:Exception|HttpException)\\b`]
      : []),
    `:${lower}\\b`,
    ...(code === "404" ? [`\\b(?:http\\.NotFound|Http404|get_object_or_404|notFound)\\(?`] : []),
    ...(code === "413" ? ["\\bPAYLOAD_TOO_LARGE\\b|\\bPayloadTooLarge\\b|CONTENT_TOO_LARGE"] : []),
    ...(code === "302" ? ["\\bRedirectResponse\\(|\\.redirect\\((?!30)"] : []),
    ...(code === "201" ? ["ResponseEntity\\.created\\("] : []),
    ...(code === "204" ? ["\\.noContent\\(\\)|\\bno_content\\b"] : []),
  ];
  return new RegExp([plain, ...written].join("|"));
}
