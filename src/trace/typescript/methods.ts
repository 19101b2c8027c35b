/** Methods of the language's own values: strings, lists, maps, promises. */

/** Methods that give the text, or a piece or form of it. */
const textMethods = new Set(
  (
    "trim trimStart trimEnd trimLeft trimRight toLowerCase toUpperCase toLocaleLowerCase toLocaleUpperCase " +
    "toString valueOf substring substr replace replaceAll charAt normalize padStart padEnd repeat concat"
  ).split(" "),
);

/** Methods that give the list, an item of it, or what lies in the collection. */
const listMethods = new Set(
  "slice filter sort reverse toSorted toReversed flat splice with values entries toArray".split(" "),
);
const itemMethods = new Set("find findLast pop shift at get getAll next item read".split(" "));
/** Methods of texts that give a list of pieces. */
const pieceMethods = new Set("split match matchAll".split(" "));
/** Methods whose callback is given the items. */
const itemCallbacks = new Set(
  "map flatMap forEach filter find findLast some every findIndex sort each mapSeries".split(" "),
);

export type MethodKind =
  "text" | "list" | "item" | "pieces" | "joined" | "items to callback" | "to then" | "reduce";

/** What a method does with what lies in its receiver; null for methods that give none of it. */
export function methodKinds(name: string): readonly MethodKind[] {
  const kinds: MethodKind[] = [];
  if (textMethods.has(name)) kinds.push("text");
  if (listMethods.has(name)) kinds.push("list");
  if (itemMethods.has(name)) kinds.push("item");
  if (pieceMethods.has(name)) kinds.push("pieces");
  if (name === "join") kinds.push("joined");
  if (itemCallbacks.has(name)) kinds.push("items to callback");
  if (name === "then") kinds.push("to then");
  if (name === "catch" || name === "finally") kinds.push("list");
  if (name === "reduce" || name === "reduceRight") kinds.push("reduce");
  return kinds;
}

/** What becomes of a callback's result: an item of a list, or the result itself; null where it is dropped. */
export function callbackResult(name: string): "list" | "result" | null {
  if (name === "map" || name === "flatMap") return "list";
  return /^(?:then|catch|reduce|reduceRight|from|transaction|\$transaction|run|runWithContext)$/.test(name)
    ? "result"
    : null;
}

/** Methods that put their argument into the receiver. */
export function fills(name: string): boolean {
  return /^(?:push|unshift|add|append|set|splice)$/.test(name);
}
