/** What a shell may complete, read from the command tree itself, so that it is never behind the program. */
import type { Command, Option } from "commander";

/** What the value of an option or an argument is. */
export type Value =
  | { readonly kind: "words"; readonly words: readonly string[]; readonly isList: boolean }
  | { readonly kind: "file" }
  | { readonly kind: "folder" }
  | { readonly kind: "text" };

export interface OptionWords {
  /** `-f`, `--format`. */
  readonly names: readonly string[];
  readonly description: string;
  /** Null for a switch. */
  readonly value: Value | null;
  readonly isRepeatable: boolean;
}

export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionWords[];
  /** What its arguments may be besides files; empty where nobody can know. */
  readonly words: readonly string[];
  readonly takesFiles: boolean;
}

export interface ProgramWords {
  readonly name: string;
  /** The one that runs when none is named. */
  readonly usual: string;
  readonly commands: readonly CommandWords[];
}

/** What stands on the shelves: values that the command tree does not know. */
export interface ShelfWords {
  readonly formats: readonly string[];
  readonly reviewers: readonly string[];
  readonly rubrics: readonly string[];
  /** Whatever `explain` explains. */
  readonly explained: readonly string[];
  readonly engines: readonly string[];
}

export function wordsOf(program: Command, shelves: ShelfWords): ProgramWords {
  const commands = program.commands
    .filter((command) => command.name() !== "help")
    .map((command) => commandWords(command, shelves));
  return { name: program.name(), usual: "review", commands };
}

function commandWords(command: Command, shelves: ShelfWords): CommandWords {
  const { registeredArguments: all } = command;
  const words = all.flatMap(({ argChoices = [] }) => argChoices);
  const isExplain = all.some((each) => each.name() === "id");
  const takesFiles = all.some((each) => /dir|path|json|file/.test(each.name()));
  return {
    name: command.name(),
    description: command.description(),
    options: command
      .createHelp()
      .visibleOptions(command)
      .map((option) => optionWords(option, shelves)),
    words: isExplain ? shelves.explained : words,
    takesFiles,
  };
}

function optionWords(option: Option, shelves: ShelfWords): OptionWords {
  const { short, long, description } = option;
  return {
    names: [short, long].filter((name) => name !== undefined),
    description,
    value: option.required || option.optional ? valueOf(option, shelves) : null,
    isRepeatable: description.includes("repeatable"),
  };
}

function valueOf(option: Option, shelves: ShelfWords): Value {
  const { argChoices, flags } = option;
  if (argChoices) return { kind: "words", words: argChoices, isList: false };
  const known = shelfValue(option.attributeName(), shelves);
  if (known) return known;
  if (/<(?:dir|folder)>/.test(flags)) return { kind: "folder" };
  return /<[a-z]*(?:file|log|\.json)[^>]*>/.test(flags) ? { kind: "file" } : { kind: "text" };
}

function shelfValue(name: string, shelves: ShelfWords): Value | undefined {
  const one = (words: readonly string[]): Value => ({ kind: "words", words, isList: false });
  const several = (words: readonly string[]): Value => ({ kind: "words", words, isList: true });
  if (name === "format") return one(shelves.formats);
  if (name === "engine") return one(shelves.engines);
  if (name === "rubric") return one(shelves.rubrics);
  return name === "reviewers" || name === "skipReviewers" ? several(shelves.reviewers) : undefined;
}
