/** The server calls an address that came with the request. */
import { type Hit, defineRule } from "../../model/rule.js";
import { type RequestUse, handedTo, requestMatchers, withoutStrings } from "../../syntax/request-values.js";
import { followedFamilies, fromFlows } from "../../syntax/flow-hits.js";
import { sendingAt } from "../../syntax/flow-senders.js";
import type { Code } from "../../syntax/in-families.js";
import { doubtful, isMeant, surestOf } from "./url-from-request/known-addresses.js";

const guard =
  /allow|whitelist|trusted|valid|is_?Private|is_?Public|ssrf|hostname|netloc|urlparse|new URL\(|url\.Parse|is_?safe|startsWith|startswith|HasPrefix|sanit|agent\b/i;

export default defineRule({
  // Medium: many programs are meant to call what their users name (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Within one function; a check in another stays open. What is followed has a confidence of its own.
  confidence: 0.8,
  judged: { right: 8, arguable: 9, wrong: 3, projects: 14 },
  title: "Server calls an address from the request",
  risk: "The server is inside the network and the sender is not: it fetches the metadata of the cloud machine and the pages of internal services for them.",
  fix: "Accept only hosts of a fixed list; otherwise resolve the name, refuse private, link-local and loopback addresses, and connect to exactly the address that was checked.",
  trial: {
    name: "an address inside the network",
    arrange: "a server on `127.0.0.1` that counts requests",
    act: "run {it} with the address of that server",
    assert: "the request is refused, and the server counted none",
  },
  cwe: [918],
  fold: "file",
  match: requestMatchers({
    harm: "url",
    typescript:
      /^(?:fetch|node-fetch\.default|undici\.(?:fetch|request)|axios(?:\.default)?(?:\.(?:get|post|put|head|request))?|got(?:\.default)?(?:\.\w+)?|needle(?:\.default)?\.\w+|superagent\.get|request(?:\.default)?(?:\.(?:get|post|head))?|https?\.(?:default\.)?(?:get|request))$/,
    python: /^(?:requests|httpx)\.(?:get|post|put|head|request)$|^urllib\.request\.(?:urlopen|urlretrieve)$/,
    go: /^net\/http\.(?:Get|Post|Head)$/,
    java: /^java\.net\.(?:URL|URI\.create)$/,
    argument: ({ callee }) => (/^(?:requests|httpx)\.request$/.test(callee) ? 1 : 0),
    judge: (use, code) => (isOpen(use) ? describe(use, code) : null),
  }),
  reads: followedFamilies,
  project: fromFlows({
    harm: "url",
    worst: "high",
    effect: "it may name any host, also those inside the network",
    // What a page calls, the browser of its user calls.
    entries: ["http", "message"],
    surest: surestOf,
  }),
  examples: [
    {
      language: "javascript",
      bad: "exports.preview = async (req, res) => {\n  const answer = await fetch(req.query.url);\n  res.send(await answer.text());\n};\n",
      good: "exports.preview = async (req, res) => {\n  const answer = await fetch(`https://api.example.com/items/${req.query.id}`);\n  res.send(await answer.text());\n};\nexports.checked = async (req, res) => {\n  const target = new URL(req.query.url);\n  if (target.hostname !== 'images.example.com') return res.sendStatus(400);\n  return res.send(await (await fetch(req.query.url)).text());\n};\n",
    },
    {
      language: "python",
      bad: 'import requests\nfrom flask import request\n\ndef preview():\n    url = request.json["url"]\n    return requests.get(url, timeout=5).text\n',
      good: 'import requests\nfrom flask import request\n\ndef preview():\n    name = request.json["name"]\n    return requests.get(f"https://api.example.com/{name}", timeout=5).text\n',
    },
    {
      language: "go",
      bad: 'package web\n\nimport "net/http"\n\nfunc preview(w http.ResponseWriter, r *http.Request) {\n\tif answer, err := http.Get(r.FormValue("url")); err == nil {\n\t\tanswer.Write(w)\n\t}\n}\n',
      good: 'package web\n\nimport "net/http"\n\nfunc preview(w http.ResponseWriter, r *http.Request) {\n\tif answer, err := http.Get("https://api.example.com/" + r.FormValue("id")); err == nil {\n\t\tanswer.Write(w)\n\t}\n}\n',
    },
    {
      language: "java",
      bad: 'import java.net.URL;\nimport jakarta.servlet.http.*;\n\nclass Preview {\n  Object load(HttpServletRequest request) throws Exception {\n    return new URL(request.getParameter("url")).getContent();\n  }\n}\n',
      good: 'import java.net.URL;\nimport jakarta.servlet.http.*;\n\nclass Preview {\n  Object load(HttpServletRequest request) throws Exception {\n    return new URL("https://api.example.com/" + request.getParameter("id")).getContent();\n  }\n}\n',
    },
    {
      language: "javascript",
      // What a page loads, the browser of its user loads.
      bad: "const express = require('express');\nconst app = express();\napp.get('/preview', async (req, res) => {\n  const address = req.query.address;\n  res.send(await (await fetch(address)).text());\n});\n",
      good: "export async function load() {\n  const server = new URLSearchParams(window.location.search).get('server');\n  return (await fetch(server)).json();\n}\n",
    },
  ],
});

function describe(use: RequestUse, { source, survey }: Code): Hit {
  const issue = `${handedTo(use)}: it may name any host.`;
  const isDoubtful = isMeant(sendingAt(survey, source.path, use.at.start), use.value);
  return { at: use.at, issue, ...(isDoubtful ? { confidence: doubtful } : {}) };
}

function isOpen({ isAtStart, bareScope, value }: RequestUse): boolean {
  // The address itself is no check of it.
  return isAtStart && !guard.test(bareScope.replace(withoutStrings(`new URL(${value})`), ""));
}
