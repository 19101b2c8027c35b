/** Puts what people read on standard output so that a GitHub Actions runner obeys nothing in it. */
import { randomBytes } from "node:crypto";
import type { Report } from "../model/report.js";
import type { World } from "./world.js";
import { writeStream } from "./write.js";

/** A report on standard output: one for people between guards, one for programs as it is, commands included. */
export async function writeReport(
  text: string,
  { audience }: Pick<Report, "audience">,
  world: World,
): Promise<void> {
  await (audience === "person" ? writeGuarded(text, world) : writeStream(world.stdout, text));
}

/**
 * Between two lines that tell the runner to obey nothing until a word comes that nobody can know beforehand. A file
 * is read by no runner, and a report in it should begin with its heading.
 */
export async function writeGuarded(text: string, { stdout, env, isFile }: World): Promise<void> {
  if (env["GITHUB_ACTIONS"] !== "true" || isFile?.stdout) {
    await writeStream(stdout, text);
    return;
  }
  const token = `session-review-${randomBytes(16).toString("hex")}`;
  const end = text === "" || text.endsWith("\n") ? "" : "\n";
  await writeStream(stdout, `::stop-commands::${token}\n${text}${end}::${token}::\n`);
}
