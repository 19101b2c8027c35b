/** Switches over the same names of which one leaves one out, and those that only look alike. */
import type { Example } from "../../../model/rule.js";

const script = (name: string, kinds: readonly string[], subject = "event.kind"): string =>
  `export function ${name}(event: Entry): string {\n  switch (${subject}) {\n${kinds.map((kind, i) => `    case ${kind}:\n      return "${name}${i.toString()}";\n`).join("")}  }\n  return "";\n}\n`;

const go = (name: string, kinds: readonly string[]): string =>
  `func ${name}(kind Kind) int {\n\tswitch kind {\n${kinds.map((kind, i) => `\tcase ${kind}:\n\t\treturn ${i.toString()}\n`).join("")}\t}\n\treturn -1\n}\n\n`;

const java = (name: string, kinds: string): string =>
  `  int ${name}(Kind kind) {\n    switch (kind) {\n      case ${kinds}:\n        return 1;\n      default:\n        return 0;\n    }\n  }\n`;

const texts = ['"open"', '"closed"', '"merged"', '"labelled"', '"renamed"'];
const members = ["Kind.Open", "Kind.Closed", "Kind.Merged", "Kind.Labelled", "Kind.Renamed"];
const plain = ["Opened", "Closed", "Merged", "Labelled", "Renamed"];

export const examples: readonly Example[] = [
  {
    language: "typescript",
    bad: script("icon", texts) + script("title", texts.slice(0, 4)),
    good:
      script("icon", texts) +
      script("title", texts) +
      script("colour", texts.slice(0, 3)) +
      script("state", texts.slice(0, 4), "event.state"),
  },
  {
    language: "typescript",
    bad: { "src/a.ts": script("icon", members), "src/b.ts": script("title", members.slice(1), "kind") },
    good: {
      "src/a.ts": script("icon", members),
      // Two leave something out: the one that has it all is the odd one.
      "src/b.ts": script("title", members.slice(1)) + script("colour", members.slice(0, 4)),
    },
  },
  {
    language: "typescript",
    bad: script("icon", members) + script("title", members.slice(0, 4)),
    good:
      script("icon", members) +
      script("title", members.slice(0, 4)).replace(
        "  switch",
        "  if (event.kind === Kind.Renamed) return event.name;\n  switch",
      ),
  },
  {
    language: "typescript",
    bad: script("icon", texts) + script("title", texts.slice(1)),
    good:
      script("icon", texts) +
      script("title", texts.slice(1)).replace(
        "event: Entry",
        `event: { kind: ${texts.slice(1).join(" | ")} }`,
      ),
  },
  {
    language: "go",
    bad: `package a\n\n${go("Icon", plain)}${go("Title", plain.slice(0, 4))}`,
    good: `package a\n\n${go("Icon", plain)}${go("Title", plain)}${go("Colour", plain.slice(0, 2))}`,
  },
  {
    language: "java",
    bad: `class Icons {\n${java("icon", "OPEN, CLOSED, MERGED, LABELLED, RENAMED")}${java("title", "OPEN, CLOSED, MERGED, LABELLED")}}\n`,
    good: `class Icons {\n${java("icon", "OPEN, CLOSED, MERGED, LABELLED, RENAMED")}${java("title", "OPEN, CLOSED, MERGED")}}\n`,
  },
];
