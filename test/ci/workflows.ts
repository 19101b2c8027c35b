/** The parts of action.yml and of the example workflows that tests ask about. */
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly id?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description?: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description?: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly permissions?: unknown; readonly "timeout-minutes"?: number; readonly steps: readonly Step[] }
    >
  >;
}

export function textOf(path: string): string {
  return readFileSync(`${root}${path}`, "utf8");
}

export const action = parse(textOf("action.yml")) as Action;

/** The example workflows for GitHub, by file name. */
export const workflows: readonly (readonly [string, Workflow])[] = readdirSync(`${root}docs/ci`)
  .filter((name) => name.startsWith("github") && name.endsWith(".yml"))
  .map((name) => [name, parse(textOf(`docs/ci/${name}`)) as Workflow]);

export function stepsOf({ jobs }: Workflow): readonly Step[] {
  return Object.values(jobs).flatMap(({ steps }) => steps);
}
