/** Takes out what says who or where: addresses of people and of machines, each replaced by something of its length. */

export const privateKinds = ["emails", "hosts", "ips", "phones"] as const;
export type PrivateKind = (typeof privateKinds)[number];

interface Pattern {
  readonly kind: PrivateKind;
  /** What stands in the placeholder. */
  readonly word: string;
  /** `before` is kept, `value` goes. Every repetition is bounded: lines of a megabyte exist. */
  readonly matches: RegExp;
  /** Values that say nothing about anybody. */
  readonly unless?: RegExp;
}

/** Names that are set aside for examples and for the machine itself (RFC 2606, RFC 6761). */
const ofNobody =
  /^(?:localhost|0\.0\.0\.0|127\.0\.0\.1|::1?|(?:[\w-]+\.)*example(?:\.(?:com|org|net))?|(?:[\w-]+\.)*(?:test|invalid|localhost))$/i;

const label = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}_-]{0,62})";
/** Endings that only networks of one's own use. */
const inside = "(?:local|internal|intranet|corp|lan|private|localdomain|svc|consul)";
const outside =
  "(?:com|net|org|edu|gov|info|biz|cloud|eu|de|uk|fr|nl|us|ca|au|jp|cn|ch|at|it|es|pl|se|br|in)";
const octet = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const group = "[0-9a-f]{1,4}";

/** In this order: an address of a person holds a host. */
const patterns: readonly Pattern[] = [
  {
    kind: "emails",
    word: "mail",
    // A quotation may have been cut inside one.
    matches: new RegExp(
      `(?<before>)(?<value>[\\p{L}\\p{N}._%+-]{1,64}(?:@|%40)(?:(?:[\\p{L}\\p{N}-]{1,63}\\.){1,8}\\p{L}{2,24}(?![\\p{L}\\p{N}])|[\\p{L}\\p{N}.-]{0,64}(?=…)))`,
      "giu",
    ),
  },
  {
    kind: "hosts",
    word: "host",
    matches: new RegExp(
      `(?<before>:\\/\\/(?:[^\\s/@"'<>]{1,200}@)?)(?<value>${label}(?:\\.${label}){0,10}|\\[[0-9a-f:.]{2,45}\\])`,
      "giu",
    ),
    unless: ofNobody,
  },
  {
    // `host: "db-1"`, `SERVER_NAME = 'db-1'`: what the setting is called says what the text is.
    kind: "hosts",
    word: "host",
    matches: new RegExp(
      `(?<before>(?:host|hostname|server|server_?name|domain)["']?[ \\t]{0,4}(?::|=>?|,)[ \\t]{0,4}["'\`])(?<value>${label}(?:\\.${label}){0,10})(?=["'\`:/])`,
      "giu",
    ),
    unless: ofNobody,
  },
  {
    kind: "hosts",
    word: "host",
    matches: new RegExp(
      `(?<before>)(?<![\\p{L}\\p{N}_.-])(?<value>${label}(?:\\.${label}){0,10}\\.(?:${inside}|com))(?![\\p{L}\\p{N}_(-])(?!\\.[\\p{L}\\p{N}])`,
      "giu",
    ),
    unless: ofNobody,
  },
  {
    kind: "hosts",
    word: "host",
    matches: new RegExp(
      `(?<before>["'\`])(?<value>${label}(?:\\.${label}){0,10}\\.${outside}|${label}(?:\\.${label}){1,10}\\.(?:io|dev|app|co))(?=["'\`:/])`,
      "giu",
    ),
    unless: ofNobody,
  },
  {
    kind: "ips",
    word: "ip",
    matches: new RegExp(`(?<before>)(?<![\\w.])(?<value>${octet}(?:\\.${octet}){3})(?![\\w]|\\.\\d)`, "giu"),
    unless: ofNobody,
  },
  {
    kind: "ips",
    word: "ip",
    // A digit somewhere: `a::b` is a path of a programming language.
    matches: new RegExp(
      `(?<before>)(?<![\\w:.])(?=[0-9a-f:]{0,38}\\d)(?<value>(?:${group}:){7}${group}|(?:${group}:){1,6}(?::${group}){1,6}|(?:${group}:){1,7}:|:(?::${group}){1,7})(?![\\w:])`,
      "giu",
    ),
    unless: ofNobody,
  },
  {
    kind: "phones",
    word: "phone",
    matches:
      /(?<before>)(?<![\w+.-])(?<value>\+\d{1,3}(?:[ ./-]?\(?\d{1,5}\)?){2,6}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})(?![\w.-]*\d)/gu,
    unless: /^\D*(?:\d\D*){1,7}$/,
  },
];

/** The text with each value of the kinds replaced; line ends and lengths stay. */
export function maskPrivate(text: string, kinds: readonly PrivateKind[]): string {
  return patterns
    .filter(({ kind }) => kinds.includes(kind))
    .reduce((masked, pattern) => maskOne(masked, pattern), text);
}

function maskOne(text: string, { matches, word, unless }: Pattern): string {
  return text.replace(matches, (whole: string, before: string, value: string) =>
    unless?.test(value) ? whole : before + framed(word, value.length),
  );
}

/** `[mail****]`, of that length; stars alone where the word does not fit. */
export function framed(word: string, length: number): string {
  const stars = length - word.length - 2;
  return stars < 0 ? "*".repeat(length) : `[${word}${"*".repeat(stars)}]`;
}
