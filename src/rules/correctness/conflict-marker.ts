/** A merge that was committed before its conflicts were resolved. */
import { lineStarts } from "../../lib/text.js";
import { defineRule } from "../../model/rule.js";

export default defineRule({
  // Medium: only four of its hits were read; six older ones stood in a prompt that shows the format and are left out.
  severity: "medium",
  // All three markers in order do not happen by accident outside documents about Git.
  confidence: 0.98,
  judged: { right: 4, arguable: 0, wrong: 0, projects: 2 },
  title: "Unresolved merge conflict",
  risk: "The file holds both sides of a merge: it does not compile, or it runs whichever half happens to parse.",
  fix: "Decide between the two sides and delete the marker lines.",
  tests: "include",
  fold: "file",
  match: {
    *text({ source: { text } }) {
      if (!text.includes("<<<<<<< ")) return;
      let opened: number | undefined;
      let isSplit = false;
      for (const start of lineStarts(text)) {
        if (text.startsWith("<<<<<<< ", start))
          [opened, isSplit] = [isEdit(text, start) ? undefined : start, false];
        else if (/^=======(?:\r?\n|$)/.test(text.slice(start, start + 9))) isSplit = opened !== undefined;
        else if (text.startsWith(">>>>>>> ", start) && opened !== undefined && isSplit) {
          yield {
            at: { start: opened, end: endOfLine(text, start) },
            issue: "Conflict markers from a merge are still in the file.",
          };
          opened = undefined;
        }
      }
    },
  },
  examples: [
    {
      language: "text",
      path: "settings.ini",
      bad: "a = 1\n<<<<<<< HEAD\nb = 2\n=======\nb = 3\n>>>>>>> feature\n",
      good: "Title\n=======\n<<<<<<< is how a conflict begins\n<<<<<<< SEARCH\nb = 2\n=======\nb = 3\n>>>>>>> REPLACE\n",
    },
  ],
});

/** Programs that have a model edit files tell it to write `<<<<<<< SEARCH`; Git never does. */
function isEdit(text: string, start: number): boolean {
  return /^<<<<<<< (?:SEARCH|ORIGINAL)\b/.test(text.slice(start, start + 20));
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}
