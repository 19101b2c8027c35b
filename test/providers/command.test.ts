/** A command as an engine: a question on stdin, an answer on stdout, and nothing left running. */
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Completion, CompletionRequest } from "../../src/model/completion.js";
import { commandProvider } from "../../src/providers/command.js";
import { openEnvelope } from "../../src/providers/envelope.js";
import { question } from "./server.js";

const folder = mkdtempSync(join(tmpdir(), "command-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A command that is a little script for Node. */
function script(code: string, ...rest: readonly string[]): readonly string[] {
  return [process.execPath, "-e", code, ...rest];
}

interface Settings {
  readonly argv: readonly string[];
  readonly signal?: AbortSignal;
  readonly deadlineMs?: number;
}

async function ask(settings: Settings, changes: Partial<CompletionRequest> = {}): Promise<Completion> {
  const { argv, signal = new AbortController().signal, deadlineMs = 20_000 } = settings;
  return commandProvider({ argv, folder, deadlineMs }).complete(
    question({ level: "text", ...changes }),
    signal,
  );
}

describe("a question and its answer", () => {
  test("the whole prompt arrives on stdin, and stdout is the answer", async () => {
    const turns = [
      { role: "assistant" as const, text: "[]" },
      { role: "user" as const, text: "An object." },
    ];
    const prompt = { rules: "Be right.", shared: "1| ä", own: "Look.", turns };
    let begun = 0;
    const onFirstContent = (): void => void begun++;
    const answer = await ask(
      { argv: script("process.stdin.pipe(process.stdout)") },
      { prompt, onFirstContent },
    );
    expect(answer).toEqual({
      text: "Be right.\n\n1| ä\n\nLook.\n\nYou answered:\n\n[]\n\nTo that:\n\nAn object.",
      stop: "end",
      usage: { input: null, cacheRead: null, cacheWrite: null, output: null },
      model: "test-model",
      limits: { requests: null, tokens: null },
    });
    expect(begun).toBe(1);
  });

  test("no shell reads the arguments, and the folder is the one given", async () => {
    const code = "process.stdout.write(process.argv[1] + process.cwd())";
    const { text } = await ask({ argv: script(code, "$HOME; `id` && x | 'y'") });
    expect(text).toBe(`$HOME; \`id\` && x | 'y'${realpathSync(folder)}`);
  });

  test("a command may answer without reading the question", async () => {
    const prompt = { ...question().prompt, shared: "x".repeat(3_000_000) };
    expect((await ask({ argv: script("process.stdout.write('{}')") }, { prompt })).text).toBe("{}");
  });

  test("where it goes is named without the folders of this machine", () => {
    const { destination } = commandProvider({ argv: ["/opt/x/claude", "-p"], folder, deadlineMs: 1 });
    expect(destination).toBe("the command claude");
  });

  test.each(["schema", "json"] as const)("level %s is refused without starting anything", async (level) => {
    await expect(ask({ argv: ["no-such-command"] }, { level })).rejects.toMatchObject({
      kind: "unsupported-parameter",
      details: { parameter: "response_format" },
    });
  });
});

describe("what goes wrong", () => {
  const fail = (words: string, code = 1): readonly string[] =>
    script(`process.stderr.write(${JSON.stringify(words)}); process.exitCode = ${code}`);
  const result = (text: string): readonly string[] =>
    script(
      `process.stdout.write(${JSON.stringify(JSON.stringify({ type: "result", is_error: true, result: text }))})`,
    );

  test.each<[string, readonly string[], string, string]>([
    ["a missing command", ["no-such-command-here"], "bad-request", "there is no such command"],
    ["no command at all", [], "bad-request", "cannot be started"],
    ["an exit code", fail("", 3), "server", "exit code 3"],
    ["no login", fail("Invalid API key · Please run /login"), "authentication", "/login"],
    ["a spent subscription", fail("Claude AI usage limit reached|1790000000"), "spend-limit", "usage limit"],
    ["too many requests", fail("HTTP 429 Too Many Requests"), "rate-limit", "429"],
    ["a wrong option", fail("error: unknown option '--x'"), "bad-request", "unknown option"],
    ["control characters", fail("\u001b[31mred"), "server", "\\x1b[31mred"],
    ["an error wrapped as an answer", result("Credit balance is too low"), "payment", "Credit balance"],
    ["its own end", script("process.kill(process.pid, 'SIGKILL')"), "server", "ended by a signal"],
  ])("%s", async (_, argv, kind, words) => {
    const error: unknown = await ask({ argv }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind });
    expect((error as Error).message).toContain(words);
  });

  test("words of an answer about code are no excuse of the command, and are kept", async () => {
    const text = "the rate limit of the API key is wrong. ".repeat(50);
    const argv = script(`process.stdout.write(${JSON.stringify(text)}); process.exitCode = 1`);
    await expect(ask({ argv })).rejects.toMatchObject({ kind: "server", details: { partial: text } });
  });

  test("a command that does not stop talking is ended", async () => {
    const argv = script("const go = () => process.stdout.write('x'.repeat(65536), go); go()");
    await expect(ask({ argv })).rejects.toMatchObject({ kind: "malformed" });
  });

  test("a command that takes too long is ended, and what it said is kept", async () => {
    const argv = script("process.stdout.write('{'); setInterval(() => undefined, 1000)");
    await expect(ask({ argv, deadlineMs: 700 })).rejects.toMatchObject({
      kind: "stalled",
      details: { partial: "{" },
    });
  });

  test("a call that is given up before it begins starts nothing", async () => {
    const mark = join(folder, "started");
    const argv = script(`require("node:fs").writeFileSync(${JSON.stringify(mark)}, "")`);
    await expect(ask({ argv, signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: "interrupted" });
    expect(existsSync(mark)).toBe(false);
  });

  const stay = "process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000);";
  const leave = "setInterval(() => undefined, 1000);";

  test.skipIf(process.platform === "win32").each([
    ["both want to stay", stay],
    ["it leaves its child behind", leave],
  ])("giving up ends the command and what it started, even where %s", async (_, manner) => {
    const pids = join(folder, "pids");
    const argv = script(`
      const { spawn } = require("node:child_process");
      const child = spawn(process.execPath, ["-e", ${JSON.stringify(stay)}], { stdio: "inherit" });
      ${manner}
      require("node:fs").writeFileSync(${JSON.stringify(pids)}, process.pid + " " + child.pid);
      setTimeout(() => process.stdout.write("{"), 500);
    `);
    const controller = new AbortController();
    const onFirstContent = (): void => controller.abort();
    const asked = ask({ argv, signal: controller.signal }, { onFirstContent });
    await expect(asked).rejects.toMatchObject({ kind: "interrupted", details: { partial: "{" } });
    const left = readFileSync(pids, "utf8").split(" ").map(Number);
    await expect.poll(() => left.filter(isAlive)).toEqual([]);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

describe("what commands wrap around an answer", () => {
  const claude = {
    type: "result",
    subtype: "success",
    is_error: false,
    result: '{"findings":[]}',
    usage: {
      input_tokens: 3,
      cache_creation_input_tokens: 4,
      cache_read_input_tokens: 5,
      output_tokens: 6,
    },
    modelUsage: { "claude-test": {} },
  };
  const counted = { input: 3, cacheRead: 5, cacheWrite: 4, output: 6 };
  const codex = [
    { type: "thread.started" },
    { type: "item.completed", item: { type: "reasoning", text: "hm" } },
    { type: "item.completed", item: { type: "agent_message", text: '{"findings":[]}' } },
    {
      type: "turn.completed",
      usage: { input_tokens: 10, cached_input_tokens: 4, output_tokens: 2 },
    },
  ];
  const text = '{"findings":[]}';

  test.each<[string, string, object]>([
    ["nothing", text, { text, model: null, isError: false }],
    ["prose", `Here: ${text}`, { text: `Here: ${text}` }],
    ["nothing at all", "", { text: "" }],
    ["an answer that is a list", "[1]", { text: "[1]" }],
    ["claude, json", JSON.stringify(claude), { text, usage: counted, model: "claude-test" }],
    ["claude, verbose", JSON.stringify([{ type: "system" }, claude]), { text, usage: counted }],
    ["claude, stream-json", `{"type":"system"}\n${JSON.stringify(claude)}\n`, { text, usage: counted }],
    [
      "claude, held to a shape",
      JSON.stringify({ ...claude, result: "done", structured_output: { findings: [] } }),
      { text },
    ],
    ["claude, an error", JSON.stringify({ ...claude, is_error: true }), { isError: true }],
    [
      "codex, json",
      codex.map((line) => JSON.stringify(line)).join("\n"),
      { text, usage: { input: 6, cacheRead: 4, cacheWrite: null, output: 2 } },
    ],
    ["gemini, json", JSON.stringify({ response: text, stats: {} }), { text }],
  ])("%s", (_, output, expected) => {
    expect(openEnvelope(output)).toMatchObject(expected);
  });
});
