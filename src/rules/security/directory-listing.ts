/** A web server shows the names of all files in a folder. */
import { type Hit, defineRule } from "../../model/rule.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";
import { type WrittenCall, entriesOf, nameOf, namedValue, writtenCalls } from "../../syntax/written-calls.js";

export default defineRule({
  severity: "medium",
  // By its examples: the three hits on 33 projects lie in a sample that is vulnerable on purpose; a listing may be meant for everybody.
  confidence: 0.75,
  judged: { right: 3, arguable: 0, wrong: 0, projects: 1 },
  title: "Folder contents listed to visitors",
  risk: "Files that nobody links to (backups, keys, uploads of other people) are found by looking, and fetched.",
  fix: "Serve only files whose names are known; show a list that the program makes from what this visitor may see.",
  cwe: [548],
  match: inFamilies(["typescript", "python"], listings),
  examples: [
    {
      language: "javascript",
      bad: "const express = require('express');\nconst serveIndex = require('serve-index');\nconst app = express();\napp.use('/ftp', serveIndex('ftp', { icons: true }));\n",
      good: "const express = require('express');\nconst app = express();\napp.use('/files', express.static('files', { index: false }));\n",
    },
    {
      language: "typescript",
      bad: 'import serveIndex from "serve-index";\nimport express from "express";\nexport const app = express();\napp.use("/logs", serveIndex("logs"));\n',
      good: 'import fastifyStatic from "@fastify/static";\nimport type { FastifyInstance } from "fastify";\nexport const setUp = (app: FastifyInstance) => app.register(fastifyStatic, { root: "/srv/files", list: false });\n',
    },
    {
      language: "python",
      bad: 'from aiohttp import web\n\napp = web.Application()\napp.router.add_static("/uploads", "uploads", show_index=True)\n',
      good: 'from aiohttp import web\n\napp = web.Application()\napp.router.add_static("/uploads", "uploads", show_index=False)\n',
    },
  ],
});

function* listings(code: Code): Iterable<Hit> {
  if (!/serve-?index|show_index|fastify[-/]static|DirectoriesListed|setDirAllowed/i.test(code.source.text))
    return;
  for (const { call, ...written } of writtenCalls(code, isServing)) {
    if (listsFolder({ call, ...written }))
      yield {
        at: call.span,
        issue: `\`${call.callee}\` shows every visitor the names of all files in the folder.`,
      };
  }
}

function isServing(call: WrittenCall["call"]): boolean {
  return /^(?:koa-)?serve-index(?:\.default)?$|(?:^|\.)(?:add_static|StaticResource|register|setDirectoriesListed|setDirAllowed|static)$/.test(
    nameOf(call),
  );
}

function listsFolder({ call, arguments: given }: WrittenCall): boolean {
  const name = nameOf(call);
  if (/serve-index/.test(name)) return !given.some((one) => /\.well-known/.test(one));
  if (/(?:add_static|StaticResource|static)$/.test(name)) return namedValue(given, "show_index") === "True";
  if (/(?:setDirectoriesListed|setDirAllowed)$/.test(name)) return given[0] === "true";
  return /static/i.test(given[0] ?? "") && namedValue(given.slice(1).flatMap(entriesOf), "list") === "true";
}
