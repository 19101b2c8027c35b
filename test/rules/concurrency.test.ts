/** What the examples of the concurrency rules cannot show: lines, severities and merged places. */
import { describe, expect, test } from "vitest";
import { loadRules } from "../../src/catalog/load-shelves.js";
import { runRules } from "../../src/examine/run-rules.js";
import { defaultPath, surveyCode } from "../survey-code.js";

const rules = await loadRules();

/** `line severity title` of each hit of one rule. */
async function hits(rule: string, language: string, code: string): Promise<readonly string[]> {
  const survey = await surveyCode({ [defaultPath(language)]: code });
  const shelf = { rules: rules.filter(({ id }) => id === rule), practices: [] };
  const leads = await runRules(survey, shelf, new AbortController().signal);
  expect(leads.failures).toEqual([]);
  return leads.claims.map(({ lines, severity, title }) => `${String(lines?.start)} ${severity} ${title}`);
}

const late = "Part of a published object created outside the lock";

describe("initialised-outside-lock", () => {
  test.each([
    ["no wait in between", "    async with", "    session.gate = Gate()", "5 low"],
    [
      "a wait in between",
      "    async with",
      "    await self.audit(key)\n    session.gate = Gate()",
      "6 medium",
    ],
    ["threads", "    with", "    session.gate = Gate()", "5 medium"],
    ["a companion entry", "    with", "    self.gates[key] = Gate()", "5 medium"],
  ])("%s", async (...[, lock, after, expected]) => {
    const code = `class Sessions:\n  async def ensure(self, key):\n${lock} self.lock:\n      session = self.sessions.setdefault(key, Session())\n${after}\n`;
    expect(await hits("initialised-outside-lock", "python", code)).toEqual([`${expected} ${late}`]);
  });
});

describe("check-then-act", () => {
  const act = "Check and act with a wait between them";
  test.each([
    ["a thing made twice", "this.link = await connect();", [`4 medium ${act}`]],
    ["a value fetched twice", "this.link = await fetchConfig();", []],
    ["two places, one wait", "const l = await open(); this.link = l; this.other = l;", [`4 medium ${act}`]],
  ])("%s", async (_name, body, expected) => {
    const code = `class Store {\n  async get() {\n\n    if (!this.link || !this.other) {\n      ${body}\n    }\n  }\n}\n`;
    expect(await hits("check-then-act", "typescript", code)).toEqual(expected);
  });

  test("an update computed from an old value has a title of its own", async () => {
    const code = "class Meter:\n  async def add(self):\n    self.total += await self.read()\n";
    expect(await hits("check-then-act", "python", code)).toEqual(["3 medium Update lost across a wait"]);
  });

  test("methods that usually run once count when the class calls them from several places", async () => {
    const method = "  async init() {\n    if (!this.link) this.link = await connect();\n  }\n";
    const once = `class A {\n${method}  async a() { await this.init(); }\n}\n`;
    const twice = `class A {\n${method}  async a() { await this.init(); }\n  async b() { await this.init(); }\n}\n`;
    expect(await hits("check-then-act", "typescript", once)).toEqual([]);
    expect(await hits("check-then-act", "typescript", twice)).toEqual([`3 medium ${act}`]);
  });
});

describe("dropped-task", () => {
  const listener = "socket.on('x', async () => { await work(); });\n";
  test.each([
    ["a server", `import "node:net";\n${listener}`, ["2 low Async event listener without error handling"]],
    ["a file that names neither", listener, []],
    ["a page", `import { useEffect } from "react";\n${listener}`, []],
  ])("listeners of %s", async (_name, code, expected) => {
    expect(await hits("dropped-task", "typescript", code)).toEqual(expected);
  });
});

describe("blocking-call-in-async", () => {
  test.each([
    ["time.sleep(1)", ["5 high Blocking call on the event loop"]],
    ["os.system('ls')", ["5 medium Blocking call on the event loop"]],
    ["time.sleep(0)", []],
  ])("%s", async (call, expected) => {
    const code = `import os\nimport time\nimport fastapi\nasync def poll():\n    ${call}\n`;
    expect(await hits("blocking-call-in-async", "python", code)).toEqual(expected);
  });

  test("a bot's loop serves everybody, whichever file the call stands in", async () => {
    const code = "import time\nasync def poll():\n    time.sleep(1)\n";
    const survey = await surveyCode({ "bot.py": "import discord\n", "plugins/poll.py": code });
    const chosen = rules.filter(({ id }) => id === "blocking-call-in-async");
    const { claims } = await runRules(survey, { rules: chosen, practices: [] }, new AbortController().signal);
    expect(claims.map(({ severity }) => severity)).toEqual(["high"]);
  });

  test("costs less where the loop serves nobody else", async () => {
    const code = "import time\nasync def poll():\n    time.sleep(1)\n";
    expect(await hits("blocking-call-in-async", "python", code)).toEqual([
      "3 medium Blocking call on the event loop",
    ]);
  });
});

test("a coroutine that only a trial of the module drops weighs less", async () => {
  const made = "async def save():\n    await store()\n\n";
  expect(await hits("coroutine-never-awaited", "python", `${made}def run():\n    save()\n`)).toEqual([
    "5 high Coroutine never awaited",
  ]);
  expect(
    await hits("coroutine-never-awaited", "python", `${made}if __name__ == "__main__":\n    save()\n`),
  ).toEqual(["5 medium Coroutine never awaited"]);
});
