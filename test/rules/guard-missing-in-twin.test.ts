/** Several twins of one function are one remark, and handlers of one name are told apart. */
import { expect, test } from "vitest";
import { claimsOf } from "./run.js";

const mayUpdate = (what: string, guard: boolean, name = `canUpdate${what}`): string => `
export async function ${name}(user: User, id: string): Promise<boolean> {
  const found = await get${what}(id);
${guard ? "  if (!found) {\n    return false;\n  }\n" : ""}  if (found.userId) {
    return user.id === found.userId;
  }
  const member = await getMember(found.teamId, user.id);
  return member.role.includes("update");
}
`;

test("a function that lacks what three twins make is asked about once, with all three", async () => {
  const claims = await claimsOf("guard-missing-in-twin", {
    "src/link.ts": mayUpdate("Link", false),
    "src/board.ts": mayUpdate("Board", true),
    "src/site.ts": mayUpdate("Site", true),
    "src/page.ts": mayUpdate("Page", true),
  });
  expect(claims.map(({ path, title, asks }) => ({ path, title, asks }))).toEqual([
    { path: "src/link.ts", title: "`canUpdateLink` lacks a check that 3 twins make", asks: true },
  ]);
  expect(claims[0]?.issue).toBe(
    "3 functions with the same body as `canUpdateLink` leave where it goes on: " +
      "`canUpdateBoard` when `!found` (src/board.ts:4), `canUpdatePage` when `!found` (src/page.ts:4), " +
      "`canUpdateSite` when `!found` (src/site.ts:4). Was this one forgotten?",
  );
  expect(claims[0]?.also?.map(({ path }) => path)).toEqual(["src/board.ts", "src/page.ts", "src/site.ts"]);
});

test("handlers of one name are told apart by being another", async () => {
  const [claim] = await claimsOf("guard-missing-in-twin", {
    "src/links.ts": mayUpdate("Link", false, "GET"),
    "src/boards.ts": mayUpdate("Board", true, "GET"),
  });
  expect(claim?.title).toBe("`GET` lacks a check that another `GET` makes");
  expect(claim?.issue).toContain(
    "`GET` and another `GET` have the same body, but only the latter leaves when `!found` (src/boards.ts:4).",
  );
});
