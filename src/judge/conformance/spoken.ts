/** The words of a task that names nothing a program could look up otherwise, as identifiers and texts of code hold them. */
import { stem, wordsOf } from "../../lib/words.js";
import type { Place } from "../../model/finding.js";
import { type Code, placeAt } from "./code.js";

/** Words of a statement with where the code has them first; null where it has not. */
export type Spoken = ReadonlyMap<string, Place | null>;

/** Words that say nothing of the matter: of grammar, and of what every program and every order for one has. */
const idle = new Set(
  (
    "the and for with from into onto that this these those than then there their them they its his her our your you who whom " +
    "whose which what when where why how all any each every both either neither some most many more much few other another " +
    "same such own only just also even still yet not nor but yes are was were been being has have had does did doing done " +
    "can could may might must shall should will would need needs needed able about above across after again against along " +
    "among around before behind below between beyond during except inside near off once out outside over per since through " +
    "toward under until upon via while within without because although though unless whether however therefore example " +
    "use uses used using make makes made making build builds built create creates created creating add adds added adding " +
    "write writes written implement implements implemented implementation provide provides support supports allow allows " +
    "include includes including ensure ensures require requires required want wants like follow follows following " +
    "work works working way ways thing things one two three four five six seven eight nine ten first second third last next " +
    "least good better best well great new old own different affect affects affected possible simple basic full " +
    "code codes program programs application applications app apps project projects function functions class classes file " +
    "files python java javascript typescript rust golang elixir web task tasks feature features"
  )
    .split(" ")
    .map(rootOf),
);

/** What may be used or must not be is no matter of the program. */
const aside =
  /\b(?:(?:is|are) (?:allowed|permitted|optional)|may (?:also )?(?:be )?use|do not|don't|must not|never|without|instead of)\b/i;

/** The words of a statement that name its matter, as stems. */
export function matterOf(text: string): readonly string[] {
  const asked = text
    .replace(/`[^`]*`/g, " ")
    .split(/(?<=[.!?;])\s+/)
    .filter((part) => !aside.test(part));
  const words = asked
    .flatMap(wordsOf)
    .filter((word) => word.length > 2)
    .map(rootOf);
  return [...new Set(words)].filter((word) => !idle.has(word));
}

/** As `stem`, and one step further: `simulate`, `simulation` and `simulator` are one word, and so are `spin` and `spinning`. */
function rootOf(word: string): string {
  const cut = stem(word);
  return cut.replace(/(?<=\w{4})at$/, "").replace(/(?<=\w{2})([b-df-hj-np-tv-z])\1$/, "$1");
}

/** Every word that the running code has in a name, a text or the name of a file, with the first place of each. */
export function vocabularyOf({ files }: Code): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  for (const file of files) {
    for (const match of file.text.matchAll(/[A-Za-z_$][\w$]*/g)) {
      for (const word of wordsOf(match[0])) {
        const key = rootOf(word);
        if (word.length > 2 && !found.has(key)) found.set(key, placeAt(file, match.index));
      }
    }
  }
  return found;
}

export function speak(text: string, vocabulary: ReadonlyMap<string, Place>): Spoken {
  return new Map(matterOf(text).map((word) => [word, vocabulary.get(word) ?? null]));
}
