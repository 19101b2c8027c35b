/** A server is started with its debugging aids on, whoever its visitors are. */
import { parentOf } from "../../lib/paths.js";
import { type Edit, type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import type { GoTree, PythonTree, TypeScriptTree } from "../../model/tree.js";
import type { Branch } from "../../syntax/branches.js";
import { branchesAround as goBranches } from "../../syntax/go/conditions.js";
import { callsWhere as goCalls } from "../../syntax/go/calls.js";
import type { Code } from "../../syntax/in-families.js";
import { callsWhere as pythonCalls } from "../../syntax/python/calls.js";
import { branchesAround as pythonBranches } from "../../syntax/python/conditions.js";
import { lineAt, namesAround } from "../../syntax/surroundings.js";
import { isToolPath } from "../../syntax/tool-paths.js";
import { branchesAround } from "../../syntax/typescript/conditions.js";
import { callsWhere } from "../../syntax/typescript/calls.js";
import {
  type WrittenCall,
  constantValue,
  entriesOf,
  nameOf,
  namedValue,
  plainString,
  writtenCalls,
} from "../../syntax/written-calls.js";
import { debugExamples } from "./debug-in-production/examples.js";

export default defineRule({
  severity: "medium",
  // The file may never run in production. In Go, Java and Elixir by its examples only.
  confidence: 0.75,
  judged: { right: 9, arguable: 1, wrong: 0, projects: 9 },
  title: "Debugging aids on for every visitor",
  risk: "Error pages and profiles show code, settings and memory to whoever asks; the consoles of some frameworks also run code they are given.",
  fix: "Read the switch from the environment, off unless it is set for development.",
  cwe: [489, 215],
  match: { python: inPython, typescript: inTypeScript, go: inGo, java: inJava, elixir: inElixir },
  examples: debugExamples,
});

const framework = /^(?:flask|quart|fastapi|starlette|sanic|bottle|dash|aiohttp|django|connexion|web)\b/;
const appStart = /(?:^|\.)(?:run|run_server|FastAPI|Starlette|Application|FlaskApp|Sanic)$/;

function* inPython(subject: Subject<PythonTree>): Iterable<Hit> {
  const { source, outline } = subject;
  if (!/debug/i.test(source.text) || isDeveloperOnly(source.path)) return;
  const modules = outline.imports.map(({ module }) => module);
  const isServer = modules.some((module) => framework.test(module)) || /\bapp\b/.test(source.text);
  for (const written of isServer ? writtenCalls(subject, startsApp) : []) {
    if (namedValue(written.arguments, "debug") !== "True") continue;
    const [called] = pythonCalls(subject, (call) => call === written.call);
    if (called && pythonBranches(called.node).some(isForDevelopers)) continue;
    yield* started(subject, written);
  }
  yield* djangoSettings(subject);
}

/** Who starts a server for this machine alone shows its debugger to nobody else, and that is how it is used. */
function* started({ source, survey }: Code, { call, arguments: given, text }: WrittenCall): Iterable<Hit> {
  const isStart = /run(?:_server)?$/.test(call.callee);
  const host = namedValue(given, "host") ?? plainString(given[0]);
  const address = host === null ? null : (constantValue(source.text, host) ?? host);
  const isOpen = /0\.0\.0\.0|["']::["']/.test(`${text} ${address ?? ""}`);
  if (isStart && !isOpen && (address === null || plainString(address) !== null)) return;
  yield {
    at: call.span,
    edits: switchedOff(text, call.span.start, /\bdebug\s*=\s*(True)\b/g),
    issue: `\`${call.callee}\` is called with \`debug=True\`${isOpen ? " and listens on every address" : ""}.`,
    // Where the address comes from elsewhere, it may well be that of this machine.
    ...(isStart ? { confidence: isOpen && !isServedOtherwise(survey) ? 0.8 : 0.45 } : {}),
    ...(/\.run$/.test(call.callee)
      ? {
          scenario:
            "Werkzeug's debugger shows a console at every error; who gets past its PIN runs Python in this process.",
        }
      : {}),
  };
}

/** Visitors are served by a server made for it, so this start is the developers'; five of nine that were read were such. */
function isServedOtherwise({ files }: Survey): boolean {
  return [...files.values()].some(
    ({ source: { text }, tree }) =>
      tree.family === "text" && /\b(?:gunicorn|uwsgi|waitress|hypercorn|mod_wsgi|passenger)\b/i.test(text),
  );
}

/** `if in_debug_mode():`; whether the file is a script or a module says nothing of its visitors. */
function isForDevelopers({ condition }: Branch): boolean {
  return /debug|dev|local|env|test|prod/i.test(condition);
}

/** The one place of this call where it is switched on, when there is one only. */
function switchedOff(text: string, offset: number, pattern: RegExp): readonly Edit[] {
  const [found, another] = [...text.matchAll(pattern)];
  const value = found?.[1];
  if (!found || value === undefined || another) return [];
  const start = offset + found.index + found[0].length - value.length;
  return [{ at: { start, end: start + value.length }, text: value === "True" ? "False" : "false" }];
}

function startsApp({ callee, origin }: WrittenCall["call"]): boolean {
  if (!appStart.test(callee)) return false;
  return /(?:^|_|\.)app\.run(?:_server)?$|^\w*app\.run$/i.test(callee) || framework.test(origin ?? "");
}

/** Written at the margin: what an `if` decides is somebody's choice. */
function* djangoSettings(code: Code): Iterable<Hit> {
  const { path, text } = code.source;
  if (!/settings/.test(path) || !/\b(?:INSTALLED_APPS|MIDDLEWARE|ROOT_URLCONF)\b/.test(text)) return;
  const found = [...text.matchAll(/^DEBUG\s*=\s*(.+)$/gm)];
  const [only] = found;
  if (!only || found.length !== 1 || !/^True\b/.test(only[1] ?? "")) return;
  if (!servesOthers(text) || isSetAgain(code, text.slice(only.index))) return;
  yield {
    at: { start: only.index, end: only.index + only[0].trimEnd().length },
    issue:
      "`DEBUG = True` shows settings, queries and local variables on every error page, and `ALLOWED_HOSTS` lets others than this machine ask.",
  };
}

/** With `DEBUG` on and no host in the list, Django answers nobody but this machine. */
function servesOthers(text: string): boolean {
  const [, hosts] = /^ALLOWED_HOSTS\s*\+?=\s*([[(][^\])]*[\])]|.+)/m.exec(text) ?? [];
  if (hosts === undefined) return false;
  if (!/^[[(]/.test(hosts)) return true;
  return entriesOf(hosts).some((host) => !/^["'](?:\.?localhost|127\.[\d.]+|\[::1\])["']$/.test(host));
}

/** Other settings are read over these, or another module of the folder has settings for production. */
function isSetAgain({ source, survey }: Code, rest: string): boolean {
  if (
    /^\s*(?:from\s+\S*(?:local|override|secret|prod|private)\S*\s+import\s+\*|exec(?:file)?\(|include\()/m.test(
      rest,
    )
  )
    return true;
  return [...survey.files.values()].some(
    ({ source: { path, text } }) =>
      path !== source.path && parentOf(path) === parentOf(source.path) && /^\s*DEBUG\s*=/m.test(text),
  );
}

function isDeveloperOnly(path: string): boolean {
  return (
    isToolPath(path) ||
    /(?:^|[/_.-])(?:dev|devel|development|local|debug|test|testing|demo|example)s?[/_.-]/i.test(path)
  );
}

function* inTypeScript(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!/errorhandler/i.test(subject.source.text)) return;
  for (const { call, node } of callsWhere(subject, (one) =>
    /^errorhandler(?:\.default)?$/.test(nameOf(one)),
  )) {
    const isChosen = branchesAround(subject.tree, node).some(({ condition }) =>
      /env|dev|prod|debug/i.test(condition),
    );
    if (isChosen || isDeveloperOnly(subject.source.path)) continue;
    yield {
      at: call.span,
      issue: `\`${call.callee}\` answers every error with its stack trace, in production too.`,
    };
  }
}

function* inGo(subject: Subject<GoTree>): Iterable<Hit> {
  const { source, outline } = subject;
  const profiler = outline.imports.find(({ module }) => module === "net/http/pprof");
  if (!profiler || isDeveloperOnly(source.path) || isForProfiles.test(source.path)) return;
  for (const { call, arguments: given } of writtenCalls(subject, isListening)) {
    const { start } = call.span;
    const around = [lineAt(source.text, start), ...namesAround(outline, start)].join("\n");
    if (given.at(-1) !== "nil" || isForProfiles.test(around)) continue;
    const [called] = goCalls(subject, (one) => one === call);
    if (called && goBranches(called.node).length > 0) continue;
    yield {
      at: call.span,
      issue: `\`${call.callee}\` serves the default handlers, and importing net/http/pprof has put the profiler among them.`,
    };
  }
}

/** A listener for the profiler alone, by its name, by the port its documentation uses, or for this machine. */
const isForProfiles = /localhost|127\.0\.0\.1|debug|prof|:606\d|diagnos/i;

function isListening(call: WrittenCall["call"]): boolean {
  return /^net\/http\.ListenAndServe(?:TLS)?$/.test(nameOf(call));
}

function* inJava({ source }: Code): Iterable<Hit> {
  for (const found of source.text.matchAll(/@EnableWebSecurity\s*\(\s*debug\s*=\s*true\s*\)/g)) {
    yield {
      at: { start: found.index, end: found.index + found[0].length },
      edits: switchedOff(found[0], found.index, /\bdebug\s*=\s*(true)\b/g),
      issue: `\`${found[0]}\` writes every request, with its headers and session, to the log.`,
    };
  }
}

function* inElixir({ source }: Code): Iterable<Hit> {
  if (!/(?:^|\/)config\/(?:prod|runtime|config|releases)\.exs$/.test(source.path)) return;
  for (const found of source.text.matchAll(/\bdebug_errors:\s*true\b/g)) {
    yield {
      at: { start: found.index, end: found.index + found[0].length },
      edits: switchedOff(found[0], found.index, /\bdebug_errors:\s*(true)\b/g),
      issue: "`debug_errors: true` answers errors with code, parameters and session of the request.",
    };
  }
}
