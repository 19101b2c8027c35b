/** The routes that a project serves, for the frameworks of our languages, and what handles each. */
import type { Span } from "../../model/source.js";
import { type Code, type CodeFile, type Part, textOf } from "./code.js";
import { escaped } from "./reach.js";

export interface Route {
  /** Upper case; `ANY` where the registration names none. */
  readonly method: string;
  /** As registered, with the prefix that its router has in the same file. */
  readonly path: string;
  readonly file: CodeFile;
  readonly at: number;
  /** Name of the handling function, where there is one. */
  readonly handler: string | null;
  readonly part: Part;
}

const verbs = "get|post|put|patch|delete|head|options";
/** Clients have the same verbs and serve nothing. */
const clients =
  /^(?:axios|got|client|http|https?x?|fetch\w*|request|requests|session|superagent|ky|api_?[cC]lient|\w*[cC]lient)$/;

interface Form {
  readonly pattern: RegExp;
  /** Where the handler stands: in the function that follows, or within the call. */
  readonly handler: "next" | "call";
}

/** Named groups: `method`, `path`, `owner`. */
const forms: readonly Form[] = [
  // FastAPI, Flask 2
  {
    pattern: new RegExp(
      `@(?<owner>[\\w.]+)\\.(?<method>${verbs})\\(\\s*(?:path\\s*=\\s*)?[rf]?["'](?<path>[^"']*)["']`,
      "g",
    ),
    handler: "next",
  },
  // Flask; aiohttp's tables look the same
  {
    pattern:
      /@(?<owner>[\w.]+)\.route\(\s*["'](?<path>[^"']*)["'](?:[^)]*?methods\s*=\s*[[(]\s*["'](?<method>\w+)["'])?/g,
    handler: "next",
  },
  // Django, Starlette
  { pattern: /\b(?:re_)?path\(\s*r?["'](?<path>[^"']*)["']\s*,/g, handler: "call" },
  {
    pattern: /\bRoute\(\s*["'](?<path>[^"']*)["']\s*,(?:[^)]*?methods\s*=\s*\[\s*["'](?<method>\w+)["'])?/g,
    handler: "call",
  },
  // Express, Fastify, Koa, Hono, gin, echo, chi, fiber
  {
    pattern: new RegExp(
      `(?<![@\\w.])(?<owner>[\\w.]+)\\.(?<method>${verbs}|all|Get|Post|Put|Patch|Delete|GET|POST|PUT|PATCH|DELETE)(?:<[^>]*>)?\\(\\s*["'\`](?<path>/[^"'\`]*)["'\`]\\s*,`,
      "g",
    ),
    handler: "call",
  },
  // Fastify's long form
  {
    pattern:
      /\.route\(\s*\{[^}]*?method:\s*["'](?<method>\w+)["'][^}]*?(?:url|path):\s*["'](?<path>[^"']*)["']/g,
    handler: "call",
  },
  // Nest
  {
    pattern: /@(?<method>Get|Post|Put|Patch|Delete|All)\(\s*(?:["'`](?<path>[^"'`]*)["'`])?\s*\)/g,
    handler: "next",
  },
  // net/http, with and without methods in the pattern; gorilla's .Methods
  { pattern: /\.(?:HandleFunc|Handle)\(\s*"(?:(?<method>[A-Z]+) )?(?<path>\/[^"]*)"\s*,/g, handler: "call" },
  // Spring
  {
    pattern:
      /@(?<method>Get|Post|Put|Patch|Delete)Mapping(?:\(\s*(?:(?:value|path)\s*=\s*)?\{?\s*(?:"(?<path>[^"]*)")?[^)]*\))?/g,
    handler: "next",
  },
  // actix, Rocket
  { pattern: new RegExp(`#\\[(?<method>${verbs})\\(\\s*"(?<path>[^"]*)"`, "g"), handler: "next" },
  // axum, actix's builders: one registration may serve several methods
  {
    pattern: new RegExp(`\\.route\\(\\s*"(?<path>[^"]*)"\\s*,\\s*(?:[\\w:]*::)?(?<method>${verbs})\\(`, "g"),
    handler: "call",
  },
  {
    pattern: new RegExp(`\\.route\\(\\s*"(?<path>[^"]*)"\\s*,[^;\\n]*?\\)\\s*\\.(?<method>${verbs})\\(`, "g"),
    handler: "call",
  },
  // Phoenix, Plug, Rails-like tables
  { pattern: new RegExp(`^[ \\t]*(?<method>${verbs})[ (]+"(?<path>/[^"]*)"\\s*,?`, "gm"), handler: "call" },
];

export function routesOf({ files }: Pick<Code, "files">): readonly Route[] {
  return files.flatMap((file) =>
    forms.flatMap(({ pattern, handler }) =>
      Array.from(file.text.matchAll(pattern)).flatMap((match) => readRoute(file, match, handler)),
    ),
  );
}

function readRoute(
  file: CodeFile,
  match: RegExpExecArray | RegExpMatchArray,
  where: Form["handler"],
): readonly Route[] {
  const { method = "ANY", path = "", owner = "" } = match.groups ?? {};
  if (where === "call" && clients.test(owner.split(".").at(-1) ?? "")) return [];
  const at = match.index ?? 0;
  const verb = /^all$/i.test(method) ? "ANY" : method.toUpperCase();
  const part = where === "next" ? nextFunction(file, at) : wholeCall(file, at);
  if (!part) return [];
  const full = joined(prefixOf(file, owner, at), path);
  return [{ method: verb, path: full, file, at, handler: part.name, part: part.part }];
}

interface Handler {
  readonly name: string | null;
  readonly part: Part;
}

/** A decorator or annotation belongs to the function after it. */
function nextFunction(file: CodeFile, at: number): Handler | null {
  const next = file.outline.functions
    .filter(({ nameSpan, name }) => nameSpan.start > at && name !== "<anonymous>")
    .sort((a, b) => a.nameSpan.start - b.nameSpan.start)[0];
  return next ? { name: next.name, part: { file, start: at, end: next.span.end } } : null;
}

/** The registration up to its closing bracket; what it names is reached from there. */
function wholeCall(file: CodeFile, at: number): Handler {
  const open = file.text.indexOf("(", at);
  const end = open === -1 ? lineEnd(file, at) : closing(file.text, open);
  const part = { file, start: at, end };
  const names = textOf(part).replace(/["'`][^"'`\n]*["'`]/g, "");
  const [handler] = [...names.matchAll(/([A-Za-z_$][\w$]*)\s*(?:\)|,|\(|$)/g)]
    .map(([, name]) => name)
    .slice(1);
  return { name: handler ?? null, part };
}

function lineEnd(file: CodeFile, at: number): number {
  return file.lines.startOf(file.lines.lineAt(at) + 1);
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth === 0) return i + 1;
  }
  return text.length;
}

/** Prefix of the router or of the class around, where the same file says it. */
function prefixOf(file: CodeFile, owner: string, at: number): string {
  const name = owner.split(".").at(-1) ?? "";
  const router =
    name === ""
      ? null
      : new RegExp(`\\b${name}\\s*=\\s*\\w+\\([^\\n]*?(?:url_)?prefix\\s*=\\s*["']([^"']*)["']`).exec(
          file.text,
        );
  if (router?.[1] !== undefined) return router[1];
  const before = file.text.slice(0, at);
  const around = [
    ...before.matchAll(
      /@(?:Controller|RequestMapping|Path)\(\s*(?:(?:value|path)\s*=\s*)?["'`]([^"'`]*)["'`]|^\s*scope\s+"([^"]*)"/gm,
    ),
  ].at(-1);
  return around?.[1] ?? around?.[2] ?? "";
}

function joined(prefix: string, path: string): string {
  return `/${prefix}/${path}`.replace(/\/{2,}/g, "/").replace(/(?<=.)\/$/, "");
}

/** `/users/{id}`, `/users/:id`, `/users/<int:id>` and `/users/${id}` are one. */
function segmentsOf(path: string): readonly string[] {
  return path
    .replace(/\?.*$/, "")
    .split("/")
    .filter((segment) => segment !== "" && segment !== "{$}")
    .map((segment) => (/^(?:[{<:*]|\$\{)/.test(segment) ? "*" : segment.toLowerCase()));
}

/** Whether a registered path is the wanted one; one of them may lack a prefix that is mounted elsewhere. */
function isSamePath(registered: string, wanted: string): boolean {
  const [a, b] = [segmentsOf(registered), segmentsOf(wanted)];
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length === long.length) return short.every((segment, i) => segment === long[i]);
  return (
    short.some((segment) => segment !== "*") &&
    short.every((segment, i) => segment === long[long.length - short.length + i]) &&
    isPrefix(long.slice(0, long.length - short.length))
  );
}

/** What applications mount their routers under. */
function isPrefix(segments: readonly string[]): boolean {
  return segments.every((segment) => /^(?:api|v\d+|rest|public|internal|app)$/.test(segment));
}

/** The routes that answer a request; those that name the method first. */
export function routesFor(routes: readonly Route[], method: string, path: string): readonly Route[] {
  const same = routes.filter((route) => isSamePath(route.path, path));
  const exact = same.filter((route) => route.method === method);
  return exact.length > 0 ? exact : same.filter((route) => route.method === "ANY" && mayServe(route, method));
}

/** A handler for any method serves the one it speaks of; one that speaks of none serves all. */
function mayServe({ part, file }: Route, method: string): boolean {
  const spoken =
    `${textOf(part)}\n${file.text}`.match(
      /["'`](?:GET|POST|PUT|PATCH|DELETE)["'`]|http\.Method(?:Get|Post|Put|Patch|Delete)/g,
    ) ?? [];
  return spoken.length === 0 || spoken.some((each) => each.toUpperCase().includes(method));
}

/** Servers without a framework compare the path themselves: the lines that name both the path and the method. */
export function handWrittenRoute(code: Code, method: string, path: string): Part | null {
  const fixed = path.split("/").filter((segment) => segment !== "" && !/^[{<:]/.test(segment));
  const last = fixed.at(-1);
  if (last === undefined) return null;
  for (const file of code.files) {
    const holder = file.outline.functions
      .filter(({ span }) => speaksOf(file.text.slice(span.start, span.end), method, fixed))
      .sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))[0];
    if (holder) return narrowed(file, holder.span, segmentPattern(last));
  }
  return null;
}

/** Segments stand alone in quotes, or after a slash. */
function segmentPattern(segment: string): RegExp {
  return new RegExp(`["'\`/]${escaped(segment)}(?![\\w-])`);
}

function speaksOf(text: string, method: string, fixed: readonly string[]): boolean {
  const name = `${method[0] ?? ""}${method.slice(1).toLowerCase()}`;
  const speaks = new RegExp(`["'\`]${method}["'\`]|Method${name}\\b|\\bdo_${method}\\b`);
  return speaks.test(text) && fixed.every((segment) => segmentPattern(segment).test(text));
}

/** In a dispatcher of many routes only the branch; a handler of one route is taken whole. */
function narrowed(file: CodeFile, span: Span, segment: RegExp): Part {
  const text = file.text.slice(span.start, span.end);
  const methods = new Set(
    text.match(/["'`](?:GET|POST|PUT|PATCH|DELETE)["'`]|\bMethod(?:Get|Post|Put|Patch|Delete)\b/g),
  );
  if (methods.size < 2) return { file, start: span.start, end: span.end };
  const line = file.lines.lineAt(span.start + text.search(segment));
  return { file, start: file.lines.startOf(line), end: file.lines.startOf(line + 4) };
}

/** Whether the code serves HTTP in a way that the table of routes cannot show. */
export function hasHandWrittenServer({ files }: Code): boolean {
  return files.some(({ text }) =>
    /\bServeHTTP\(|\bcreateServer\(|BaseHTTPRequestHandler|\bhttp\.Handler\b|\.(?:url|pathname|URL\.Path)\b/.test(
      text,
    ),
  );
}
