/** Hands values and a page to the runner, by the files it reads when the step is over. */
import { appendFile } from "node:fs/promises";
import { visible } from "../lib/visible.js";

export type Outputs = Readonly<Record<string, string | number>>;

/** Each value is one line, so that none of them can set another. */
export async function writeOutputs(file: string, outputs: Outputs): Promise<void> {
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${visible(String(value))}\n`);
  await appendFile(file, lines.join(""));
}

/** Adds to what stands there already. */
export async function writePage(file: string, markdown: string): Promise<void> {
  await appendFile(file, markdown);
}
