/** What the files of a batch import from files outside it, as signatures: enough to judge a call, little to read. */
import { Lines } from "../lib/text.js";
import type { Definition } from "../model/outline.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import { tokensOf } from "./tokens.js";

/** More lines of a declaration are its body. */
const mostLines = 6;
const longestLine = 200;

interface Signature {
  readonly path: string;
  /** As it stands in the file, unmasked. */
  readonly text: string;
}

/** Signatures by file, in the order of the batch's imports, until the tokens are used up. */
export function packContext(paths: readonly string[], survey: Survey, mostTokens: number): string {
  const inside = new Set(paths);
  const seen = new Set<string>();
  let left = mostTokens;
  const groups = new Map<string, string[]>();
  for (const signature of paths.flatMap((path) => importedSignatures(path, inside, survey))) {
    const key = `${signature.path}\u0000${signature.text}`;
    const cost = tokensOf(signature.text);
    if (seen.has(key) || cost > left) continue;
    seen.add(key);
    left -= cost;
    groups.set(signature.path, [...(groups.get(signature.path) ?? []), signature.text]);
  }
  return [...groups]
    .map(([path, texts]) => [`From ${JSON.stringify(path)}:`, ...texts].join("\n"))
    .join("\n\n");
}

function importedSignatures(path: string, inside: ReadonlySet<string>, survey: Survey): readonly Signature[] {
  const file = survey.files.get(path);
  if (!file) return [];
  const names = new Set(file.outline.imports.flatMap((entry) => entry.names.map(({ imported }) => imported)));
  const outside = survey.index.importsOf(path).filter((target) => !inside.has(target));
  return outside.flatMap((target) => {
    const other = survey.files.get(target);
    if (!other) return [];
    const isUsed = ({ name }: Definition): boolean => names.has(name) || file.outline.mentions.has(name);
    return other.outline.definitions
      .filter((definition) => definition.isExported && definition.container === null && isUsed(definition))
      .map((definition) => ({ path: target, text: signatureOf(definition, other) }));
  });
}

/** A function up to its body, anything else by its first lines. */
function signatureOf({ span, nameSpan }: Definition, { source, outline }: SurveyedFile): string {
  const body = outline.functions.find((found) => found.nameSpan.start === nameSpan.start)?.bodySpan.start;
  const lines = new Lines(
    source.text.slice(span.start, body !== undefined && body > span.start ? body : span.end),
  );
  const shown = lines.slice(1, lines.count, mostLines).split("\n");
  return shown
    .map((line) => `  ${line.slice(0, longestLine).trimEnd()}`)
    .join("\n")
    .trimEnd();
}
