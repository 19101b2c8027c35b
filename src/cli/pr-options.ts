/** The command `pr` and its options. */
import { type Command, Option } from "commander";
import { z } from "zod";
import type { Runner } from "../github/event.js";
import { reviewKinds } from "../model/kind.js";
import { severities, severitySchema } from "../model/severity.js";
import { addBaseline, addNewOnly } from "./baseline-options.js";
import { addBorrowedEyes } from "./borrowed-options.js";
import { collect, positiveInteger } from "./option-values.js";
import { reviewOptionsSchema } from "./options.js";
import { addProgress, addScope } from "./shared-options.js";
import { addResultFiles, addRunOptions } from "./test-options.js";
import type { World } from "./world.js";

export const prOptionsSchema = reviewOptionsSchema.extend({
  kind: z.enum(reviewKinds).default("batch"),
  from: z.string().optional(),
  comment: z.enum(["always", "findings", "off"]),
  commentKey: z.string().optional(),
  inlineComments: z.boolean(),
  maxInlineComments: z.number(),
  minSeverity: severitySchema,
  annotations: z.boolean(),
  stepSummary: z.boolean(),
  reportDir: z.string().optional(),
});
export type PrOptions = z.infer<typeof prOptionsSchema>;

/** What every part of the command needs to know. */
export interface Setting {
  readonly options: PrOptions;
  readonly runner: Runner;
  readonly world: World;
}

/** @param finish takes the exit code */
export function addPr(program: Command, world: World, finish: (code: number) => void): void {
  const command = program
    .command("pr")
    .description("check a pull request inside GitHub Actions: comments, annotations, summary, exit code")
    .argument("[paths...]", "files, folders or quoted patterns; the current folder when absent")
    .optionsGroup("What is reviewed, and by whom:");
  addScope(command);
  command.option("--plan <file>", "hold the code against a plan or specification, repeatable", collect);
  addNewOnly(addBaseline(addBorrowedEyes(command)));
  addResultFiles(addRunOptions(command, "the current folder"))
    .option("--from <review.json>", "post a review that another run made, and review nothing")
    .option("--dry-run", "print what would be sent, as if nothing stood there yet; opens no socket for it")
    .optionsGroup("What the pull request hears:")
    .addOption(
      new Option("--comment <when>", "the one summary comment: always, only with findings, or off")
        .choices(["always", "findings", "off"])
        .default("always"),
    )
    .option(
      "--comment-key <name>",
      "tells comments of several jobs apart; the folder below the top when absent",
    )
    .option("--no-inline-comments", "no comments on lines")
    .option(
      "--max-inline-comments <n>",
      "at most so many findings have a comment on their line",
      positiveInteger,
      10,
    )
    .addOption(
      new Option("--min-severity <severity>", "milder findings get no comment on their line")
        .choices([...severities])
        .default("medium"),
    )
    .option("--no-annotations", "no annotations on the run")
    .option("--no-step-summary", "no page of the run")
    .optionsGroup("Report:")
    .option("-f, --format <name=file>", "write a report besides, repeatable", collect)
    .option("--report-dir <dir>", "where report.md, review.json and report.html go; RUNNER_TEMP when absent")
    .option("--title <text>", "heading of the report")
    .optionsGroup("Exit code and progress:")
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 when the change brings in a finding at least this bad")
        .choices([...severities, "none"])
        .default("high"),
    );
  addProgress(command);
  command.action(async (paths: string[], options: unknown) => {
    const { prCommand } = await import("./pr-command.js");
    finish(await prCommand(paths, options, world));
  });
}
