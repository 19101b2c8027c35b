/** A visitor is sent on to an address that came with the request. */
import { defineRule } from "../../model/rule.js";
import { type RequestUse, handedTo, requestMatchers } from "../../syntax/request-values.js";
import { followedFamilies, fromFlows } from "../../syntax/flow-hits.js";
import { lineOf } from "../../syntax/flow-text.js";

const guard =
  /startsWith|startswith|HasPrefix|isSafe|is_safe|url_has_allowed|isRelative|isLocal|SameSite|allow|whitelist|trusted|check_?(?:url|redirect|target|next|host)|valid|sanit|urlparse|urlsplit|new URL\(|url\.Parse|referer|hostname|netloc/i;

export default defineRule({
  severity: "medium",
  // By its examples: the two hits on 33 projects lie in samples that are vulnerable on purpose; a check in another function stays open.
  // In Go by its examples only; no hit met there on 34 real projects.
  confidence: 0.85,
  judged: { right: 1, arguable: 0, wrong: 1, projects: 0 },
  title: "Redirect to an address from the request",
  risk: "A link to this site takes its visitors to any other: a copy of the login page is believed because the link began here.",
  fix: "Accept only paths of this site (beginning with one slash, resolved against the own origin), or a key into a fixed list of targets.",
  trial: {
    name: "an address of another site",
    arrange: "the target `//elsewhere.example`",
    act: "run {it} with that target",
    assert: "the answer does not lead there",
  },
  cwe: [601],
  match: requestMatchers({
    harm: "redirect",
    typescript:
      /(?:^|\.)(?:res|response|reply|ctx|c|context)\.redirect$|^next\/server\.NextResponse\.redirect$/,
    python:
      /^(?:flask|quart|django\.shortcuts|sanic\.response|bottle)\.redirect$|(?:^|\.)(?:HttpResponseRedirect|RedirectResponse|HTTPFound)$/,
    go: /^net\/http\.Redirect$|^c\.Redirect$/,
    java: /\.sendRedirect$/,
    argument: ({ callee }, count) =>
      /^http\.Redirect$/.test(callee) ? 2 : takesStatusFirst(callee) ? count - 1 : 0,
    judge: (use) => (isOpen(use) ? { at: use.at, issue: `${handedTo(use)}: it may name any site.` } : null),
  }),
  reads: followedFamilies,
  project: fromFlows({
    harm: "redirect",
    worst: "medium",
    effect: "it may name any site",
    // Who looks at a target before it is used looks for the one thing that matters.
    trustsChecks: true,
    isHarmless: ({ value, steps }, survey) =>
      isPageBefore(value) || isOwnAddress.test(value) || isPageBefore(lineOf(survey, steps.at(-1))),
  }),
  examples: [
    {
      language: "javascript",
      bad: "exports.go = (req, res) => res.redirect(req.query.url);\n",
      good: "exports.go = (req, res) => {\n  const target = String(req.query.url);\n  if (!target.startsWith('/') || target.startsWith('//')) return res.redirect('/');\n  return res.redirect(target);\n};\nexports.show = (req, res) => res.redirect(`/items/${req.params.id}`);\nexports.again = (req, res) => res.redirect(req.originalUrl);\nexports.back = (req, res) => res.redirect(req.get('Referrer') || '/');\n",
    },
    {
      language: "typescript",
      bad: 'import type { Request, Response } from "express";\nexport function done(req: Request, res: Response) {\n  const { next } = req.query as { next: string };\n  res.redirect(302, next);\n}\n',
      good: 'import type { Request, Response } from "express";\nconst targets: Record<string, string> = { home: "/", help: "/help" };\nexport function done(req: Request, res: Response) {\n  res.redirect(302, targets[String(req.query.next)] ?? "/");\n}\n',
    },
    {
      language: "python",
      bad: 'from flask import redirect, request\n\ndef login():\n    return redirect(request.args.get("next"))\n',
      good: 'from flask import redirect, request, url_for\n\ndef login():\n    target = request.args.get("next")\n    if not target.startswith("/"):\n        return redirect(url_for("home"))\n    return redirect(target)\n\ndef show():\n    return redirect("/items/" + request.args["id"])\n',
    },
    {
      language: "go",
      bad: 'package web\n\nimport "net/http"\n\nfunc login(w http.ResponseWriter, r *http.Request) {\n\tnext := r.URL.Query().Get("next")\n\thttp.Redirect(w, r, next, http.StatusFound)\n}\n',
      good: 'package web\n\nimport "net/http"\n\nfunc login(w http.ResponseWriter, r *http.Request) {\n\tnext := clean(r.URL.Query().Get("next"))\n\thttp.Redirect(w, r, next, http.StatusFound)\n}\n\nfunc secure(w http.ResponseWriter, r *http.Request) {\n\tr.URL.Scheme = "https"\n\thttp.Redirect(w, r, r.URL.String(), http.StatusMovedPermanently)\n}\n',
    },
    {
      language: "java",
      bad: 'import jakarta.servlet.http.*;\n\nclass Login {\n  void done(HttpServletRequest request, HttpServletResponse response) throws Exception {\n    response.sendRedirect(request.getParameter("next"));\n  }\n}\n',
      good: 'import jakarta.servlet.http.*;\n\nclass Login {\n  void done(HttpServletRequest request, HttpServletResponse response) throws Exception {\n    response.sendRedirect("/welcome?name=" + request.getParameter("next"));\n  }\n  void go(HttpServletRequest request, HttpServletResponse response) throws Exception {\n    String next = request.getParameter("next");\n    if (Sites.checkURL(next) == null) {\n      return;\n    }\n    response.sendRedirect(next);\n  }\n}\n',
    },
  ],
});

/** `res.redirect(302, url)` and gin's `c.Redirect(302, url)`; Koa and Hono take the address first. */
function takesStatusFirst(callee: string): boolean {
  return /^(?:res|response|reply)\.redirect$|^c\.Redirect$/.test(callee);
}

function isOpen({ isAtStart, bareScope, value }: RequestUse): boolean {
  return isAtStart && !isPageBefore(value) && !isOwnAddress.test(value) && !guard.test(bareScope);
}

/** What was asked for, asked for again: mostly by `https` or with a slash more. */
const isOwnAddress = /\boriginalUrl$|\bURL\.(?:String|RequestURI)\(\)$|\bRequestURI$/;

/** The browser writes the page the visitor comes from: whoever made that page could have led elsewhere itself. */
function isPageBefore(value: string): boolean {
  return /\breferr?er\b/i.test(value);
}
