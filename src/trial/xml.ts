/** Reads the part of XML that test results are written in: strictly, without entities of its own, without the network. */

export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** Its own text, without that of its children. */
  readonly text: string;
}

/** What is not well formed, or not allowed here. */
export class XmlError extends Error {}

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
}

/** Deeper than any report; a document that goes further wants to exhaust somebody. */
const deepest = 100;

const nameStart = "[A-Za-z_:\\u0080-\\uffff]";
const nameText = `${nameStart}[\\w.:\\-\\u0080-\\uffff]*`;
const startTag = new RegExp(`<(${nameText})`, "y");
const endTag = new RegExp(`</(${nameText})\\s*>`, "y");
const attribute = new RegExp(`\\s+(${nameText})\\s*=\\s*("[^"<]*"|'[^'<]*')`, "y");
const tagEnd = /\s*(\/?)>/y;

/** @throws XmlError for text that is not one well-formed element; document types are refused, not expanded */
export function readXml(text: string): Element {
  return new Reader(text.replace(/^\ufeff/, "")).document();
}

class Reader {
  #at = 0;
  readonly #open: Open[] = [];
  #root: Element | undefined;

  constructor(private readonly text: string) {}

  document(): Element {
    while (this.#at < this.text.length) {
      const next = this.text.indexOf("<", this.#at);
      this.#takeText(this.text.slice(this.#at, next === -1 ? undefined : next));
      if (next === -1) break;
      this.#at = next;
      this.#takeMarkup();
    }
    const [unclosed] = this.#open.slice(-1);
    if (unclosed) throw new XmlError(`<${unclosed.name}> is not closed`);
    if (!this.#root) throw new XmlError("there is no element");
    return this.#root;
  }

  #takeMarkup(): void {
    if (this.#skip("<!--", "-->") || this.#skip("<?", "?>") || this.#takeData()) return;
    if (this.text.startsWith("<!", this.#at)) throw new XmlError("a document type is not read");
    if (this.text.startsWith("</", this.#at)) this.#close();
    else this.#begin();
  }

  #skip(begin: string, end: string): boolean {
    if (!this.text.startsWith(begin, this.#at)) return false;
    this.#at = this.#after(end, this.#at + begin.length);
    return true;
  }

  #takeData(): boolean {
    const begin = "<![CDATA[";
    if (!this.text.startsWith(begin, this.#at)) return false;
    const end = this.#after("]]>", this.#at + begin.length);
    const holder = this.#open.at(-1);
    if (!holder) throw new XmlError("there is text outside of the element");
    holder.text += this.text.slice(this.#at + begin.length, end - 3);
    this.#at = end;
    return true;
  }

  #after(end: string, from: number): number {
    const at = this.text.indexOf(end, from);
    if (at === -1) throw new XmlError(`"${end}" is missing`);
    return at + end.length;
  }

  #takeText(text: string): void {
    const holder = this.#open.at(-1);
    if (holder) holder.text += decode(text);
    else if (text.trim() !== "") throw new XmlError("there is text outside of the element");
  }

  #begin(): void {
    const [, name = ""] = this.#match(startTag, "a tag has no name");
    if (this.#root) throw new XmlError("there is a second element");
    const attributes = new Map<string, string>();
    for (let found = this.#find(attribute); found; found = this.#find(attribute)) {
      const [, key = "", value = ""] = found;
      if (attributes.has(key)) throw new XmlError(`<${name}> has "${key}" twice`);
      attributes.set(key, decode(value.slice(1, -1)));
    }
    const [, slash] = this.#match(tagEnd, `the tag <${name}> is broken`);
    if (this.#open.length >= deepest) throw new XmlError("it is nested too deeply");
    this.#open.push({ name, attributes, children: [], text: "" });
    if (slash === "/") this.#finish();
  }

  #close(): void {
    const [, name = ""] = this.#match(endTag, "an end tag is broken");
    if (this.#open.at(-1)?.name !== name) throw new XmlError(`</${name}> closes nothing`);
    this.#finish();
  }

  #finish(): void {
    const done = this.#open.pop();
    const holder = this.#open.at(-1);
    if (!done) return;
    if (holder) holder.children.push(done);
    else this.#root = done;
  }

  #match(pattern: RegExp, complaint: string): RegExpExecArray {
    const found = this.#find(pattern);
    if (!found) throw new XmlError(complaint);
    return found;
  }

  #find(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** The five entities of XML and numbers of characters; a lone `&`, as careless writers leave it, stays. */
function decode(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name)] ?? String(whole);
    const code = decimal === undefined ? parseInt(String(hex), 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : String(whole);
  });
}
