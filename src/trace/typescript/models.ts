/** The framework pages made ready for questions: what a callee of this origin does with outside data. */
import type { Framework } from "../../model/framework.js";
import { type Origin, type OriginMatch, OriginTable } from "../origins.js";
import { maskOf } from "./facts.js";

export type Source = Framework["sources"][number];
export type Sink = Framework["sinks"][number];
export type Propagator = Framework["propagators"][number];
export type Validator = Framework["validators"][number];

/** A sink, and how the page that names it calls the callee. */
export interface SinkModel {
  readonly sink: Sink;
  readonly name: string;
}

export class Models {
  readonly sinks: OriginTable<SinkModel>;
  readonly assigned: OriginTable<SinkModel>;
  readonly propagators: OriginTable<Propagator>;
  readonly fields: OriginTable<Validator>;
  readonly results: OriginTable<Validator>;
  readonly objects: OriginTable<Validator>;
  readonly plain: OriginTable<Validator>;
  readonly refusals: OriginTable<Validator>;
  readonly lists: OriginTable<Validator>;
  readonly tables: OriginTable<Validator>;
  readonly groups: OriginTable<Validator>;
  readonly decorators: OriginTable<Validator>;
  readonly pipes: OriginTable<Validator>;
  readonly #cleaners: OriginTable<number>;
  readonly #checks: OriginTable<number>;

  constructor(readonly pages: readonly Framework[]) {
    const sinks = pages.flatMap((page) => page.sinks);
    this.sinks = new OriginTable(
      sinks.flatMap((sink) => (sink.call ?? []).map((name) => [name, { sink, name }])),
    );
    this.assigned = new OriginTable(
      sinks.flatMap((sink) => (sink.assigned ?? []).map((name) => [name, { sink, name }])),
    );
    this.propagators = new OriginTable(
      pages.flatMap(({ propagators }) =>
        propagators.flatMap((propagator) => propagator.call.map((name) => [name, propagator] as const)),
      ),
    );
    this.fields = validatorsBy(pages, "field");
    this.results = validatorsBy(pages, "result");
    this.objects = validatorsBy(pages, "object");
    this.plain = validatorsBy(pages, "plain");
    this.refusals = validatorsBy(pages, "refuses");
    this.lists = validatorsBy(pages, "list");
    this.tables = validatorsBy(pages, "table");
    this.groups = validatorsBy(pages, "group");
    this.decorators = validatorsBy(pages, "decorator");
    this.pipes = validatorsBy(pages, "pipe");
    const sanitizers = pages.flatMap((page) => page.sanitizers);
    this.#cleaners = new OriginTable(
      sanitizers.flatMap(({ call = [], harms }) => call.map((name) => [name, maskOf(harms)])),
    );
    this.#checks = new OriginTable(
      sanitizers.flatMap(({ check = [], harms }) => check.map((name) => [name, maskOf(harms)])),
    );
  }

  /** Harms that what the call gives cannot do; 0 for a call that cleans nothing. */
  cleaned(origin: Origin): number {
    return union(this.#cleaners.match(origin));
  }

  /** Harms that the argument of a check that held cannot do. */
  checked(origin: Origin): number {
    return union(this.#checks.match(origin));
  }
}

function validatorsBy(
  pages: readonly Framework[],
  part: Exclude<keyof Validator, "of" | "checks" | "casts" | "harms">,
): OriginTable<Validator> {
  return new OriginTable(
    pages.flatMap(({ validators }) =>
      validators.flatMap((validator) => (validator[part] ?? []).map((name) => [name, validator] as const)),
    ),
  );
}

function union(matches: readonly OriginMatch<number>[]): number {
  return matches.reduce((mask, { value }) => mask | value, 0);
}
