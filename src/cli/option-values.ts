/** The words behind options, turned into values or refused with a reason. */
import { InvalidArgumentError } from "commander";
import { privateKinds } from "../consult/private-data.js";

/** Each use of a repeatable option adds one. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Names with commas between them. @throws InvalidArgumentError */
export function list(value: string): readonly string[] {
  const names = value.split(",").map((name) => name.trim());
  if (names.includes(""))
    throw new InvalidArgumentError("It needs names with commas between them: security,qa.");
  return names;
}

/** Kinds of private data, or all of them. @throws InvalidArgumentError */
export function privateList(value: string): readonly string[] {
  const kinds: readonly string[] = privateKinds;
  const names = value === "all" ? kinds : list(value);
  const unknown = names.find((name) => !kinds.includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`Allowed are ${kinds.join(", ")} and all.`);
  return names;
}

/** From 1 to 256. @throws InvalidArgumentError */
export function positiveInteger(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 256)
    throw new InvalidArgumentError("It must be a whole number from 1 to 256.");
  return number;
}

/** Above zero. @throws InvalidArgumentError */
export function amount(value: string): number {
  const number = Number(value);
  if (!(number > 0) || !Number.isFinite(number))
    throw new InvalidArgumentError("It must be a number above 0.");
  return number;
}

/** From 0 to 1. @throws InvalidArgumentError */
export function fraction(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !(number >= 0 && number <= 1))
    throw new InvalidArgumentError("It must be a number from 0 to 1.");
  return number;
}

/** Longer than a day is a mistake, and no timer of Node's lasts longer than 24 days. */
export function seconds(value: string): number {
  const number = Number(value);
  if (!(number >= 1 && number <= 86_400))
    throw new InvalidArgumentError("It must be a number of seconds from 1 to 86400.");
  return number;
}
