/** Replies of fixtures/replies, served byte for byte. */
import { readFileSync, readdirSync } from "node:fs";
import type { Raw } from "./answer.js";

const folder = new URL("../../fixtures/replies/", import.meta.url);

/** @param name as `anthropic/review.sse`; a name `error-429.json` is answered with that status */
export function recorded(name: string): Raw {
  return {
    kind: "raw",
    status: Number(/error-(\d{3})/.exec(name)?.[1] ?? 200),
    type: name.endsWith(".sse") ? "text/event-stream; charset=utf-8" : "application/json",
    bytes: readFileSync(new URL(name, folder)),
  };
}

/** Names of all of them, as `recorded` takes them. */
export function recordedNames(): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => /\.(?:sse|json)$/.test(name));
}
