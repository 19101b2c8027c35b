/** 200 credentials of 20 kinds in a made-up project: none in any request, store, log or report. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ShownSources } from "../../src/consult/shown-source.js";
import { reply } from "../double/answer.js";
import { type Script, Double } from "../double/server.js";
import { shownFiles } from "../double/shown.js";
import { thoughtful, thoughtfulAnswer } from "../double/thoughtful.js";
import { surveyCode } from "../survey-code.js";
import { Dice, carriers, plant } from "./canaries.js";
import { reviewWith, wires } from "./in-process.js";

const { files, canaries } = plant();

let double: Double;
beforeEach(async () => {
  double = await Double.start();
});
afterEach(async () => double.close());

test("there are 200 of 20 kinds, each different and where it was planted", () => {
  expect(new Set(canaries.map(({ kind }) => kind)).size).toBe(20);
  expect(carriers).toHaveLength(10);
  expect(new Set(canaries.flatMap(({ pieces }) => pieces.slice(0, 1))).size).toBe(200);
  for (const { path, pieces } of canaries) for (const piece of pieces) expect(files[path]).toContain(piece);
});

describe.each(carriers.map(({ path }) => path))("%s", (path) => {
  test.each(canaries.filter((canary) => canary.path === path))(
    "$kind is masked in its own file",
    async (canary) => {
      // Alone: another file cannot give it away.
      const write = carriers.find((carrier) => carrier.path === path);
      const text = write?.frame([write.write(canary)]) ?? "";
      const shown = new ShownSources(await surveyCode({ [path]: text })).lines(path).join("\n");
      for (const piece of canary.pieces) {
        expect(text).toContain(piece);
        expect(shown).not.toContain(piece);
      }
    },
  );
});

/** A file that is never opened, by its name; its content is nothing a format would give away. */
const closed = [
  ".env",
  ".env.production",
  "prod.env",
  "id_rsa",
  ".ssh/id_ed25519",
  "certs/server.pem",
  "certs/tls.key",
  "AuthKey_1.p8",
  "release.keystore",
  ".npmrc",
  ".netrc",
  ".pgpass",
  ".aws/credentials",
  ".kube/config",
  ".docker/config.json",
  "live/terraform.tfstate",
];
const dice = new Dice(7);
const words = new Map(closed.map((path) => [path, dice.draw(24, "bcdfghjklmnpqrstvwxyz")]));

/** A model that quotes every line from which a credential was taken: only the end of the run can hide it again. */
const quoting: Script = (asked) => {
  const sound = thoughtfulAnswer(asked);
  const [model] = sound.findings;
  if (!model) return thoughtful(asked);
  const findings = shownFiles(asked).flatMap(({ path, lines }) =>
    lines
      .filter(({ text }) => text.includes("[secret"))
      .map(({ number, text }) => ({
        ...model,
        path,
        line_start: number,
        line_end: number,
        quote: text,
        severity: "low" as const,
        title: `Line ${number}`,
      })),
  );
  return reply(JSON.stringify({ ...sound, findings }), { limit: "ignored" });
};

describe.each(wires)("%s: a whole review of all of them", (wire) => {
  test("nothing that leaves or is kept holds one", async () => {
    const hidden = Object.fromEntries([...words].map(([path, word]) => [path, `value ${word}\n`]));
    double.follow(quoting);
    const { review, written } = await reviewWith(double, {
      wire,
      files: { ...files, ...hidden },
      reviewers: ["security", "operations"],
    });
    expect(review.isComplete).toBe(true);
    expect(double.recorder.answered.length).toBeGreaterThanOrEqual(2);
    expect(sentPaths(double)).toEqual(Object.keys(files).sort());
    expect(Object.keys(written).filter((name) => name.startsWith("cache"))).not.toEqual([]);
    const everywhere = [
      ...Object.entries(written),
      ...double.recorder.calls.map(({ number, raw }) => [`request ${number}`, raw.toString("utf8")] as const),
    ];
    const secrets = [...canaries.flatMap(({ pieces }) => pieces), ...words.values()];
    const leaks = everywhere.flatMap(([name, text]) =>
      secrets.filter((secret) => holds(text, secret)).map((secret) => `${name}: ${secret}`),
    );
    expect(leaks).toEqual([]);
    expect(review.skippedFiles.map(({ path }) => path).sort()).toEqual([...closed].sort());
    expect(review.findings.map(({ rule }) => rule)).toContain("hardcoded-secret");
    expect(review.findings.filter(({ origin }) => origin === "model").length).toBeGreaterThan(100);
    expect(double.mistakes).toEqual([]);
  }, 120_000);
});

/** Also in part: what was cut in half would still be worth stealing. */
function holds(text: string, secret: string): boolean {
  const half = Math.max(8, Math.ceil(secret.length / 2));
  return text.includes(secret.slice(0, half)) || text.includes(secret.slice(-half));
}

/** Paths of files whose text stands in a request. */
function sentPaths({ recorder }: Double): readonly string[] {
  const bodies = recorder.calls.map(({ raw }) => raw.toString("utf8"));
  const paths = bodies.flatMap((body) =>
    Array.from(body.matchAll(/<file \w+ \\"(.*?)\\">/g), ([, path = ""]) => path),
  );
  return [...new Set(paths)].sort();
}

/** What nothing here recognises, said aloud; whoever mends one moves it up. */
describe("not recognised, and therefore sent", () => {
  const random = new Dice(99).draw(32, "abcdefghijklmnopqrstuvwxyz0123456789");
  const halves = [random.slice(0, 16), random.slice(16)];
  test.each<[what: string, path: string, text: string]>([
    ["a token under a name that says nothing", "src/a.ts", `export const value = "${random}";\n`],
    ["a token put together from halves", "src/a.ts", `export const t = "${halves[0]}" + "${halves[1]}";\n`],
    ["a token given as an argument", "src/a.ts", `connect("db.acme-prod.io", "${random}");\n`],
    ["a password of plain words", "src/a.ts", 'export const dbPassword = "correct horse battery staple";\n'],
    ["a token in a translation", "src/locales/de.ts", `export default { hint: "${random}" };\n`],
    ["a code in Base64", "src/a.ts", `export const blob = "${Buffer.from(random).toString("base64")}";\n`],
  ])("%s", async (_, path, text) => {
    const shown = new ShownSources(await surveyCode({ [path]: text })).lines(path).join("\n");
    expect(`${shown}\n`).toContain(text.trim());
  });
});
