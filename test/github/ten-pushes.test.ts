/** Ten pushes of one pull request with something going wrong in each: all findings said once, none lost, none doubled. */
import { describe, expect, test } from "vitest";
import { type GithubFaultName, githubFaultNames } from "../double/github/faults.js";
import { introducedBy, pushes } from "./pushes.js";
import { type Result, openSigns, summaryOf, tenPushes } from "./run-pushes.js";

const last = pushes.at(-1);
/** The worst of the last push whose lines GitHub shows. */
const expected = ["aa0", "aa1", "aa2", "aa3", "back", "crit"];

function check(result: Result): void {
  const twice = [...result.made].filter(([, count]) => count > 1);
  expect(twice, "said twice").toEqual([]);
  expect(result.summariesMade, "summary comments made").toBe(1);
  expect(openSigns(result.pull), "open comments at the end").toEqual(expected);
  const [summary, ...others] = summaryOf(result.pull);
  expect(others).toEqual([]);
  const missing = last ? introducedBy(last).filter((id) => !summary?.body.includes(`Finding ${id}`)) : ["?"];
  expect(missing, "not in the summary").toEqual([]);
}

test("with nothing going wrong, every push costs few requests", async () => {
  const result = await tenPushes(() => null, 100);
  check(result);
  expect(result.failures).toBe(0);
  // Two to read, one to tell; the rest for pushes with something new, gone or refused.
  expect(result.requests).toBeLessThan(10 * 8);
});

describe.each(githubFaultNames)("%s", (name: GithubFaultName) => {
  // The last push is sound: what a day of failures left undone must then be made good.
  test.each([1, 2, 3, 4, 5, 6, 7, 8])("at request %d of nine pushes", async (at) => {
    const result = await tenPushes((push, call) => (push < 10 && call === at ? name : null));
    expect(result.met).toBeGreaterThan(0);
    check(result);
  });
});

test.each(githubFaultNames)("%s at every request of a push in the middle", async (name) => {
  check(await tenPushes((push) => (push === 5 ? name : null)));
});

test.each(githubFaultNames)("%s at every other request", async (name) => {
  check(await tenPushes((push, call) => (push < 10 && call % 2 === 0 ? name : null)));
});
