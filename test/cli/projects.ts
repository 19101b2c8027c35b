/** Small fixed projects that the command line tests review. */
import type { Files } from "./fake-world.js";

/** Nothing to find. */
export const clean: Files = {
  "app/add.py": `"""Adds numbers."""


def add(first: int, second: int) -> int:
    """Gives the sum."""
    return first + second
`,
};

/** One high and one medium finding. */
export const flawed: Files = {
  ...clean,
  "app/load.py": `"""Asks the shop."""
import requests
from fastapi import FastAPI

app = FastAPI()


@app.get("/price")
async def load(item: int) -> str:
    """Gives the price of an item."""
    return requests.get(f"https://shop.example/{item}", timeout=5).text
`,
  "app/tags.py": `"""Tags."""


def tags(names: list[str] = []) -> list[str]:
    """Gives all tags."""
    names.append("all")
    return names
`,
};

/** The medium finding accepted, once with a reason and once without, and a comment that accepts nothing. */
export const suppressed: Files = {
  "app/tags.py": `"""Tags."""


# session-review-ignore-next-line mutable-default -- one list for the whole process is wanted
def tags(names: list[str] = []) -> list[str]:
    """Gives all tags."""
    names.append("all")
    return names


# session-review-ignore-next-line mutable-default
def more(names: list[str] = []) -> list[str]:
    """Gives more tags."""
    names.append("more")
    return names


# session-review-ignore-next-line unsafe-deserialization -- nothing is loaded here
def count(names: list[str]) -> int:
    """Gives how many there are."""
    return len(names)
`,
};

export const brokenTypeScript: Files = {
  ...clean,
  "web/broken.ts": "export function broken(: number {\n  return 1;\n}\n",
};

export const brokenPython: Files = { ...clean, "app/broken.py": "def broken(:\n    return 1\n" };

export const ownReviewer: Files = {
  ...clean,
  ".session-review/reviewers/accessibility.md": `---
title: Accessibility
lens: Can everybody use it?
categories: [design]
---
# Accessibility

Look for controls without a name.
`,
};

/** A command that changes the files it is given and prints a result; results of another run, whole and broken. */
export const tested: Files = {
  ...clean,
  "tests.sh": `rm -r app; touch made
echo 1..3
echo ok 1 - adds
echo not ok 2 - subtracts
echo '# 3 is not 1'
echo ok 3 - divides '# SKIP later'
exit 1
`,
  "junit.xml": `<testsuite name="add"><testcase classname="add" name="zero"/>
<testcase classname="add" name="one"><failure message="1 is not &lt;2>"/></testcase></testsuite>
`,
  "broken.xml": "<testsuite><testcase></testsuite>",
};

/** A log about `flawed`: one result on the line of a rule's finding, one of its own, one about another version. */
export const sarif = JSON.stringify({
  version: "2.1.0",
  runs: [
    {
      tool: {
        driver: {
          name: "Scanner",
          version: "3.1",
          rules: [
            { id: "py/blocking", properties: { "security-severity": "8.1", tags: ["concurrency"] } },
            { id: "py/names", defaultConfiguration: { level: "note" } },
          ],
        },
      },
      results: [
        ["py/blocking", "app/load.py", 11, "This call blocks."],
        ["py/names", "app/tags.py", 6, "The name `names` is short."],
        ["py/names", "app/tags.py", 60, "The name `other` is short."],
      ].map(([ruleId, uri, startLine, text]) => ({
        ruleId,
        message: { text },
        locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine } } }],
      })),
    },
  ],
});
