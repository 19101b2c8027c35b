/** The script of a model that does its work, and proves nothing wrong that is right. */
import { type Reply, reply } from "../double/answer.js";
import type { Asked } from "../double/asked.js";
import { thoughtful } from "../double/thoughtful.js";

const verdict = { action: "verdict", verdict: "real", reason: "It is as the finding says." };

export function fair(asked: Asked): Reply {
  return isRefutation(JSON.stringify(asked.body)) ? reply(JSON.stringify(verdict)) : thoughtful(asked);
}

/** @param body of a request */
export function isRefutation(body: string): boolean {
  return body.includes("Prove it wrong");
}
