/** Scripts made of others: which question meets which fault. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { hearChat } from "./clients.js";
import { faults } from "./faults.js";
import { chatBody } from "./prompts.js";
import { first, inTurn, when } from "./script.js";
import { Double } from "./server.js";

let double: Double;
beforeEach(async () => {
  double = await Double.start();
});
afterEach(async () => double.close());

const outcomes = async (count: number): Promise<readonly number[]> => {
  for (let i = 0; i < count; i++) await hearChat(double, chatBody()).catch(() => "refused");
  return double.recorder.calls.map(({ status }) => status);
};

it("first: so many times, then sound", async () => {
  double.follow(first(2, faults["server-error"]));
  expect(await outcomes(4)).toEqual([500, 500, 200, 200]);
});

it("inTurn: one after the other", async () => {
  double.follow(inTurn([faults.overloaded, null, faults.payment]));
  expect(await outcomes(4)).toEqual([503, 200, 402, 200]);
});

it("when: for some questions", async () => {
  double.follow(when(({ parts }) => parts.some(({ text }) => text.includes("# security")), faults.forbidden));
  expect(await outcomes(1)).toEqual([403]);
  await hearChat(double, chatBody(undefined, "# design"));
  expect(double.recorder.calls.at(-1)?.status).toBe(200);
});
