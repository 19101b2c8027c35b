/** Every file, archive and client that a module opens is closed on every way out by what the language has for it. */
import { definePractice } from "../model/rule.js";
import { callsWhere } from "../syntax/python/calls.js";
import { goResources, javaResources, writtenExamples } from "./context-managed-resources/written.js";
import { ancestor, spanOf } from "../syntax/nodes.js";

/** Calls whose result `with` closes; that of a database driver mostly ends a transaction only. */
const opens =
  /^(?:aiofiles\.open|httpx\.(?:Async)?Client|aiohttp\.ClientSession|requests\.[sS]ession|aiosqlite\.connect|zipfile\.ZipFile|tarfile\.open|gzip\.open|socket\.(?:socket|create_connection)|smtplib\.SMTP(?:_SSL)?|tempfile\.(?:TemporaryDirectory|NamedTemporaryFile)|concurrent\.futures\.(?:Thread|Process)PoolExecutor)$/;
const fewestSites = 3;

export default definePractice({
  category: "operations",
  // All openings known by name are looked at; what is opened by a method of an object is not.
  confidence: 0.85,
  title: "Resources are closed on every way out",
  reason: "They are closed on every way out, an error included.",
  match: {
    go: goResources,
    java: javaResources,
    *python(subject) {
      const sites = callsWhere(
        subject,
        ({ callee, origin }) => callee === "open" || opens.test(origin ?? ""),
      );
      const [first] = sites;
      if (!first || sites.length < fewestSites) return;
      const isManaged = sites.every(
        ({ node }) => ancestor(node, "with_item", "block")?.kind() === "with_item",
      );
      const statement = ancestor(first.node, "with_item");
      if (!isManaged || !statement) return;
      yield {
        at: spanOf(statement),
        issue: `All ${String(sites.length)} places where this module opens a file, an archive or a client do so by \`with\`, which closes it on every way out.`,
      };
    },
  },
  examples: [
    {
      language: "python",
      bad: "import aiofiles\nimport tarfile\n\ndef load(path):\n    with open(path) as stream:\n        return stream.read()\n\nasync def read(path):\n    async with aiofiles.open(path) as stream:\n        return await stream.read()\n\ndef rows(path):\n    with tarfile.open(path) as box:\n        return box.getnames()\n",
      good: "import tarfile\n\ndef load(path):\n    with open(path) as stream:\n        return stream.read()\n\ndef save(path, text):\n    with open(path, 'w') as stream:\n        stream.write(text)\n\ndef rows(path):\n    box = tarfile.open(path)\n    return box.getnames()\n",
    },
    ...writtenExamples,
  ],
});
