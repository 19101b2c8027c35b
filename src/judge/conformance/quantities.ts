/** Numbers with their units, in sentences and in code. */

export type Unit = "time" | "size" | "bits" | "count";

export interface Quantity {
  /** As written: `10 MiB`, `five minutes`. */
  readonly shown: string;
  readonly at: number;
  /** Seconds, bytes, bits or plain. */
  readonly value: number;
  readonly unit: Unit;
  /** The number before its unit is applied. */
  readonly written: number;
  /** Word that says what the number is: `at most`, `default`. */
  readonly qualifier: string | null;
  /** The noun after it, when it is no unit: `sessions` of "10 sessions". */
  readonly noun: string | null;
}

const numerals = new Map(
  "zero one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty sixty ninety hundred"
    .split(" ")
    .map((word, i) => [word, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 20, 30, 60, 90, 100][i] ?? 0]),
);

const seconds: Readonly<Record<string, number>> = {
  ms: 0.001,
  millisecond: 0.001,
  s: 1,
  sec: 1,
  second: 1,
  min: 60,
  minute: 60,
  h: 3600,
  hour: 3600,
  day: 86_400,
  week: 604_800,
};

const bytes: Readonly<Record<string, number>> = {
  byte: 1,
  kib: 1024,
  kb: 1024,
  mib: 1024 ** 2,
  mb: 1024 ** 2,
  gib: 1024 ** 3,
  gb: 1024 ** 3,
};

/** Names whose numbers are versions. */
const versioned =
  /(?:python|node(?:\.js)?|go|java|typescript|elixir|rust|otp|version|v|rfc|section|phase|step|item|line|task|http|since|postgresql|chapter|part|for|sha-?|utf-?|base|es)[\s-]*$/i;

const quantity = new RegExp(
  `(?<![\\w.#/$-])(?<number>\\d[\\d,_]*(?:\\.\\d+)?|(?:${[...numerals.keys()].join("|")})(?=[\\s-]))(?:\\s*-?(?<unit>[A-Za-zµ]+|%))?`,
  "gi",
);
const qualifiers =
  /\b(at most|at least|up to|no more than|not more than|fewer than|less than|more than|longer than|older than|over|under|above|below|max(?:imum)?(?: of)?|min(?:imum)?(?: of)?|exactly|default(?:s)?(?: to| of| is)?|limit(?:ed)?(?: to| of)?|after|within|every|starts? (?:at|with|from)|begins? (?:at|with)|=|:)\s*$/i;

/** The numbers of a sentence that say how much, how long or how many; versions and ordinals are none. */
export function quantitiesIn(sentence: string): readonly Quantity[] {
  return Array.from(sentence.matchAll(quantity)).flatMap((match) => {
    const { number = "", unit = "" } = match.groups ?? {};
    const before = sentence.slice(Math.max(0, match.index - 24), match.index);
    const qualifier = qualifiers.exec(before)?.[1]?.toLowerCase() ?? null;
    if (versioned.test(before) || /^[.)]\d|^[a-z]*\d/i.test(sentence.slice(match.index + match[0].length)))
      return [];
    const written = numerals.get(number.toLowerCase()) ?? Number(number.replace(/[,_]/g, ""));
    const read = inUnits(written, unit);
    const said = read.unit === "count" ? (qualifier ?? (isScaled(unit) ? "" : null)) : "";
    if (said === null || !Number.isFinite(read.value)) return [];
    const noun = read.unit === "count" && /^[a-z]{3,}$/i.test(unit) ? unit.toLowerCase() : null;
    return [
      { shown: shownAs(match[0], read.unit, noun), at: match.index, written, qualifier, noun, ...read },
    ];
  });
}

function shownAs(whole: string, unit: Unit, noun: string | null): string {
  return (unit === "count" && noun === null ? whole.replace(/\s*[A-Za-z]+$/, "") : whole).trim();
}

function isScaled(unit: string): boolean {
  return /^(?:times|attempts|retries|characters|chars|entries|items)$/i.test(unit);
}

function inUnits(written: number, word: string): { readonly value: number; readonly unit: Unit } {
  const unit = word.toLowerCase().replace(/(?<=\w{2})s$/, "");
  const time = seconds[unit];
  if (time !== undefined) return { value: written * time, unit: "time" };
  const size = bytes[unit];
  if (size !== undefined) return { value: written * size, unit: "size" };
  if (unit === "bit") return { value: written, unit: "bits" };
  if (unit === "million") return { value: written * 1e6, unit: "count" };
  if (unit === "thousand") return { value: written * 1000, unit: "count" };
  return { value: written, unit: "count" };
}

/** Numbers that code may hold for the quantity: milliseconds for seconds, bytes for bits. */
export function valuesOf({
  value,
  unit,
  written,
}: Pick<Quantity, "value" | "unit" | "written">): ReadonlySet<number> {
  if (unit === "time") return new Set([value, value * 1000, value * 1e9]);
  if (unit === "size") return new Set([value, ...(value > 1024 ? [value + 1] : [])]);
  if (unit === "bits") return new Set([value, value / 8]);
  return new Set([written, value]);
}

export interface CodeNumber {
  readonly at: number;
  readonly value: number;
}

const named: Readonly<Record<string, number>> = {
  "time.Millisecond": 0.001,
  "time.Second": 1,
  "time.Minute": 60,
  "time.Hour": 3600,
  KIB: 1024,
  KB: 1024,
  MIB: 1024 ** 2,
  MB: 1024 ** 2,
};

const factor = String.raw`(?:\d[\d_]*(?:\.\d+)?|time\.(?:Millisecond|Second|Minute|Hour)|[KM]i?B)`;
const expression = new RegExp(
  String.raw`(?<![\w.])${factor}(?:[uif]\d+|n|L)?(?:\s*(?:\*\*|\*|<<)\s*${factor})*`,
  "g",
);
const worded =
  /\b(?:from_)?(milli(?:second)?s?|sec(?:ond)?s?|minutes?|mins?|hours?|days?|weeks?)\b["']?\s*[:=(]\s*(\d[\d_]*)/gi;
const inText = /["'`](\d+)\s*(ms|s|m|h|d|KB|KiB|MB|MiB)["'`]/g;

/** The numbers of a piece of code, products and powers worked out. */
export function numbersIn(text: string): readonly CodeNumber[] {
  const plain = Array.from(text.matchAll(expression), ({ index, 0: whole }) => ({
    at: index,
    value: evaluate(whole),
  }));
  const words = Array.from(text.matchAll(worded), ({ index, 1: word = "", 2: number = "" }) => ({
    at: index,
    value: inUnits(Number(number.replaceAll("_", "")), word.replace(/^milli$/i, "ms")).value,
  }));
  const texts = Array.from(text.matchAll(inText), ({ index, 1: number = "", 2: unit = "" }) => ({
    at: index,
    value: inUnits(Number(number), unit === "m" ? "min" : unit === "d" ? "day" : unit).value,
  }));
  return [...plain, ...words, ...texts];
}

/** Products, powers and shifts from left to right. */
function evaluate(written: string): number {
  const parts = written.split(/\s*(\*\*|\*|<<)\s*/);
  let value = numberOf(parts[0] ?? "");
  for (let i = 1; i < parts.length; i += 2) {
    const next = numberOf(parts[i + 1] ?? "");
    if (parts[i] === "**")
      value =
        i >= 3 && parts[i - 2] === "*"
          ? (value / numberOf(parts[i - 1] ?? "")) * numberOf(parts[i - 1] ?? "") ** next
          : value ** next;
    else value = parts[i] === "<<" ? value * 2 ** next : value * next;
  }
  return value;
}

function numberOf(text: string): number {
  return (
    named[text] ??
    named[text.toUpperCase()] ??
    Number(text.replace(/(?<=\d)(?:[uif]\d+|n|L)$/, "").replaceAll("_", ""))
  );
}
