/** `session-review init`: writes what a project needs to say more than nothing, and leaves alone what is there. */
import { access, mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { codeOf, problemOf } from "../lib/problem.js";
import { UserError } from "../model/errors.js";
import { exitCodes } from "./exit-code.js";
import { configurationText } from "./init/configuration.js";
import { reviewersText } from "./init/reviewers.js";
import { workflowFor } from "./init/workflows.js";
import { type InitOptions, initOptionsSchema } from "./options.js";
import { type World, readToolVersion } from "./world.js";
import { writeStream } from "./write.js";

interface NewFile {
  readonly path: string;
  readonly text: string;
  /** Files that stand for it: where one of them is there, nothing is written. */
  readonly others?: readonly string[];
  /** What to do with it. */
  readonly remark: string;
}

/** @throws UserError cannot-write */
export async function initCommand(rawOptions: unknown, world: World): Promise<number> {
  const options = initOptionsSchema.parse(rawOptions);
  const files = await filesFor(options, world.cwd);
  const lines: string[] = [];
  for (const file of files) lines.push(...(await settle(file, options, world.cwd)));
  const next = options.dryRun ? "nothing was written" : "next     session-review";
  await writeStream(world.stdout, `${[...lines, next].join("\n")}\n`);
  return exitCodes.clean;
}

async function filesFor({ reviewers, workflow }: InitOptions, cwd: string): Promise<readonly NewFile[]> {
  const folder = ".session-review";
  const hasPackage = await isThere(resolve(cwd, "node_modules/session-review/package.json"));
  return [
    {
      path: `${folder}/config.yml`,
      text: configurationText(hasPackage),
      others: [`${folder}/config.yaml`, `${folder}/config.json`],
      remark: "every setting in it is a comment until you want it",
    },
    ...(reviewers
      ? [
          {
            path: `${folder}/reviewers/README.md`,
            text: reviewersText,
            remark: "holds an example of a reviewer to copy",
          },
        ]
      : []),
    ...(workflow ? [workflowFor(workflow, await readToolVersion())] : []),
  ];
}

/** One line a file, and with `--dry-run` its text. */
async function settle(file: NewFile, { dryRun }: InitOptions, cwd: string): Promise<readonly string[]> {
  const { path, text, others = [], remark } = file;
  for (const other of [path, ...others])
    if (await isThere(resolve(cwd, other))) return [`kept     ${other}, which is there already`];
  if (dryRun)
    return [
      `would write ${path}:`,
      "",
      ...text
        .trimEnd()
        .split("\n")
        .map((line) => `    ${line}`.trimEnd()),
      "",
    ];
  const isNew = await writeNew(path, cwd, text);
  return [isNew ? `wrote    ${path}: ${remark}` : `kept     ${path}, which is there already`];
}

/** Links count, also those that lead nowhere: writing through one would write somewhere else. */
async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false, // what is there all the same is found when it is written
  );
}

/** False where something of that name is there: whatever came between looking and writing is left alone too. */
async function writeNew(path: string, cwd: string, text: string): Promise<boolean> {
  const refuse = (error: unknown): never => {
    throw new UserError("cannot-write", { file: path, problem: problemOf(error) }, { cause: error });
  };
  const target = resolve(cwd, path);
  await mkdir(dirname(target), { recursive: true }).catch(refuse);
  return writeFile(target, text, { flag: "wx" }).then(
    () => true,
    (error: unknown) => (codeOf(error) === "EEXIST" ? false : refuse(error)),
  );
}
