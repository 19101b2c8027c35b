/** Routes that are registered by a call: `router.get("/path", guard, handler)` in JavaScript and in Go. */
import type { Call } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { withoutComments } from "../growth.js";
import { type Argument, type WrittenArguments, argumentsAt, namesIn, pathText } from "./arguments.js";
import { turnsStrangersAway } from "./guards.js";
import { fileOfModule, fileOfName, functionWithin } from "./inherit.js";
import { type FileRoutes, type Mount, type WrittenRoute, noRoutes } from "./route.js";

const verb =
  /^(?:get|post|put|patch|delete|del|all|options|head|GET|POST|PUT|PATCH|DELETE|Get|Post|Put|Patch|Delete|Any|Handle|HandleFunc|route)$/;
const uses = /^(?:use|Use|addHook|register|mount|Mount|route)$/;
const groups = /^(?:Group|Route|With|group)$/;
/** What routes are registered on; clients of other programs have `get` and `post`, too. */
const router =
  /(?:^|\.)(?:app|router|server|fastify|koa|hono|routes?|api|mux|r|e|g|m|group|engine|echo|v\d|\w*[Rr]outer|\w*App|\w*Mux|\w*Routes|\w*[Gg]roup|[a-z]\w*(?:API|Api))$/;
const client = /(?:^|\.)(?:axios|http|https|request|client|superagent|agent|supertest|cy|page|redis|cache)$/;

interface Registration extends WrittenArguments {
  readonly name: string;
  readonly on: string;
  readonly at: Span;
}

export function registeredRoutes(survey: Survey, file: SurveyedFile): FileRoutes {
  const calls = file.outline.calls.filter(mayRegister);
  if (calls.length === 0) return noRoutes;
  const code = withoutComments(file);
  const registrations = calls.flatMap((call) => registration(code, call) ?? []);
  const middleware = registrations.flatMap((one) => (uses.test(one.name) ? middlewareOf(one) : []));
  const around = registrations.filter(({ name }) => groups.test(name));
  const routes = registrations.flatMap((one) => routeOf(file, code, one) ?? []);
  const context: Around = { file, code, middleware, groups: around };
  return {
    routes: routes.map((route) => ({ ...route, ...inheritedBy(route, context) })),
    mounts: middleware.flatMap((one) => mountsOf(survey, context, one)),
    everywhere: [],
  };
}

/** By what is called, where that is a name. */
function mayRegister({ callee }: Call): boolean {
  const plain = /^(.*)\.(\w+)$/.exec(callee);
  if (!plain) return callee === "<expression>";
  const [, on = "", name = ""] = plain;
  // Everything has a `get`; what it is called on decides, and that is the last name before it either way.
  return uses.test(name) || groups.test(name) || (verb.test(name) && (on.includes("(") || isRouter(on)));
}

function isRouter(name: string): boolean {
  return router.test(name) && !client.test(name);
}

function isKnown(name: string): boolean {
  return verb.test(name) || uses.test(name) || groups.test(name);
}

function registration(code: string, { span }: Call): Registration | null {
  const written = argumentsAt(code, span);
  if (!written) return null;
  const named = /^([\s\S]*?)\s*\??\.\s*(\w+)$/.exec(written.callee.trim());
  const [, on = "", name = ""] = named ?? [];
  return isKnown(name) ? { ...written, name, on, at: span } : null;
}

/** `app.route("/x")`, `m.Combo("/x", guard)`, `r.With(guard)`: what a chain says before its verb. */
function chainOf(on: string): {
  readonly root: string;
  readonly url: string | null;
  readonly names: readonly string[];
} {
  const open = on.indexOf("(");
  if (open === -1) return { root: on, url: null, names: [] };
  const url = /\.(?:route|Combo|Path)\(\s*(["'`])([^"'`]*)\1/.exec(on)?.[2] ?? null;
  const links = on.slice(0, open).split(".");
  const kept = [...on.matchAll(/\.(?:Combo|With|Use|Group)\(([^\n]*?)\)(?=\.|\s*$)/g)].flatMap(
    ([, given = ""]) => namesIn(given),
  );
  return { root: links.slice(0, -1).join("."), url, names: kept };
}

const methods: Readonly<Record<string, string>> = {
  del: "DELETE",
  all: "ANY",
  any: "ANY",
  handle: "ANY",
  handlefunc: "ANY",
};

function routeOf(file: SurveyedFile, code: string, one: Registration): WrittenRoute | null {
  if (one.name === "route") return describedRoute(file, one);
  if (!verb.test(one.name)) return null;
  const chain = chainOf(one.on);
  if (!isRouter(chain.root)) return null;
  const [first] = one.given;
  const isPath =
    first !== undefined && /^(?:["'`[]|[A-Z]\w*\.|[\w.]*[pP]ath\b|http\.Method)/.test(first.text);
  const url = chain.url ?? (isPath && first ? pathText(first.text) : null);
  const given = chain.url === null ? one.given.slice(1) : one.given;
  const last = given.at(-1);
  if (url === null || !last || !mayAnswer(last, chain.root, file)) return null;
  const inGo = /^(?:(GET|POST|PUT|PATCH|DELETE) )?(.*)$/s.exec(url);
  const name = one.name.toLowerCase();
  const behind = /^\s*\.Methods\("(\w+)"/.exec(code.slice(one.at.end, one.at.end + 60))?.[1];
  const handler =
    given.map((argument) => functionWithin(file, argument.at)).findLast((found) => found) ?? null;
  const at = {
    start: one.at.start,
    end: handler ? Math.max(handler.fact.nameSpan.start, one.at.start + 1) : one.at.end,
  };
  // `e.GET(path, handler, guard)`: in Go the guards may stand behind.
  const names = given.map((argument) => guardNames(argument, handler ? at.end : argument.at.end));
  return {
    file,
    at: chain.url === null ? at : { start: one.at.end - (one.at.end - startOfLink(one)), end: one.at.end },
    method: behind ?? inGo?.[1] ?? methods[name] ?? name.toUpperCase(),
    url: inGo?.[2] ?? url,
    form: chain.root,
    own: [...chain.names, ...names.flat()],
    inherited: [],
    handler,
    answering: handler
      ? []
      : [
          ...given.toReversed().flatMap(({ text }) => memberIn(text)),
          ...names.toReversed().flatMap((list) => list.toReversed()),
        ],
  };
}

/** `orders.list` of `orders.list`, `wrap(orders.list)` and `orders.list.bind(this)`: which of several lists it is. */
function memberIn(text: string): readonly string[] {
  const member = /(?:^|[(,\s])(\w+\.\w+)\s*\)*$/.exec(text.replace(/\.bind\([^)]*\)/, ""))?.[1];
  return member === undefined ? [] : [member];
}

/** A link of a chain begins where its own name stands. */
function startOfLink({ at, callee }: Registration): number {
  return at.start + callee.trimEnd().length;
}

/** A handler is a function, a name or what a call makes; data sent by a client is often an object. */
function mayAnswer({ text }: Argument, root: string, { source, tree }: SurveyedFile): boolean {
  if (/^(?:["'`\d{[]|true\b|false\b|null\b)/.test(text) && !/^\[\s*\w+/.test(text)) return false;
  if (tree.family === "go") return true;
  if (/=>|\bfunction\b/.test(text)) return true;
  return (
    !/(?:^|\.)(?:api|r|e|g|m)$/.test(root) &&
    /\b(?:express|fastify|koa|hapi|hono|router|restify|polka)\b/i.test(source.text)
  );
}

function guardNames({ text, at }: Argument, end: number): readonly string[] {
  return at.start >= end ? [] : namesIn(text.slice(0, Math.max(0, end - at.start)));
}

/** `fastify.route({ method, url, preHandler, handler })`, `server.route({ method, path, options, handler })`. */
function describedRoute(file: SurveyedFile, { given, at, on }: Registration): WrittenRoute | null {
  const [only] = given;
  if (given.length !== 1 || !only?.text.startsWith("{")) return null;
  const url = /\b(?:url|path)\s*:\s*(["'`])([^"'`]*)\1/.exec(only.text)?.[2];
  const method = /\bmethod\s*:\s*\[?\s*["'`](\w+)/.exec(only.text)?.[1];
  if (url === undefined || method === undefined) return null;
  const inline = file.outline.functions.filter(
    ({ span, name }) => name === "handler" && span.start >= only.at.start && span.end <= only.at.end,
  )[0];
  const handler = inline ? functionWithin(file, inline.span) : null;
  const rest = handler ? only.text.replace(handler.code, "") : only.text;
  const named = /\bhandler\s*:\s*([\w.]+)/.exec(only.text)?.[1];
  return {
    file,
    at: { start: at.start, end: handler?.fact.span.start ?? at.end },
    method: method.toUpperCase(),
    url,
    form: on,
    own: namesIn(rest),
    inherited: [],
    handler,
    answering: named === undefined ? [] : namesIn(named),
  };
}

interface Middleware {
  readonly on: string;
  readonly prefix: string | null;
  readonly names: readonly string[];
  readonly text: string;
  readonly at: Span;
}

function middlewareOf({ name, on, given, at }: Registration): readonly Middleware[] {
  const root = on.split("(")[0] ?? on;
  if (!router.test(root) || (name === "route" && given.length < 2)) return [];
  const [first] = given;
  const isPath = first !== undefined && /^["'`]/.test(first.text) && name !== "addHook";
  const rest = isPath ? given.slice(1) : given;
  const text = rest.map((argument) => argument.text).join(", ");
  const prefix = isPath && first ? pathText(first.text).replace(/\/?\*+$/, "") : null;
  return [
    {
      on: root,
      prefix: prefix === "/" || prefix === "" ? null : prefix,
      names: namesIn(text.slice(0, 400)),
      text,
      at,
    },
  ];
}

interface Around {
  readonly file: SurveyedFile;
  readonly code: string;
  readonly middleware: readonly Middleware[];
  readonly groups: readonly Registration[];
}

function inheritedBy(
  route: Pick<WrittenRoute, "at" | "form" | "url">,
  around: Around,
): Pick<WrittenRoute, "inherited" | "turnsAway"> {
  const { middleware, groups: all, code } = around;
  const enclosing = all.filter(({ at }) => at.start < route.at.start && at.end >= route.at.end);
  const fromGroups = enclosing.flatMap(({ given }) =>
    given.filter(({ text }) => !/^(?:func\b|["'`])|=>/.test(text)).flatMap(({ text }) => namesIn(text)),
  );
  const fromUses = middleware.filter((one) => {
    const holder = all.filter(({ at }) => at.start < one.at.start && at.end >= one.at.end).at(-1);
    const isSeen = !holder || enclosing.includes(holder);
    return isSeen && one.on === route.form && one.at.start < route.at.start && covers(one.prefix, route.url);
  });
  return {
    inherited: [
      ...fromGroups,
      ...fromUses.flatMap(({ names }) => names),
      ...fromVariable(code, route.form, 0),
    ],
    // A function written into the `use` has no name that says so. One with four parameters answers failures.
    turnsAway: fromUses.some(
      ({ text }) => turnsStrangersAway(text) && !/^\(?(?:function )?\(?\w+, *\w+, *\w+, *\w+/.test(text),
    ),
  };
}

function covers(prefix: string | null, url: string): boolean {
  return prefix === null || url.startsWith(prefix);
}

/** `admin := r.Group("/admin", guard)`: what the group and the one it is made from were given. */
function fromVariable(code: string, name: string, depth: number): readonly string[] {
  if (depth > 3 || !/^\w+$/.test(name)) return [];
  const made = new RegExp(
    `\\b${name}\\s*:?=\\s*([\\w.]+)\\.(?:Group|Route|With|PathPrefix)\\(([^\\n]*)`,
  ).exec(code);
  const uses = [...code.matchAll(new RegExp(`\\b${name}\\.Use\\(([^\\n]*)`, "g"))];
  const own = [made?.[2] ?? "", ...(made ? uses.map(([, text = ""]) => text) : [])].flatMap(namesIn);
  return made?.[1] === undefined || made[1] === name
    ? own
    : [...own, ...fromVariable(code, made[1], depth + 1)];
}

/** The files whose routers a `use` hangs in, each with the guards given beside it and those above it. */
function mountsOf(survey: Survey, around: Around, one: Middleware): readonly Mount[] {
  const { file } = around;
  if (file.tree.family !== "typescript") return [];
  const required = [...one.text.matchAll(/\b(?:require|import)\(\s*["'`]([^"'`]+)/g)].map(([, module = ""]) =>
    fileOfModule(survey, file.source.path, module),
  );
  const named = (one.text.match(/[A-Za-z_$][\w$]*/g) ?? []).map((name) => fileOfName(survey, file, name));
  const paths = [...new Set([...required, ...named].flatMap((path) => path ?? []))];
  const above = around.middleware.filter(
    ({ on, at, prefix }) =>
      on === one.on && at.start < one.at.start && (prefix === null || (one.prefix ?? "").startsWith(prefix)),
  );
  const names = [...one.names, ...above.flatMap((other) => other.names)];
  return paths.map((path) => ({ from: file.source.path, path, names }));
}
