/** Files whose text shows that no person wrote it the way it stands: minified or generated. */
import { grouped, Lines } from "../lib/text.js";
import { findGeneratedHeader } from "./generated-header.js";
import type { Skip } from "./skip-by-name.js";

/** Smaller files are quickly read even when minified. In characters. */
const SMALLEST_MINIFIED = 5000;
const LONGEST_LINE = 5000;
/** Linguist calls 110 minified already (generated.rb), which catches code that people wrote. */
const LONGEST_AVERAGE = 500;

/** Kinds of files that minifiers write; long lines in data and prose are how people write those. */
const MINIFIABLE = /\.(?:js|mjs|cjs|jsx|ts|mts|cts|tsx|css|scss|less|html?|vue|svelte)$/i;

/** A picture or a key in base64 makes one line long in a file that is otherwise written by hand. */
const DATA_RUN = /[A-Za-z0-9+/=_-]{120,}/g;

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function skipMinified(path: string, text: string): Skip | undefined {
  if (text.length <= SMALLEST_MINIFIED || !MINIFIABLE.test(path)) return undefined;
  const lines = new Lines(text.replace(DATA_RUN, ""));
  const lengths = Array.from({ length: lines.count }, (_, index) => lines.line(index + 1).length);
  const longest = lengths.reduce((a, b) => Math.max(a, b), 0);
  const total = sum(lengths);
  const average = Math.round(total / Math.max(1, lengths.length));
  // One long line in a page that is otherwise written by hand hides nothing from a reader.
  if (longest > LONGEST_LINE && sum(lengths.filter((length) => length > LONGEST_LINE)) > total / 2) {
    const line = lengths.indexOf(longest) + 1;
    return { reason: "minified", proof: `line ${line} is ${grouped(longest)} characters long` };
  }
  if (average <= LONGEST_AVERAGE) return undefined;
  return { reason: "minified", proof: `its lines are ${grouped(average)} characters long on average` };
}

/** How the chunks of a bundle begin; the names are the bundler's own, so no person writes them at the top of a file. */
const BUNDLE_START =
  /^.{0,200}?\b(webpackChunk\w*|__webpack_(?:id|ids|modules|require)__|parcelRequire\w*)\b/s;
/** Bundlers that keep their output readable put one statement on a line; what people wrote is rarely this wide. */
const WIDE_AVERAGE = 150;

function skipBundle(path: string, text: string): Skip | undefined {
  const name = MINIFIABLE.test(path) ? BUNDLE_START.exec(text)?.[1] : undefined;
  if (name === undefined || text.length / Math.max(1, new Lines(text).count) < WIDE_AVERAGE) return undefined;
  return { reason: "generated", proof: `it begins with ${name}, which a bundler wrote` };
}

function skipGenerated(path: string, text: string): Skip | undefined {
  const header = findGeneratedHeader(path, text);
  return header && { reason: "generated", proof: `line ${header.line} says "${header.words}"` };
}

/** The last line that compilers write under what they made: where the map back to its source lies. */
const MAP_LINE = /(?:^|\n)(?:\/\/|\/\*)[#@] sourceMappingURL=([^\s*]+\.map)\s*(?:\*\/)?\s*$/;

/** Functions that TypeScript puts at the top of what it makes for older runtimes. */
const HELPER = /^var (__\w+) = \(this && this\.__\w+\)/m;
/** How far down they begin: after a directive and a comment. In characters. */
const HELPER_REACH = 2000;

/** What a compiler made of a file that is reviewed where a person wrote it. */
function skipCompiled(path: string, text: string): Skip | undefined {
  if (!MINIFIABLE.test(path)) return undefined;
  const helper = HELPER.exec(text.slice(0, HELPER_REACH))?.[1];
  if (helper !== undefined)
    return { reason: "generated", proof: `it begins with ${helper}, which the TypeScript compiler wrote` };
  const map = MAP_LINE.exec(text.slice(-500))?.[1];
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (map !== `${name}.map`) return undefined;
  return { reason: "generated", proof: `its last line names a source map, ${map}, as compilers write it` };
}

/** A whole pointer as the specification of Git LFS (docs/spec.md) has it: what it stands for is kept outside of git. */
const POINTER =
  /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:ext-\S+ \S+\n)*oid sha256:[0-9a-f]{64}\nsize (\d+)\n$/;

function skipPointer(text: string): Skip | undefined {
  const size = POINTER.exec(text)?.[1];
  return size === undefined
    ? undefined
    : {
        reason: "not a file",
        proof: `it is a pointer of Git LFS to ${grouped(Number(size))} bytes that are not here`,
      };
}

/** Why a file is left out because of its text. */
export function skipByContent(path: string, text: string): Skip | undefined {
  return (
    skipPointer(text) ??
    skipGenerated(path, text) ??
    skipMinified(path, text) ??
    skipBundle(path, text) ??
    skipCompiled(path, text)
  );
}
