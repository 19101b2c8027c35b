/** Addresses of people and machines: in no request where the user asked for it, and whole in the local report. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { reply } from "../double/answer.js";
import { shownFiles } from "../double/shown.js";
import { type Script, Double } from "../double/server.js";
import { thoughtful, thoughtfulAnswer } from "../double/thoughtful.js";
import { reviewWith, wires } from "./in-process.js";

const values = {
  emails: "jane.doe@acme-pay.com",
  hosts: "ledger-db01.acme.internal",
  ips: "10.37.201.9",
  phones: "+49 170 5551234",
};
const files = {
  "src/pay.py": [
    `# Ask ${values.emails} or call ${values.phones}.`,
    "import socket",
    "",
    "",
    "def pay(order):",
    `    socket.create_connection(("${values.ips}", 5432))`,
    `    return eval(order, {"db": "${values.hosts}"})`,
    "",
  ].join("\n"),
  "src/other.py": `def where():\n    return "${values.hosts}", "${values.ips}"\n`,
  "AGENTS.md": `Questions go to ${values.emails}, ${values.phones}; staging is ${values.hosts} (${values.ips}).\n`,
};
const reviewers = ["security", "qa"];

/** A model that quotes every line something was taken out of. */
const quoting: Script = (asked) => {
  const sound = thoughtfulAnswer(asked);
  const [model] = sound.findings;
  if (!model) return thoughtful(asked);
  const findings = shownFiles(asked).flatMap(({ path, lines }) =>
    lines.map(({ number, text }) => ({
      ...model,
      path,
      line_start: number,
      line_end: number,
      quote: text,
      title: `Line ${number}`,
    })),
  );
  return reply(JSON.stringify({ ...sound, findings: findings.filter(({ quote }) => quote.includes("**")) }));
};

let double: Double;
beforeEach(async () => {
  double = await Double.start({ script: quoting });
});
afterEach(async () => double.close());

describe.each(wires)("%s", (wire) => {
  test("in no request, attempts to refute and the repository's notes included; whole in the report", async () => {
    const options = ["--redact", "all"];
    const { review, written } = await reviewWith(double, { wire, files, reviewers, options });
    expect(review.isComplete).toBe(true);
    expect(double.recorder.holding("Questions go to [mail").length).toBeGreaterThan(0);
    for (const value of Object.values(values)) expect(double.recorder.holding(value), value).toEqual([]);
    const quotes = review.findings.filter(({ origin }) => origin !== "rule").map(({ quote }) => quote);
    for (const value of Object.values(values))
      expect(
        quotes.some((quote) => quote.includes(value)),
        value,
      ).toBe(true);
    const stored = Object.entries(written).filter(([name]) => name.startsWith("cache"));
    expect(stored.length).toBeGreaterThan(0);
    for (const [name, text] of stored)
      for (const value of Object.values(values)) expect(text, name).not.toContain(value);
  });

  test("one kind alone", async () => {
    await reviewWith(double, { wire, files, reviewers, options: ["--redact", "emails,ips"] });
    for (const kind of ["emails", "ips"] as const) expect(double.recorder.holding(values[kind])).toEqual([]);
    for (const kind of ["hosts", "phones"] as const)
      expect(double.recorder.holding(values[kind]).length, kind).toBeGreaterThan(0);
  });

  test("nothing unless asked", async () => {
    await reviewWith(double, { wire, files, reviewers });
    for (const value of Object.values(values))
      expect(double.recorder.holding(value).length, value).toBeGreaterThan(0);
  });
});

test("an unknown kind is refused", async () => {
  const request = {
    wire: "openai",
    files,
    reviewers,
    options: ["--redact", "emails,names"],
  } as const;
  await expect(reviewWith(double, request)).rejects.toThrow(
    "Allowed are emails, hosts, ips, phones and all.",
  );
});
