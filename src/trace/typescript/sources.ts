/** Finds where outside data comes in: requests of handlers, values of a type, expressions that pages name. */
import type { ts } from "ts-morph";
import { type FunctionNode, isFunctionNode, walk } from "../../syntax/typescript/ask.js";
import { OriginTable } from "../origins.js";
import type { CodeFile } from "./code-file.js";
import { type Facts, noFacts } from "./facts.js";
import type { Ground } from "./ground.js";
import { type Handler, Handlers } from "./handlers.js";
import type { Meetings } from "./meetings.js";
import type { Source } from "./models.js";
import type { Names } from "./names.js";
import { decoratedParameters, expressionsOf, typedParameter } from "./places.js";
import type { Reading, Value } from "./value.js";

/** The error comes first where a handler takes four: `(error, request, response, next)`. */
const errorName = /^_?(?:e|err|error)$/;

export class Sources {
  constructor(
    private readonly ground: Ground,
    private readonly names: Names,
    private readonly meetings: Meetings,
  ) {}

  /** Values to follow until outside data is read from them; whole ones are noted at once. */
  *find(): Iterable<Value> {
    const byParameter = new Map<ts.ParameterDeclaration, { file: CodeFile; readings: Reading[] }>();
    const keep = (file: CodeFile, parameter: ts.ParameterDeclaration, reading: Reading): void => {
      const known = byParameter.get(parameter);
      if (!known) byParameter.set(parameter, { file, readings: [reading] });
      else known.readings.push(reading);
    };
    const selves = new Map<FunctionNode, { file: CodeFile; readings: Reading[] }>();
    for (const handler of new Handlers(this.ground).find()) {
      const reading = readingOf(handler.source, handler.isByName);
      for (const parameter of parametersOf(handler)) keep(handler.file, parameter, reading);
      if (!isCalledOn(handler)) continue;
      const { readings } = selves.get(handler.node) ?? { readings: [] };
      selves.set(handler.node, { file: handler.file, readings: [...readings, reading] });
    }
    for (const { file, parameter, source } of this.#typedOrDecorated())
      keep(file, parameter, readingOf(source, false));
    for (const [parameter, { file, readings }] of byParameter)
      yield* this.#parameter(file, parameter, readings);
    for (const [node, { file, readings }] of selves)
      for (const self of selvesIn(file, node)) {
        const carrier = { readings, members: [] };
        yield { file, node: self, path: [], facts: noFacts, stack: null, carrier };
      }
    yield* this.#expressions();
  }

  *#parameter(
    file: CodeFile,
    parameter: ts.ParameterDeclaration,
    readings: readonly Reading[],
  ): Iterable<Value> {
    const value: Value = { file, node: parameter, path: [], facts: noFacts, stack: null, carrier: null };
    const whole = readings.find(isWhole);
    if (whole) this.meetings.note(value, whole, this.#told(file, parameter));
    const carrier = { readings, members: [] };
    for (const arrival of this.names.bind(parameter.name, { ...value, carrier }, parameter))
      yield arrival.value;
  }

  /** What a class says of the fields of a parameter, under a name of its own. */
  #told(file: CodeFile, node: ts.ParameterDeclaration): Pick<Facts, "field" | "shapes"> {
    const shape = this.ground.dataClasses.shapeOf({ file, node }, "whole");
    return shape.size > 0 ? { field: "whole", shapes: [shape] } : { field: null, shapes: [] };
  }

  *#typedOrDecorated(): Iterable<{
    readonly file: CodeFile;
    readonly parameter: ts.ParameterDeclaration;
    readonly source: Source;
  }> {
    const sources = this.ground.models.pages.flatMap((page) => page.sources);
    const types = new OriginTable(
      sources.flatMap((source) => (source.type ?? []).map((name) => [name, source])),
    );
    for (const { file, identifier } of this.#named("type", types.lastNames)) {
      const parameter = typedParameter(file, identifier);
      if (!parameter) continue;
      for (const thing of this.ground.knowledge.typed(file, parameter.type))
        if (thing.kind === "foreign")
          for (const { value: source } of types.match({ known: thing.tokens.slice(0, -1), written: [] }))
            yield { file, parameter, source };
    }
    const decorators = new OriginTable(
      sources.flatMap((source) => (source.decorator ?? []).map((name) => [name, source])),
    );
    for (const { file, identifier } of this.#named("decorator", decorators.lastNames)) {
      const { known, written } = this.ground.knowledge.originOf(file, identifier);
      for (const { value: source } of decorators.match({ known, written }))
        for (const parameter of decoratedParameters(file, identifier)) yield { file, parameter, source };
    }
  }

  /** Expressions that pages name: `process.argv`, `cookies()`. */
  *#expressions(): Iterable<Value> {
    const sources = this.ground.models.pages.flatMap((page) => page.sources);
    const table = new OriginTable(
      sources.flatMap((source) => (source.value ?? []).map((name) => [name, source])),
    );
    for (const { file, identifier } of this.#named("value", table.lastNames))
      for (const node of expressionsOf(file, identifier)) {
        const [match] = table.match(this.ground.knowledge.originOf(file, node));
        if (!match) continue;
        const reading = readingOf(match.value, match.isByName);
        const value: Value = { file, node, path: [], facts: noFacts, stack: null, carrier: null };
        if (isWhole(reading)) this.meetings.note(value, reading);
        else yield { ...value, carrier: { readings: [reading], members: [] } };
      }
  }

  *#named(
    way: "type" | "decorator" | "value",
    names: ReadonlySet<string> | null,
  ): Iterable<{ readonly file: CodeFile; readonly identifier: ts.Identifier }> {
    const { project, entrances } = this.ground;
    for (const name of names ?? [])
      for (const file of project.mentioning(name, (path) => entrances.mayBe(way, name, path)))
        for (const identifier of file.named(name)) yield { file, identifier };
  }
}

function readingOf({ entry, members = [], calls = [], text = false }: Source, isByName: boolean): Reading {
  return { entry, members, calls, isText: text, isByName };
}

function isWhole({ members, calls }: Reading): boolean {
  return members.length === 0 && calls.length === 0;
}

function parametersOf({
  file,
  node,
  source: { parameter = 0 },
}: Handler): readonly ts.ParameterDeclaration[] {
  const { ts } = file.tree;
  if (parameter === "all") return node.parameters;
  const nameOf = (each: ts.ParameterDeclaration | undefined): string =>
    each && ts.isIdentifier(each.name) ? each.name.text : "";
  if (typeof parameter === "string") return node.parameters.filter((each) => nameOf(each) === parameter);
  const shift = node.parameters.length === 4 && errorName.test(nameOf(node.parameters[0])) ? 1 : 0;
  const found = node.parameters[parameter + shift];
  return found ? [found] : [];
}

/** Whether a framework hands the request over as `this`, and the function has none of its own: `function* () { this.query }`. */
function isCalledOn({ file, node, source: { parameter } }: Handler): boolean {
  const { ts } = file.tree;
  if (parameter !== "this" || !(ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node)))
    return false;
  return !node.parameters.some(
    ({ name }) => ts.isIdentifier(name) && /^(?:this|ctx|context)$/.test(name.text),
  );
}

/** Where a function says `this` and means its own. */
function selvesIn({ tree }: CodeFile, node: FunctionNode): readonly ts.Node[] {
  const { ts } = tree;
  const found: ts.Node[] = [];
  walk(tree, node, (child) => {
    if (child.kind === ts.SyntaxKind.ThisKeyword) found.push(child);
    const isOther = child !== node && isFunctionNode(tree, child) && !ts.isArrowFunction(child);
    return isOther || ts.isClassLike(child) ? false : undefined;
  });
  return found;
}
