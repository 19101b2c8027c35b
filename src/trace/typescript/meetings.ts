/** What came to light while handlers' requests were followed: places where outside data is read, members put on them. */
import type { ts } from "ts-morph";
import { type Facts, noFacts } from "./facts.js";
import { type Arrival, type Carrier, type Reading, type Value, stepAt } from "./value.js";

/** The request's own address: it begins with the server's host, or with the slash after it. */
const addressNames = new Set(["url", "originalUrl", "nextUrl", "path", "pathname", "href"]);

/** A place where outside data comes in. */
export interface Place {
  readonly value: Value;
  readonly reading: Reading;
}

export class Meetings {
  /** By the node that is read, so that no place is found twice. */
  readonly places = new Map<ts.Node, Place>();
  readonly #carriers = new Set<ts.Node>();
  readonly #readings = new Map<string, Value[]>();

  /** Expressions that are a request, so that what is put on one is found on the others. */
  isCarrier(node: ts.Node): boolean {
    return this.#carriers.has(node);
  }

  meet(node: ts.Node): void {
    this.#carriers.add(node);
  }

  /**
   * A member of a carrier is read: gives the value to follow further, a carrier still where the member only leads to
   * others. Outside data is noted as a place; following it is for later.
   * @param node what reads the member: the access, or the part of a pattern
   */
  read(value: Value, name: string, node: ts.Node): Value | null {
    const { carrier } = value;
    if (!carrier) return null;
    const dotted = [...carrier.members, name].join(".");
    const reading = carrier.readings.find(({ members }) => members.includes(dotted));
    if (reading)
      this.#note({ ...value, node, carrier: null }, reading, {
        isPrefixed: addressNames.has(name),
        field: name,
      });
    else this.#remember(dotted, { ...value, node, carrier: null });
    return leadsOn(carrier, dotted)
      ? { ...value, node, carrier: { ...carrier, members: dotted.split(".") } }
      : null;
  }

  /** A method of a carrier is called. */
  call(value: Value, name: string, call: ts.Node): void {
    const { carrier } = value;
    const dotted = carrier ? [...carrier.members, name].join(".") : "";
    const reading = carrier?.readings.find(({ calls }) => calls.includes(dotted));
    if (reading)
      this.#note({ ...value, node: call, carrier: null }, reading, { isPrefixed: false, field: null });
  }

  /** The value itself is from outside. */
  note(
    value: Value,
    reading: Reading,
    { field, shapes }: Pick<Facts, "field" | "shapes"> = { field: null, shapes: [] },
  ): void {
    this.#note(value, reading, { isPrefixed: addressNames.has(lastName(value)), field, shapes });
  }

  /** Outside data is put on a carrier by one handler: whoever reads that member of a carrier reads it. */
  keep(name: string, value: Value, place: ts.Node): readonly Arrival[] {
    const step = stepAt(value.file, place, `kept as \`${name}\` of what the next handlers are given`);
    return (this.#readings.get(name) ?? []).map((reading) => ({
      value: { ...reading, path: value.path, facts: value.facts, stack: null, carrier: null },
      step,
    }));
  }

  #remember(name: string, value: Value): void {
    const last = name.slice(name.lastIndexOf(".") + 1);
    const list = this.#readings.get(last);
    if (!list) this.#readings.set(last, [value]);
    else if (!list.some(({ node }) => node === value.node)) list.push(value);
  }

  #note(value: Value, reading: Reading, told: Pick<Facts, "isPrefixed"> & Partial<Facts>): void {
    if (this.places.has(value.node)) return;
    const facts = { ...noFacts, ...told, isText: reading.isText, doubts: reading.isByName ? 1 : 0 };
    this.places.set(value.node, { value: { ...value, path: [], facts, stack: null }, reading });
  }
}

/** `pathname` of `location.pathname`. */
function lastName({ file, node }: Value): string {
  return file.tree.ts.isPropertyAccessExpression(node) ? node.name.text : "";
}

function leadsOn({ readings }: Carrier, dotted: string): boolean {
  const start = `${dotted}.`;
  return readings.some(({ members, calls }) =>
    [...members, ...calls].some((member) => member.startsWith(start)),
  );
}
