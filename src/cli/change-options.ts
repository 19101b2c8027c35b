/** The options that narrow a review to a change. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { ChangeScope } from "../model/change.js";
import { UserError } from "../model/errors.js";
import type { World } from "./world.js";

/** Which change, if any; at most one of them. */
export function addChange(command: Command): Command {
  const all = ["base", "staged", "uncommitted", "diff"];
  const add = (option: Option): void => {
    command.addOption(option.conflicts(all.filter((name) => name !== option.attributeName())));
  };
  add(new Option("--base <ref>", "only what changed since HEAD left this branch or commit"));
  add(new Option("--staged", "only what is staged, as it is staged"));
  add(
    new Option("--uncommitted", "only what differs from the last commit, files git does not track included"),
  );
  add(new Option("--diff <file>", "only what this diff changed; - reads it from standard input"));
  return command;
}

interface ChangeOptions {
  readonly base?: string | undefined;
  readonly staged?: boolean | undefined;
  readonly uncommitted?: boolean | undefined;
  readonly diff?: string | undefined;
  /** With a commit before: what is committed counts, and nothing that lies beside it. */
  readonly isCommitted?: boolean | undefined;
}

/** @throws UserError path-missing, diff-unreadable */
export async function changeOf(options: ChangeOptions, world: World): Promise<ChangeScope | undefined> {
  const { base, staged, uncommitted, diff, isCommitted } = options;
  if (base !== undefined) return { kind: isCommitted ? "commits" : "base", ref: base };
  if (staged) return { kind: "staged" };
  if (uncommitted) return { kind: "uncommitted" };
  if (diff === undefined) return undefined;
  const bytes = diff === "-" ? await readAll(world) : await readDiff(resolve(world.cwd, diff), diff);
  return { kind: "diff", text: bytes.toString("utf8"), name: diff === "-" ? "standard input" : diff };
}

async function readDiff(path: string, shown: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new UserError("path-missing", { path: shown }, { cause: error });
    throw new UserError("diff-unreadable", { name: shown, problem: error.message }, { cause: error });
  });
}

async function readAll({ stdin }: World): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin ?? []) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
