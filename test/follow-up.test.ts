/** Follow-ups of whole histories: before and after lie in fixtures/history, with what must be said of each finding. */
import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { loadCatalog } from "../src/catalog/catalog.js";
import { type FollowUpRequest, followUp } from "../src/follow-up.js";
import { placeText } from "../src/markdown/wording.js";
import type { FollowUp } from "../src/model/follow-up.js";
import { type Review, reviewSchema } from "../src/model/review.js";
import { review } from "../src/review.js";

const history = fileURLToPath(new URL("../fixtures/history/", import.meta.url));
const world = { catalog: await loadCatalog(), toolVersion: "1.0.0" };
const desk = join(history, "booking-desk");
const today = "2026-01-01";
const folders: string[] = [];

afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "session-review-follow-up-"));
  folders.push(folder);
  return folder;
}

/** A document in a file of its own. */
async function save(document: unknown): Promise<string> {
  const file = join(await newFolder(), "earlier.json");
  await writeFile(file, JSON.stringify(document));
  return file;
}

function look(cwd: string, paths: readonly string[] = ["."]): Promise<Review> {
  return review({ cwd, paths }, world);
}

async function follow(
  cwd: string,
  earlier: unknown,
  part: Partial<FollowUpRequest> = {},
): Promise<Review & { readonly followUp: FollowUp }> {
  const file = typeof earlier === "string" ? earlier : await save(earlier);
  const result = await followUp({ cwd, earlier: file, paths: ["."], today, ...part }, world);
  if (!result.followUp) throw new Error("nothing was followed");
  return { ...result, followUp: result.followUp };
}

function statuses({ followUp: { findings } }: { readonly followUp: FollowUp }): readonly string[] {
  return findings.map(({ before, rule, status }) => `${placeText(before)} ${rule ?? "-"}: ${status}`).sort();
}

interface Expected {
  readonly exclude: readonly string[];
  readonly findings: readonly {
    readonly before: string;
    readonly rule: string;
    readonly status: string;
    readonly after: string | null;
  }[];
  readonly introduced: readonly string[];
}

async function expectedOf(folder: string): Promise<Expected> {
  return JSON.parse(await readFile(join(folder, "expected.json"), "utf8")) as Expected;
}

describe("the booking desk", async () => {
  const expected = await expectedOf(desk);
  const before = await look(join(desk, "before"));
  const result = await follow(join(desk, "after"), before, { exclude: expected.exclude });

  test("every finding has the status that reading the code gives it", () => {
    const told = result.followUp.findings.map(({ before: place, rule, status, after }) => ({
      before: placeText(place),
      rule,
      status,
      after: after && placeText(after),
    }));
    expect(told).toEqual(expected.findings);
  });

  test("what is new is listed, and nothing else", () => {
    const ids = new Set(result.followUp.introduced);
    const told = result.findings
      .filter(({ id }) => ids.has(id))
      .map((each) => `${placeText(each)} ${each.rule}`);
    expect(told.sort()).toEqual(expected.introduced);
  });

  test("no finding of this review is two earlier ones, and none is both old and new", () => {
    const known = result.followUp.findings.flatMap(({ now }) => now ?? []);
    expect(new Set([...known, ...result.followUp.introduced]).size).toBe(result.findings.length);
    expect(known.length + result.followUp.introduced.length).toBe(result.findings.length);
  });

  test("it is a valid document, and the same again", async () => {
    const { followUp: again } = await follow(join(desk, "after"), before, { exclude: expected.exclude });
    const { earlier, ...rest } = again;
    expect({ ...rest, earlier: { ...earlier, path: result.followUp.earlier.path } }).toEqual(result.followUp);
    expect(reviewSchema.parse(result).followUp).toEqual(result.followUp);
  });

  test("from another folder the same files have other paths", async () => {
    const outer = await look(desk, ["before"]);
    const there = await follow(desk, outer, { paths: ["after"], exclude: ["partner_feed.py"] });
    const told = statuses(there).map((line) => line.replace(/^before\//, ""));
    expect(told).toEqual(statuses(result));
  });

  test("without paths the folder of the earlier files is looked at", async () => {
    const there = await follow(join(desk, "after"), before, { exclude: expected.exclude, paths: [] });
    expect(statuses(there)).toEqual(statuses(result));
  });

  test("what lies outside of the paths is not reviewed, also when it is gone", async () => {
    const there = await follow(join(desk, "after"), before, { paths: ["web"] });
    const outside = there.followUp.findings.filter(({ before: place }) => place.path.startsWith("desk/"));
    expect(outside.length).toBeGreaterThan(8);
    expect(new Set(outside.map(({ status }) => status))).toEqual(new Set(["not reviewed"]));
  });

  test("a reviewer who is absent sees nothing fixed", async () => {
    const there = await follow(join(desk, "after"), before, { reviewers: ["operations"] });
    const ofSecurity = there.followUp.findings.filter(({ category }) => category === "security");
    const stillThere = ofSecurity.filter(({ before: place }) => place.path !== "desk/legacy.py");
    expect(new Set(stillThere.map(({ status }) => status))).toEqual(new Set(["not reviewed"]));
  });

  test("a rule of another version that is silent about unchanged lines proves nothing", async () => {
    const invented = before.findings.slice(0, 1).map((finding) => ({
      ...finding,
      id: "invented",
      rule: "hardcoded-secret",
      path: "web/server.ts",
      quote: "response.redirect(String(request.query.next));",
    }));
    const old = { ...before, findings: invented };
    expect(statuses(await follow(join(desk, "after"), old))[0]).toMatch(/: fixed$/);
    const older = { ...old, tool: { ...before.tool, version: "0.1.0" } };
    expect(statuses(await follow(join(desk, "after"), older))[0]).toMatch(/: not reviewed$/);
    const unknown = {
      ...before,
      findings: invented.map((finding) => ({ ...finding, rule: "no-such-rule" })),
    };
    expect(statuses(await follow(join(desk, "after"), unknown))[0]).toMatch(/: not reviewed$/);
  });

  test.each([
    ["quoted lines that stand there", "response.redirect(String(request.query.next));", "open"],
    [
      "quoted lines that are gone",
      "response.sendFile(path.join(folder, String(request.query.name)));",
      "fixed",
    ],
    [
      "quoted lines in another file now",
      'cursor.execute("SELECT sum(nights) FROM booking WHERE room = ?", (room,))',
      "moved",
    ],
    ["no quote", "", "not reviewed"],
  ])("a finding of a model with %s", async (_, quote, status) => {
    const findings = before.findings.slice(0, 1).map(({ rule, ...finding }) => {
      void rule;
      return {
        ...finding,
        id: "said",
        origin: "model",
        title: "Something a model said",
        path: "web/server.ts",
        quote,
      };
    });
    expect(statuses(await follow(join(desk, "after"), { ...before, findings }))).toEqual([
      expect.stringMatching(new RegExp(`: ${status}$`)),
    ]);
  });
});

describe("a history of three", async () => {
  const book = join(history, "guest-book");
  const first = await look(join(book, "before"));
  const second = await follow(join(book, "between"), first);
  const third = await follow(join(book, "after"), second);

  test("what was settled and is back has regressed", () => {
    expect(statuses(second)).toEqual([
      "book.py:11 dynamic-code: fixed",
      "book.py:7 weak-password-hash: accepted",
    ]);
    expect(statuses(third)).toEqual([
      "book.py:11 dynamic-code: regressed",
      "book.py:8 weak-password-hash: regressed",
    ]);
    expect(third.followUp.introduced).toEqual([]);
  });

  test("what was fixed and is not back stays fixed", async () => {
    const again = await follow(join(book, "between"), second);
    expect(statuses(again)).toEqual([
      "book.py:11 dynamic-code: fixed",
      "book.py:8 weak-password-hash: accepted",
    ]);
  });

  test("the counts grow by one entry a run", () => {
    expect(
      third.followUp.history.map(({ statuses: counts, introduced }) => ({ ...counts, introduced })),
    ).toEqual([
      { open: 2, introduced: undefined },
      { accepted: 1, fixed: 1, introduced: 0 },
      { regressed: 2, introduced: 0 },
    ]);
    expect(third.title).toBe(second.title);
  });
});

describe("a SARIF log of another tool", () => {
  test("each result has a status, and suppressions are acceptances", async () => {
    const log = join(desk, "earlier.sarif");
    const result = await follow(join(desk, "after"), log, { exclude: ["desk/partner_feed.py"] });
    expect(statuses(result)).toEqual([
      "desk/legacy.py:5 DS4: fixed",
      "desk/notify.py:7 DS3: accepted",
      "desk/partner_feed.py:7 DS3: not reviewed",
      "desk/rates.py:7 DS3: open",
      "desk/reports.py:8 DS2: moved",
      "desk/store.py:19 DS1: not reviewed",
      "web/server.ts:10 DS5: not reviewed",
      "web/server.ts:14 DS5: open",
    ]);
    const severities = result.followUp.findings.map(({ rule, severity }) => `${rule} ${severity}`);
    expect(new Set(severities)).toEqual(
      new Set(["DS1 critical", "DS2 high", "DS3 low", "DS4 medium", "DS5 high", "DS5 medium"]),
    );
    expect(result.followUp.findings.find(({ status }) => status === "accepted")?.acceptance).toEqual({
      reason: "A supervisor ends it.",
      owner: "ida",
      expires: "2099-12-31",
      by: "document",
    });
  });

  test("an acceptance is carried on from follow-up to follow-up until it expires", async () => {
    const first = await follow(join(desk, "after"), join(desk, "earlier.sarif"));
    const second = await follow(join(desk, "after"), first);
    expect(statuses(second).filter((line) => line.includes("notify"))).toEqual([
      expect.stringMatching(/DS3: accepted$/),
    ]);
    const late = await follow(join(desk, "after"), first, { today: "2100-01-01" });
    expect(statuses(late).filter((line) => line.includes("notify"))).toEqual([
      expect.stringMatching(/DS3: open$/),
    ]);
  });

  test("a credential in a snippet is not printed", async () => {
    const secret = ["ghp", "_", "a1B2c3D4e5".repeat(3), "F6g7H8"].join("");
    const location = {
      artifactLocation: { uri: "gone.py" },
      region: { startLine: 1, snippet: { text: `token = "${secret}"` } },
    };
    const results = [
      { ruleId: "S1", message: { text: "A token." }, locations: [{ physicalLocation: location }] },
    ];
    const log = { version: "2.1.0", runs: [{ tool: { driver: { name: "scan" } }, results }] };
    const result = await follow(join(history, "guest-book", "after"), log);
    expect(JSON.stringify(result)).not.toContain(secret);
  });
});

describe("files that are gone", () => {
  async function repository(): Promise<string> {
    const cwd = await newFolder();
    await cp(join(history, "guest-book", "before"), cwd, { recursive: true });
    git(cwd, "init", "-q");
    commit(cwd, "one");
    return cwd;
  }

  function git(cwd: string, ...args: readonly string[]): void {
    execFileSync("git", ["-c", "user.name=Ida", "-c", "user.email=ida@example.org", ...args], { cwd });
  }

  function commit(cwd: string, name: string): void {
    git(cwd, "add", ".");
    git(cwd, "commit", "-q", "-m", name);
  }

  test("git knows the new name where nothing of the quote is left", async () => {
    const cwd = await repository();
    const earlier = await look(cwd);
    await rename(join(cwd, "book.py"), join(cwd, "ledger.py"));
    commit(cwd, "two");
    const text = await readFile(join(cwd, "ledger.py"), "utf8");
    await writeFile(join(cwd, "ledger.py"), text.replace(/eval\(.*\)\)/, "rule) * visits"));
    const result = await follow(cwd, earlier);
    expect(statuses(result)).toEqual([
      "book.py:11 dynamic-code: fixed",
      "book.py:7 weak-password-hash: moved",
    ]);
    expect(result.followUp.findings.find(({ status }) => status === "fixed")?.reason).toContain("ledger.py");
  });

  test("a file renamed into a folder that is left out is not fixed", async () => {
    const cwd = await repository();
    const earlier = await look(cwd);
    await mkdir(join(cwd, "attic"));
    await rename(join(cwd, "book.py"), join(cwd, "attic", "ledger.py"));
    commit(cwd, "two");
    await writeFile(join(cwd, "new.py"), "X = 1\n");
    const result = await follow(cwd, earlier, { exclude: ["attic"] });
    expect(new Set(result.followUp.findings.map(({ status }) => status))).toEqual(new Set(["not reviewed"]));
  });

  test("a file that was deleted is fixed", async () => {
    const cwd = await repository();
    const earlier = await look(cwd);
    await rm(join(cwd, "book.py"));
    await writeFile(join(cwd, "new.py"), "X = 1\n");
    const result = await follow(cwd, earlier);
    expect(new Set(result.followUp.findings.map(({ status }) => status))).toEqual(new Set(["fixed"]));
  });
});

test.each([
  ["no JSON", "nothing", "it is not JSON"],
  ["another document", "{}", 'field "version"'],
  ["a SARIF log of another version", '{"version":"2.0.0","runs":[]}', 'field "version"'],
])("%s is refused", async (_, text, problem) => {
  const file = join(await newFolder(), "earlier.json");
  await writeFile(file, text);
  await expect(follow(desk, file)).rejects.toThrow(problem);
});

describe("code that was rewritten", () => {
  async function statusesAfter(
    before: string,
    after: Readonly<Record<string, string>>,
  ): Promise<readonly string[]> {
    const cwd = await newFolder();
    await writeFile(join(cwd, "store.py"), before);
    const earlier = await look(cwd);
    await rm(join(cwd, "store.py"));
    for (const [path, text] of Object.entries(after)) await writeFile(join(cwd, path), text);
    const result = await follow(cwd, earlier);
    return [...statuses(result), ...result.followUp.introduced.map(() => "new")];
  }

  const fetchAll = `import requests


def fetch_guests(address):
    answer = requests.get(address + "/guests")
    return answer.json()
`;

  test.each([
    [
      "its own code gone, but the rule has one finding a file: open",
      {
        "store.py":
          "import requests\n\n\ndef fetch_guests(address):\n    return []\n\n\ndef push(target, body, headers):\n    requests.put(target, data=body, headers=headers)\n",
      },
      ["store.py:5 missing-timeout: open"],
    ],
    [
      "rewritten in a new file: moved",
      {
        "guests.py":
          'import requests\n\n\ndef load_guests(server):\n    answer = requests.get(server + "/guests?all=1")\n    return answer.json()\n',
      },
      ["store.py:5 missing-timeout: moved"],
    ],
    [
      "gone with its file, and nothing like it in the new one: fixed",
      {
        "guests.py": "def load_guests(rows):\n    return list(rows)\n",
      },
      ["store.py:5 missing-timeout: fixed"],
    ],
    [
      "rewritten in its own function: open",
      {
        "store.py": fetchAll.replace(
          'requests.get(address + "/guests")',
          "requests.request('GET', f'{address}/v2')",
        ),
      },
      ["store.py:5 missing-timeout: open"],
    ],
  ])("%s", async (_, after: Readonly<Record<string, string>>, expected) => {
    expect(await statusesAfter(fetchAll, after)).toEqual(expected);
  });
});
