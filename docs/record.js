// Records a first session in a real terminal and writes it to docs/terminal.md: node docs/record.js (after npm run build).
// Needs tmux and bash. The project it reviews is made up here, in a temporary folder.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { URL, fileURLToPath } from "node:url";

const columns = 92;
const rows = 34;
const program = fileURLToPath(new URL("../bin/session-review.js", import.meta.url));
const target = fileURLToPath(new URL("terminal.md", import.meta.url));
const socket = `session-review-record-${process.pid}`;
const top = mkdtempSync(join(tmpdir(), "session-review-record-"));

/** A small service with some defects, and enough plain code around it that there is something to watch. */
function makeProject() {
  const files = {
    "src/server.py": `"""The shop's web server."""
import pickle

from flask import Flask, request

app = Flask(__name__)


@app.route("/basket", methods=["POST"])
def basket():
    items = pickle.loads(request.data)
    return {"count": len(items)}


def totals(orders, seen={}):
    for order in orders:
        seen[order["id"]] = order["total"]
    return sum(seen.values())
`,
    "src/stock.ts": `import { readFileSync } from "node:fs";

const reserved = new Map<string, number>();

export async function reserve(id: string, count: number): Promise<boolean> {
  const taken = reserved.get(id) ?? 0;
  const limit = await limitOf(id);
  if (taken + count > limit) return false;
  reserved.set(id, taken + count);
  return true;
}

async function limitOf(id: string): Promise<number> {
  try {
    return Number(readFileSync(\`stock/\${id}\`, "utf8"));
  } catch {
    return 0;
  }
}
`,
  };
  for (let file = 0; file < 700; file++)
    files[`src/catalog/part-${file % 20}/item-${file}.ts`] = plainCode(file);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, "shop", path)), { recursive: true });
    writeFileSync(join(top, "shop", path), text);
  }
}

/** A table of prices: long, and nothing to find in it. */
function plainCode(file) {
  const lines = Array.from(
    { length: 150 },
    (_, i) => `  "article-${file}-${i}": { cents: ${i * 7 + file}, weight: ${i} },`,
  );
  return `export const prices${file} = {\n${lines.join("\n")}\n} as const;\n`;
}

/** The program under its own name, and a home without anything of this machine. */
function makeShell() {
  const folder = join(top, "bin");
  mkdirSync(folder);
  writeFileSync(join(folder, "session-review"), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(join(folder, "session-review"), 0o755);
  const env = { PATH: `${folder}:${process.env.PATH}`, HOME: top, LANG: "C.UTF-8" };
  const shell = "exec env PS1='$ ' bash --norc --noprofile";
  tmux(["-f", "/dev/null", "new-session", "-d", "-x", `${columns}`, "-y", `${rows}`, shell], {
    cwd: join(top, "shop"),
    env,
  });
}

function tmux(args, options = {}) {
  const { status, stdout, stderr } = spawnSync("tmux", ["-u", "-L", socket, ...args], {
    ...options,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`tmux ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** What stands on the screen, without empty lines at its end. */
function screen() {
  return tmux(["capture-pane", "-p"]).trimEnd();
}

async function shows(pattern) {
  for (let i = 0; i < 1200; i++) {
    const shown = screen();
    if (pattern.test(shown)) return shown;
    await wait(50);
  }
  throw new Error(`the screen never showed ${pattern}:\n${screen()}`);
}

async function type(line, until) {
  tmux(["send-keys", "-l", "clear"]);
  tmux(["send-keys", "Enter"]);
  await shows(/^\$$/);
  tmux(["send-keys", "-l", line]);
  tmux(["send-keys", "Enter"]);
  return shows(until);
}

async function press(key, until) {
  tmux(["send-keys", key]);
  return shows(until);
}

const prompt = /\n\$$/;

async function record() {
  const pages = [];
  const page = (title, text, shown) => pages.push(`## ${title}\n\n${text}\n\n\`\`\`text\n${shown}\n\`\`\`\n`);
  page(
    "Setting up",
    "Nothing needs to be set up. `init` writes a configuration in which every setting is a comment.",
    await type("session-review init", prompt),
  );
  page(
    "While it runs",
    "The view is drawn on stderr, and only for a person: not in a pipe, not in CI, not with `--quiet`.",
    await type("session-review src", /running rules [1-6]\d\d of|reviewers · 0/),
  );
  page(
    "The digest",
    "The whole report and the review are saved; the last line says why the exit code is what it is.",
    await shows(/exit \d[\s\S]*\n\$$/),
  );
  tmux(["resize-window", "-x", `${columns}`, "-y", "26"]);
  page(
    "Looking through the findings",
    "`session-review browse` opens the last review. `?` lists the keys.",
    await type("session-review browse", /\? help {2}q quit/),
  );
  page(
    "One finding",
    "Enter opens it: the place, why it matters, the way of the value, the fix.",
    await press("Enter", /\nFix\n|esc list/),
  );
  page("The keys", "`?`", await press("?", /any key goes back/));
  await press("Escape", /enter read/);
  tmux(["send-keys", "a"]);
  await shows(/reason for accepting it/);
  tmux(["send-keys", "-l", "only our own workers post here"]);
  page(
    "Accepting it",
    "`a` asks for a reason, and writes it into `.session-review/baseline.yml`.",
    await press("Enter", /accepted until/).then(withoutDay),
  );
  await press("q", /\$$/);
  return pages;
}

/** A page that says another day each time it is made would always differ. */
function withoutDay(text) {
  return text.replace(/until \d{4}-\d{2}-\d{2}/g, "until 2027-05-20");
}

try {
  makeProject();
  makeShell();
  const pages = await record();
  const head =
    "# A first session\n\nRecorded in a real terminal by [record.js](record.js): `npm run build && node docs/record.js`. Colours are not shown.\n";
  writeFileSync(target, `${head}\n${pages.join("\n")}`);
  process.stdout.write(`wrote docs/terminal.md\n`);
} finally {
  spawnSync("tmux", ["-L", socket, "kill-server"]);
  rmSync(top, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
