/** An entry is read as it was written, or not at all. */
import { describe, expect, test } from "vitest";
import { hash } from "../../src/lib/hash.js";
import { decodeEntry, encodeEntry } from "../../src/store/entry.js";
import { type KeyParts, taskKey } from "../../src/store/key.js";
import { seeded } from "../seeded.js";
import { finishedTask, keyOf, parts } from "./sample.js";

describe("a key", () => {
  test("is the SHA-256 of all its parts in order", () => {
    const { batch, paths, page, leads, model, destination, effort, schemaVersion, promptVersion } = parts;
    const all = [batch, paths, page, leads, model, destination, effort, schemaVersion, promptVersion];
    expect(taskKey(parts)).toBe(hash(JSON.stringify(all), 64));
    expect(taskKey(parts)).toMatch(/^[0-9a-f]{64}$/);
    expect(taskKey({ ...parts })).toBe(taskKey(parts));
  });

  const others: readonly Partial<KeyParts>[] = [
    { batch: "1| const a = 2;" },
    { paths: [] },
    { paths: ["src/a.ts", "src/b.ts"] },
    { page: "Look for defects. " },
    { leads: "" },
    { model: "model-2" },
    { destination: "127.0.0.1:11434" },
    { effort: "high" },
    { effort: "null" },
    { schemaVersion: 2 },
    { promptVersion: 2 },
    // Text that moves from one part to the next.
    { batch: `${parts.batch}Look`, page: " for defects." },
    { batch: "", page: parts.batch + parts.page },
    { page: "Look for defects.L1", leads: "" },
    { model: "model", destination: "-1api.example.org" },
  ];
  test.each(others)("is another one with %j", (other) => {
    expect(taskKey({ ...parts, ...other })).not.toBe(taskKey(parts));
  });
});

describe("an entry", () => {
  const key = keyOf("page");
  const text = encodeEntry(key, finishedTask());

  test("is plain JSON with version, key, checksum and the finished task", () => {
    const { version, ...rest } = JSON.parse(text) as Record<string, unknown>;
    expect(version).toBe(1);
    expect(rest).toEqual({
      key,
      checksum: hash(JSON.stringify(finishedTask()), 64),
      finished: JSON.parse(JSON.stringify(finishedTask())) as unknown,
    });
  });

  test("is read as it was written", () => {
    expect(decodeEntry(text, key)).toEqual({ finished: finishedTask() });
  });

  test("cut at any place, it is refused", () => {
    // The last character is the line end, which nothing hangs on.
    for (let length = 0; length < text.length - 1; length++)
      expect(decodeEntry(text.slice(0, length), key), `cut at ${length}`).toHaveProperty("problem");
  });

  test("with any byte changed, it is refused, unless JSON reads the same from it (`\\ud800`, `\\uD800`)", () => {
    const bytes = Buffer.from(text.trimEnd());
    const { below } = seeded(11);
    for (let at = 0; at < bytes.length; at++) {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ (1 << below(8));
      const changed = copy.toString("utf8");
      const decoded = decodeEntry(changed, key);
      if ("problem" in decoded) continue;
      expect(changed.toLowerCase(), `changed at ${at}`).toBe(text.trimEnd().toLowerCase());
      expect(decoded, `changed at ${at}`).toEqual(decodeEntry(text, key));
    }
  });

  const frame = JSON.parse(text) as Record<string, unknown>;
  const withFinished = (finished: unknown): string =>
    JSON.stringify({ ...frame, checksum: hash(JSON.stringify(finished), 64), finished });
  test.each([
    ["empty", "", "it is not whole"],
    ["zeros", "\0".repeat(100), "it is not whole"],
    ["two at once", text + text, "it is not whole"],
    ["other JSON", "[]", "it is not whole"],
    ["null", "null", "it is not whole"],
    ["prose", "Dear reader,", "it is not whole"],
    ["deep nesting", "[".repeat(200_000), "it is not whole"],
    [
      "of a later version",
      JSON.stringify({ ...frame, version: 2 }),
      "another version of session-review wrote it",
    ],
    ["of another task", encodeEntry(keyOf("other"), finishedTask()), "it belongs to another task"],
    ["with another checksum", JSON.stringify({ ...frame, checksum: "0" }), "its checksum does not fit"],
    ["with other notes", text.replace('"high"', '"info"'), "its checksum does not fit"],
    ["without an answer", withFinished({}), "it does not have the shape it has in this version"],
    [
      "with tokens below zero",
      withFinished({ ...finishedTask(), usage: { ...finishedTask().usage, input: -1 } }),
      "it does not have the shape it has in this version",
    ],
  ])("%s: refused", (_, wrong, problem) => {
    expect(decodeEntry(wrong, key)).toEqual({ problem });
  });
});
