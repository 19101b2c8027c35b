/** A server is started with its debugging aids on, whoever its visitors are. */
import { type Edit, type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Tree } from "../../model/tree.js";
import type { Code } from "../../syntax/in-families.js";
import { lineAt } from "../../syntax/surroundings.js";
import { isToolPath } from "../../syntax/tool-paths.js";
import { branchesAround } from "../../syntax/typescript/conditions.js";
import { callsWhere } from "../../syntax/typescript/calls.js";
import { type WrittenCall, nameOf, namedValue, writtenCalls } from "../../syntax/written-calls.js";

export default defineRule({
  severity: "medium",
  // By its examples: the three hits on 33 projects lie in samples that are vulnerable on purpose; the file may never run in production.
  // In Go, Java and Elixir by its examples only; no hit met there on 34 real projects.
  confidence: 0.75,
  judged: { right: 6, arguable: 9, wrong: 6, projects: 21 },
  title: "Debugging aids on for every visitor",
  risk: "Error pages and profiles show code, settings and memory to whoever asks; the consoles of some frameworks also run code they are given.",
  fix: "Read the switch from the environment, off unless it is set for development.",
  cwe: [489, 215],
  match: { python: inPython, typescript: inTypeScript, go: inGo, java: inJava, elixir: inElixir },
  examples: [
    {
      language: "python",
      bad: 'from flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == "__main__":\n    app.run(host="0.0.0.0", port=5000, debug=True)\n',
      good: 'import os\n\nfrom flask import Flask\n\napp = Flask(__name__)\n# app.run(debug=True) is for your own machine\nif __name__ == "__main__":\n    app.run(host="0.0.0.0", debug=os.environ.get("FLASK_DEBUG") == "1")\n\ndef other(runner):\n    runner.run(debug=True)\n',
    },
    {
      language: "python",
      path: "shop/settings.py",
      bad: 'from pathlib import Path\n\nDEBUG = True\nINSTALLED_APPS = ["django.contrib.auth"]\nROOT_URLCONF = "shop.urls"\n',
      good: 'import os\n\nDEBUG = os.environ.get("DEBUG") == "1"\nINSTALLED_APPS = ["django.contrib.auth"]\nROOT_URLCONF = "shop.urls"\nif os.environ.get("LOCAL"):\n    DEBUG = True\n',
    },
    {
      language: "python",
      path: "shop/settings/base.py",
      bad: 'DEBUG = True\nMIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]\n',
      good: 'DEBUG = False\nMIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]\n',
    },
    {
      language: "python",
      bad: 'from fastapi import FastAPI\n\napp = FastAPI(title="Shop", debug=True)\n',
      good: 'from fastapi import FastAPI\n\napp = FastAPI(title="Shop", debug=False)\n',
    },
    {
      language: "javascript",
      bad: "const express = require('express');\nconst errorhandler = require('errorhandler');\nconst app = express();\napp.use(errorhandler());\n",
      good: "const express = require('express');\nconst errorhandler = require('errorhandler');\nconst app = express();\nif (process.env.NODE_ENV === 'development') app.use(errorhandler());\n",
    },
    {
      language: "go",
      bad: 'package main\n\nimport (\n\t"net/http"\n\t_ "net/http/pprof"\n)\n\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n',
      good: 'package main\n\nimport (\n\t"net/http"\n\t_ "net/http/pprof"\n)\n\nfunc main() {\n\tgo http.ListenAndServe("localhost:6060", nil)\n\thttp.ListenAndServe(":8080", http.NewServeMux())\n}\n',
    },
    {
      language: "java",
      bad: "import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;\n\n@EnableWebSecurity(debug = true)\nclass Config {}\n",
      good: "import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;\n\n@EnableWebSecurity(debug = false)\nclass Config {}\n",
    },
    {
      language: "elixir",
      path: "config/prod.exs",
      bad: "import Config\n\nconfig :shop, ShopWeb.Endpoint, debug_errors: true\n",
      good: "import Config\n\nconfig :shop, ShopWeb.Endpoint, debug_errors: false\n",
    },
  ],
});

const framework = /^(?:flask|quart|fastapi|starlette|sanic|bottle|dash|aiohttp|django|connexion|web)\b/;
const appStart = /(?:^|\.)(?:run|run_server|FastAPI|Starlette|Application|FlaskApp|Sanic)$/;

function* inPython(code: Code): Iterable<Hit> {
  const { source, outline } = code;
  if (!/debug/i.test(source.text) || isDeveloperOnly(source.path)) return;
  const modules = outline.imports.map(({ module }) => module);
  const isServer = modules.some((module) => framework.test(module)) || /\bapp\b/.test(source.text);
  for (const { call, arguments: given, text } of isServer ? writtenCalls(code, startsApp) : []) {
    if (namedValue(given, "debug") !== "True" || isConditional(source.text, call.span.start)) continue;
    const isOpen = /0\.0\.0\.0/.test(text);
    yield {
      at: call.span,
      edits: switchedOff(text, call.span.start, /\bdebug\s*=\s*(True)\b/g),
      issue: `\`${call.callee}\` is called with \`debug=True\`${isOpen ? " and listens on every address" : ""}.`,
      ...(isOpen && /run$/.test(call.callee) ? { confidence: 0.8 } : {}),
      ...(/\.run$/.test(call.callee)
        ? {
            scenario:
              "Werkzeug's debugger shows a console at every error; who gets past its PIN runs Python in this process.",
          }
        : {}),
    };
  }
  yield* djangoSettings(code);
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
function* djangoSettings({ source }: Code): Iterable<Hit> {
  if (!/settings/.test(source.path) || !/\b(?:INSTALLED_APPS|MIDDLEWARE|ROOT_URLCONF)\b/.test(source.text))
    return;
  const found = [...source.text.matchAll(/^DEBUG\s*=\s*(.+)$/gm)];
  const last = found.at(-1);
  if (!last || found.length !== 1 || last[1]?.trim() !== "True") return;
  yield {
    at: { start: last.index, end: last.index + last[0].trimEnd().length },
    issue: "`DEBUG = True` shows settings, queries and local variables on every error page.",
  };
}

function isDeveloperOnly(path: string): boolean {
  return (
    isToolPath(path) ||
    /(?:^|[/_.-])(?:dev|devel|development|local|debug|test|testing|demo|example)s?[/_.-]/i.test(path)
  );
}

function isConditional(text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - 200), offset);
  return /\b(?:if|elif|else)\b[^\n]*(?:debug|dev|local|env|test)[^\n]*:\s*$/i.test(before.trimEnd());
}

function* inTypeScript(subject: Subject<Extract<Tree, { family: "typescript" }>>): Iterable<Hit> {
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

function* inGo(code: Code): Iterable<Hit> {
  const { source, outline } = code;
  const profiler = outline.imports.find(({ module }) => module === "net/http/pprof");
  if (!profiler || isDeveloperOnly(source.path)) return;
  for (const { call, arguments: given } of writtenCalls(code, isListening)) {
    if (
      given.at(-1) !== "nil" ||
      /localhost|127\.0\.0\.1|debug|pprof|prof/i.test(lineAt(source.text, call.span.start))
    )
      continue;
    yield {
      at: call.span,
      issue: `\`${call.callee}\` serves the default handlers, and importing net/http/pprof has put the profiler among them.`,
    };
  }
}

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
