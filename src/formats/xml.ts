/** Elements of XML 1.0, each in a line of its own; whatever text they hold stays text. */

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** What XML 1.0 has no way to write (section 2.2), and controls that steer terminals. */
const unwritable = /[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Text for an attribute or between tags, in one line; a build runner finds no command in it. */
export function xmlText(text: string): string {
  return text
    .replace(unwritable, "")
    .replace(/[&<>"'\t\n\r]/g, (character) => entities[character] ?? "")
    .replaceAll("##[", "##&#91;");
}

/** An element that holds others, or nothing. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const open = `<${name}${attributesText(attributes)}`;
  if (children.length === 0) return `${open}/>`;
  const inner = children.flatMap((child) => child.split("\n").map((line) => `  ${line}`));
  return [`${open}>`, ...inner, `</${name}>`].join("\n");
}

/** An element that holds text. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return `<${name}${attributesText(attributes)}>${xmlText(text)}</${name}>`;
}

export function xmlDocument(root: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function attributesText(attributes: Attributes): string {
  return Object.entries(attributes)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${xmlText(String(value))}"`]))
    .join("");
}
