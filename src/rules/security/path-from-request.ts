/** A file is opened by a path that came with the request. */
import { type Hit, defineRule } from "../../model/rule.js";
import { type RequestUse, handedTo, requestMatchers } from "../../syntax/request-values.js";
import { followedFamilies, fromFlows } from "../../syntax/flow-hits.js";
import { staysInside, surestOf } from "./path-from-request/stays-inside.js";

const guard =
  /basename|startsWith|startswith|HasPrefix|normali[sz]e|relative\(|Rel\(|is_relative_to|commonpath|realpath|secure_filename|safe_join|send_from_directory|sanit|allow|whitelist|valid|IsLocal|\.Base\(|\broot\s*:/i;

export default defineRule({
  // Medium: high only where a request's value is followed into it (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Within one function; a check in another stays open. What is followed has a confidence of its own.
  confidence: 0.8,
  judged: { right: 15, arguable: 8, wrong: 9, projects: 22 },
  title: "File path from the request",
  risk: "A path with `../` in it leaves the folder: settings, keys and other people's files are read, or overwritten where the call writes.",
  fix: "Resolve the path and refuse it unless it lies below the folder, or keep only the last part of the name; better look the file up by an id.",
  trial: {
    name: "a name that climbs out of the folder",
    arrange: "a file outside of the folder, and the name `../outside.txt`",
    act: "run {it} with that name",
    assert: "the request is refused, and nothing of the file is in the answer",
  },
  cwe: [22],
  match: requestMatchers({
    harm: "path",
    typescript:
      /^(?:fs|fs-extra|fs\/promises)\.(?:default\.|promises\.)?(?:readFile|readFileSync|createReadStream|createWriteStream|writeFile|writeFileSync|appendFile|unlink|unlinkSync|rm|rmSync|readdir|readdirSync|open|openSync)$|(?:^|\.)(?:res|response|reply)\.(?:sendFile|sendfile|download)$/,
    python:
      /^(?:open|io\.open|aiofiles\.open|codecs\.open|os\.(?:remove|unlink|listdir|rmdir)|shutil\.rmtree|flask\.send_file|quart\.send_file)$|(?:^|\.)FileResponse$/,
    go: /^os\.(?:Open|ReadFile|Create|Remove|RemoveAll|WriteFile|OpenFile)$|^io\/ioutil\.(?:ReadFile|WriteFile|ReadDir)$|^net\/http\.ServeFile$/,
    java: /(?:^|\.)(?:File|FileInputStream|FileReader|FileOutputStream)$|(?:^|\.)(?:Paths\.get|Path\.of)$/,
    argument: ({ callee }) => (/^http\.ServeFile$/.test(callee) ? 2 : 0),
    judge: (use) => (isOpen(use) ? describe(use) : null),
  }),
  reads: followedFamilies,
  project: fromFlows({
    harm: "path",
    worst: "high",
    effect: "any `../` in it leaves the folder",
    isHarmless: staysInside,
    surest: surestOf,
  }),
  examples: [
    {
      language: "javascript",
      bad: "const fs = require('fs');\nconst path = require('path');\nexports.show = (req, res) => fs.createReadStream(path.join('uploads', req.query.name)).pipe(res);\n",
      good: "const fs = require('fs');\nconst path = require('path');\nexports.show = (req, res) => fs.createReadStream(path.join('uploads', path.basename(req.query.name))).pipe(res);\nexports.page = (req, res) => fs.createReadStream(path.join('pages', `${Number(req.query.page)}.html`)).pipe(res);\nexports.upload = (req, res) => fs.createReadStream(req.file.path).pipe(res);\nexports.episode = async (req, res) => {\n  const feed = await Feed.findOne({ slug: req.params.slug });\n  const file = feed.pathOfEpisode(req.params.id);\n  res.sendFile(file);\n};\n",
    },
    {
      language: "typescript",
      bad: 'import type { Request, Response } from "express";\nexport const download = (req: Request, res: Response) => res.download(`/srv/files/${req.params.name}`);\n',
      good: 'import type { Request, Response } from "express";\nexport const download = (req: Request, res: Response) => res.sendFile(req.params.name ?? "", { root: "/srv/files" });\n',
    },
    {
      language: "python",
      bad: 'from flask import request\n\ndef show():\n    with open("/srv/files/" + request.args["name"]) as file:\n        return file.read()\n',
      good: 'from flask import request\nfrom werkzeug.utils import secure_filename\n\ndef show():\n    with open("/srv/files/" + secure_filename(request.args["name"])) as file:\n        return file.read()\n\ndef page():\n    with open(f"/srv/pages/{int(request.args[\'page\'])}.html") as file:\n        return file.read()\n',
    },
    {
      language: "go",
      bad: 'package web\n\nimport (\n\t"net/http"\n\t"os"\n)\n\nfunc show(w http.ResponseWriter, r *http.Request) {\n\tdata, err := os.ReadFile(r.URL.Query().Get("name"))\n\tif err == nil {\n\t\tw.Write(data)\n\t}\n}\n',
      good: 'package web\n\nimport (\n\t"net/http"\n\t"os"\n\t"path/filepath"\n)\n\nfunc show(w http.ResponseWriter, r *http.Request) {\n\tname := filepath.Base(r.URL.Query().Get("name"))\n\tdata, err := os.ReadFile(name)\n\tif err == nil {\n\t\tw.Write(data)\n\t}\n}\n',
    },
    {
      language: "java",
      bad: 'import java.io.File;\nimport jakarta.servlet.http.*;\n\nclass Files {\n  File find(HttpServletRequest request) {\n    String name = request.getParameter("name");\n    return new File(name);\n  }\n}\n',
      good: 'import java.io.File;\nimport jakarta.servlet.http.*;\n\nclass Files {\n  File find(HttpServletRequest request, String folder) {\n    String name = request.getParameter("name");\n    log(name);\n    return new File(folder);\n  }\n}\n',
    },
    {
      language: "javascript",
      // Multer keeps the last part of a name only.
      bad: "const express = require('express');\nconst fs = require('fs');\nconst path = require('path');\nconst app = express();\napp.post('/pictures', (req, res) => {\n  fs.writeFileSync(path.join('pictures', req.body.name), req.body.data);\n  res.end();\n});\n",
      good: "const express = require('express');\nconst fs = require('fs');\nconst path = require('path');\nconst app = express();\napp.post('/pictures', (req, res) => {\n  fs.writeFileSync(path.join('pictures', req.file.originalname), req.file.buffer);\n  res.end();\n});\n",
    },
    {
      language: "python",
      // An upload that is unpacked names no file, nor does the end of its name; what stands behind a fresh name in the same
      // part leads nowhere.
      bad: "import os\nfrom flask import Flask, request\napp = Flask(__name__)\n\n@app.route('/files', methods=['POST'])\ndef keep():\n    upload = request.files.get('file')\n    with open(os.path.join('files', upload.filename), 'wb') as out:\n        out.write(upload.read())\n    return ''\n",
      good: "import os\nimport uuid\nimport zipfile\nfrom flask import Flask, request\napp = Flask(__name__)\n\n@app.route('/files', methods=['POST'])\ndef keep():\n    upload = request.files.get('file')\n    names = zipfile.ZipFile(upload).namelist()\n    return str(len(names))\n\n@app.route('/pictures', methods=['POST'])\ndef picture():\n    upload = request.files.get('file')\n    extension = upload.filename.rsplit('.', 1)[-1]\n    with open(f'pictures/{uuid.uuid4().hex}.{extension}', 'wb') as out:\n        out.write(upload.read())\n    return ''\n\n@app.route('/copies', methods=['POST'])\ndef copy():\n    upload = request.files.get('file')\n    path = os.path.join('files', f\"{uuid.uuid4().hex}_{upload.filename}\")\n    with open(path, 'wb') as out:\n        out.write(upload.read())\n    return ''\n",
    },
    {
      language: "go",
      // The library keeps the last part of the name only.
      bad: 'package web\n\nimport (\n\t"net/http"\n\t"os"\n)\n\nfunc keep(w http.ResponseWriter, r *http.Request) {\n\tos.Create("files/" + r.FormValue("name"))\n}\n',
      good: 'package web\n\nimport (\n\t"net/http"\n\t"os"\n)\n\nfunc keep(w http.ResponseWriter, r *http.Request) {\n\t_, header, err := r.FormFile("file")\n\tif err == nil {\n\t\tos.Create("files/" + header.Filename)\n\t}\n}\n',
    },
  ],
});

function describe(use: RequestUse): Hit {
  return { at: use.at, issue: `${handedTo(use)}, with any \`../\` in it.` };
}

function isOpen({ call, scope, bareScope, value }: RequestUse): boolean {
  if (guard.test(bareScope) || /["'`]\.\./.test(scope)) return false;
  // A part of a Python route's path cannot hold a slash.
  const inPath = new RegExp(`["'/][^"'\\n]*[<{](?:string:|int:)?${value.replace(/\W/g, ".")}[>}]`);
  return !(/^\w+$/.test(value) && inPath.test(scope)) && !/^(?:URL|Blob)$/.test(call.callee);
}
