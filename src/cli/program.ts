/** The commands and their options; each command's work is in a file of its own, loaded when it runs. */
import { Argument, Command, Help, Option } from "commander";
import { reviewKinds } from "../model/kind.js";
import { severities } from "../model/severity.js";
import type { CacheAction } from "./cache-command.js";
import { noteNamesake } from "./note-namesake.js";
import { collect } from "./option-values.js";
import { addOutput, addProgress, addScope, programFormats } from "./shared-options.js";
import { addBaseline, addBaselineCommand, addNewOnly } from "./baseline-options.js";
import { addChange } from "./change-options.js";
import { addPr } from "./pr-options.js";
import { addBorrowedEyes } from "./borrowed-options.js";
import { addTerminalCommands } from "./terminal-commands.js";
import { addResultFiles, addRunOptions } from "./test-options.js";
import { type World, readToolVersion } from "./world.js";

export interface Program {
  run(args: readonly string[]): Promise<number>;
}

export function buildProgram(world: World): Program {
  let code = 0;
  const finish = (result: number): void => {
    code = result;
  };
  const program = new Command("session-review")
    .description(
      "Reviews code: who looked, what they found, where, why it matters, and what nobody looked at.",
    )
    .usage("[command] [options] [paths...]")
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
      // Errors are presented in one place, with a hint.
      outputError: () => undefined,
    })
    .addHelpText("after", helpAfter)
    .helpOption("-h, --help", "show this help");

  const review = addReview(program, world, finish);
  showOptionsOf(review, program);
  addCompare(program, world, finish);
  addFollowUp(program, world, finish);
  addPr(program, world, finish);
  addReport(program, world, finish);
  addBaselineCommand(program, world, finish);
  addTerminalCommands(program, world, finish);
  addLists(program, world, finish);
  addCache(program, world, finish);
  addConfig(program, world, finish);
  program.hook("preAction", async (_, command) => {
    const { isConfigured, settle } = await import("./configured.js");
    const name = command.name();
    // It reviews as `review` does, or it would accept what that never finds.
    const settled = name === "baseline" ? "review" : name;
    if (isConfigured(settled)) await settle(command, settled, world);
    else if (name === "pr") await (await import("./pr-settle.js")).settlePr(command, world);
  });
  return {
    async run(args) {
      program.version(await readToolVersion(), "-V, --version", "print the version");
      await noteNamesake(args, world);
      await program.parseAsync([...args], { from: "user" });
      return code;
    },
  };
}

type Finish = (code: number) => void;

/** The default command's options are the ones people look for first, so the first help shows them too. */
function showOptionsOf(review: Command, program: Command): void {
  const plain = new Help();
  program.configureHelp({
    // Without the "[options]" that every command has, the descriptions keep their room.
    subcommandTerm: (command) => plain.subcommandTerm(command).replace(" [options]", ""),
    visibleOptions: (command) =>
      command === program
        ? [
            ...plain.visibleOptions(review).filter(({ long }) => long !== "--help"),
            ...plain.visibleOptions(program),
          ]
        : plain.visibleOptions(command),
  });
}

const helpAfter = `
Examples:
  session-review ./src                       review a folder
  session-review ./src > review.md           the Markdown report, whole
  session-review --base origin/main          what changed since, and what that breaks
  session-review 'src/**/*.py' -f json=review.json --fail-on critical
  session-review compare ./a ./b --task task.md
  session-review follow-up review.json ./src what became of an earlier review's findings
  session-review explain swallowed-error     what a rule means, with examples

Exit codes:
  0  reviewed, nothing at or above --fail-on      2  usage, nothing to review, internal error
  1  findings at or above --fail-on               3  something was not looked at (the report says what)
  130, 143  stopped by a signal; what was known by then is in the report`;

function addReview(program: Command, world: World, finish: Finish): Command {
  const command = program
    .command("review", { isDefault: true })
    .description("review files, folders or patterns (the default command)")
    .argument("[paths...]", "files, folders or quoted patterns; the current folder when absent")
    .optionsGroup("What is reviewed, and by whom:");
  addChange(addScope(command));
  command.option("--plan <file>", "hold the code against a plan or specification, repeatable", collect);
  addBorrowedEyes(command);
  command.option("--dry-run", "show what would be reviewed, by whom, and what is left out");
  addResultFiles(addRunOptions(command, "the current folder"))
    .optionsGroup("Report:")
    .addOption(
      new Option(
        "--kind <kind>",
        "batch lists findings; personas numbers blockers, concerns and suggestions; readiness plans, tests and decides on production",
      )
        .choices([...reviewKinds])
        .default("batch"),
    );
  addOutput(command, `markdown, personas, readiness, html, json, digest, ${programFormats}`);
  command
    .optionsGroup("Exit code and progress:")
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 when a finding is at least this bad")
        .choices([...severities, "none"])
        .default("high"),
    );
  addNewOnly(addBaseline(command));
  addProgress(command);
  return command.action(async (paths: string[], options: unknown) => {
    const { reviewCommand } = await import("./review-command.js");
    finish(await reviewCommand(paths, options, world));
  });
}

function addCompare(program: Command, world: World, finish: Finish): void {
  const command = program
    .command("compare")
    .description("score competing implementations on a rubric, rank them, name what to build on")
    .argument("<dirs...>", "folders or files, one candidate each")
    .optionsGroup("What is compared, and by whom:")
    .option(
      "--task <file>",
      "what they were to do, in Markdown: each statement is held against each candidate; task.md beside them when absent",
    )
    .option("--no-task", "compare without a task, also where one lies beside the candidates")
    .option("--rubric <id>", "how points are given", "implementation");
  addScope(command);
  addRunOptions(command, "each candidate").optionsGroup("Report:");
  addOutput(command, "markdown, html, json, digest");
  command
    .optionsGroup("Exit code and progress:")
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 when the base has a finding at least this bad")
        .choices([...severities, "none"])
        .default("none"),
    );
  addProgress(command);
  command.action(async (candidates: string[], options: unknown) => {
    const { compareCommand } = await import("./compare-command.js");
    finish(await compareCommand(candidates, options, world));
  });
}

function addFollowUp(program: Command, world: World, finish: Finish): void {
  const command = program
    .command("follow-up")
    .description("say what became of an earlier review's findings, and what is new")
    .argument("<review.json>", "made with -f json=review.json, or a SARIF 2.1.0 log of any tool")
    .argument("[paths...]", "what is reviewed; the folder of the earlier review's files when absent")
    .optionsGroup("What is reviewed, and by whom:");
  addScope(command);
  command.optionsGroup("Report:");
  addOutput(command, `markdown, batch, personas, html, json, digest, ${programFormats}`);
  command
    .optionsGroup("Exit code and progress:")
    .addOption(
      new Option(
        "--fail-on <severity>",
        "exit with 1 when something open, moved, regressed or new is at least this bad",
      )
        .choices([...severities, "none"])
        .default("high"),
    );
  addBaseline(command);
  addProgress(command);
  command.action(async (file: string, paths: string[], options: unknown) => {
    const { followUpCommand } = await import("./follow-up-command.js");
    finish(await followUpCommand({ file, paths }, options, world));
  });
}

function addReport(program: Command, world: World, finish: Finish): void {
  program
    .command("report")
    .description("render a saved review or comparison again, without a second run")
    .argument("<review.json>", "made with -f json=review.json")
    .option(
      "-f, --format <name[=file]>",
      `report format, repeatable: markdown, html, json, digest, the kinds, ${programFormats}`,
      collect,
    )
    .option("-o, --output <file>", "write the report to a file; the ending chooses the format")
    .option("--no-color", "no colours")
    .option("--debug", "stack traces for errors")
    .action(async (file: string, options: unknown) => {
      const { reportCommand } = await import("./report-command.js");
      finish(await reportCommand(file, options, world));
    });
}

function addLists(program: Command, world: World, finish: Finish): void {
  program
    .command("rules")
    .description("list the rules and the practices")
    .option("--json", "as JSON")
    .option("--debug", "stack traces for errors")
    .action(async (options: unknown) => {
      const { rulesCommand } = await import("./list-commands.js");
      finish(await rulesCommand(options, world));
    });
  program
    .command("reviewers")
    .description("list the reviewers, your own included")
    .option("--json", "as JSON")
    .option("--debug", "stack traces for errors")
    .action(async (options: unknown) => {
      const { reviewersCommand } = await import("./list-commands.js");
      finish(await reviewersCommand(options, world));
    });
  program
    .command("rubrics")
    .description("list the rubrics, your own included, with what they weigh")
    .option("--json", "as JSON")
    .option("--debug", "stack traces for errors")
    .action(async (options: unknown) => {
      const { rubricsCommand } = await import("./list-commands.js");
      finish(await rubricsCommand(options, world));
    });
  program
    .command("explain")
    .description(
      "what a rule, practice, reviewer, signal, rubric or finding means; for rules with examples and how to suppress it",
    )
    .argument(
      "<id>",
      "rule, practice, reviewer, signal or rubric id, RUBRIC/CRITERION, or the id of a finding in the last saved review",
    )
    .option("--review <file>", "saved review that holds the finding", ".session-review/review.json")
    .option("--all", "every example, whole")
    .option("--debug", "stack traces for errors")
    .action(async (id: string, options: unknown) => {
      const { explainCommand } = await import("./explain-command.js");
      finish(await explainCommand(id, options, world));
    });
  program
    .command("doctor")
    .description("check what this machine offers, and where a review would send code")
    .option("--debug", "stack traces for errors")
    .action(async () => {
      const { doctorCommand } = await import("./doctor-command.js");
      finish(await doctorCommand(world));
    });
}

function addConfig(program: Command, world: World, finish: Finish): void {
  program
    .command("config")
    .description("show what the options are set to, and where each value is from")
    .addArgument(new Argument("<action>", "what to do").choices(["print"] as const))
    .argument("[words...]", "review (the usual), compare or follow-up, and options as it takes them")
    .allowUnknownOption()
    .option("--debug", "stack traces for errors")
    .action(async (_: "print", words: string[]) => {
      const { configCommand } = await import("./config-command.js");
      finish(await configCommand(program, words, world));
    });
}

function addCache(program: Command, world: World, finish: Finish): void {
  program
    .command("cache")
    .description("show or empty the store of finished tasks, which saves calls to a model")
    .addArgument(
      new Argument("[action]", "what to do with it").choices(["info", "clear"] as const).default("info"),
    )
    .option("--debug", "stack traces for errors")
    .action(async (action: CacheAction) => {
      const { cacheCommand } = await import("./cache-command.js");
      finish(await cacheCommand(action, world));
    });
}
