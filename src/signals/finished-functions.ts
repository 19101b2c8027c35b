/** Whether functions do what their names say, or only announce it. */
import type { FunctionFact } from "../model/outline.js";
import { defineSignal } from "../model/signal.js";
import type { SurveyedFile } from "../model/survey.js";
import { implementation } from "../syntax/implementation.js";
import { placeOf } from "../syntax/own-code.js";

/** One function in ten that is still to be written is a draft. */
const worst = 0.1;
/** Where there is one, the criterion must not gain by its being only one. */
const worthOfOne = 0.5;

/** A call that says so may stand on three lines; a body with more does something. */
const mostLines = 3;
/** What says in a comment that something is still to be written; "todo" alone is what a list of tasks is made of. */
const noted = /\b(?:TODO|FIXME)\b|\bnot (?:yet )?implemented\b/;
/** What says so when it is called; what is not supported, or cannot be, is meant to stay so. */
const thrown =
  /\b[Nn]ot (?:yet )?(?:been )?implemented\b|\bNotImplemented(?:Error|Exception)?\b|\b(?:todo|unimplemented)!\s*\(|\bUnsupportedOperationException\(\s*"(?:TODO|[^"]*\byet\b)/;
const meant = /\b(?:can ?not|can't|[Uu]nsupported|not supported)\b(?![^"'\n]*\byet\b)/;
/** A note says that something is to be written, or only that it could be better: then there is something. */
const nothing =
  /^\s*(?:pass|\.\.\.|return(?:\s+(?:None|null|nil|undefined|false|False|0|-1|""|''|\[\]|\{\}))?|null|nil)?\s*;?\s*$/;
/** Whose job it is to say so for others. */
const sayer = /not_?implemented|unimplemented|\btodo\b/i;

export default defineSignal({
  title: "Functions that are written",
  advice: "Write the functions that only say they are to be written",
  why: "A function that throws “not implemented” or holds a TODO and next to nothing else is a feature that is missing under a name that says otherwise. Measured is the share of such functions, those left to subclasses aside; one counts half and a tenth zero. With none it is not measured: that a body is there does not show that it does its work.",
  measure({ survey }) {
    const all = implementation(survey).flatMap((file) =>
      file.outline.functions
        .filter(({ name, isTest }) => name !== "<anonymous>" && isTest !== true && !sayer.test(name))
        .map((fact) => ({ file, fact })),
    );
    const counts = new Map<string, number>();
    for (const { fact } of all) counts.set(fact.name, (counts.get(fact.name) ?? 0) + 1);
    const open = all.filter(
      ({ file, fact }) => isAnnounced(file, fact) && !isLeftToOthers(file, fact, counts.get(fact.name) ?? 1),
    );
    if (open.length === 0) return { value: null, says: "no function says that it is still to be written" };
    return {
      value: Math.max(0, worthOfOne * (1 - open.length / all.length / worst)),
      says: `${open.length} of ${all.length} functions say that they are still to be written`,
      places: open.slice(0, 3).map(({ file, fact }) => placeOf(file, fact.nameSpan)),
    };
  },
});

function isAnnounced({ source, outline }: SurveyedFile, { span, bodySpan }: FunctionFact): boolean {
  const inner = outline.comments.filter(({ start, end }) => start >= span.start && end <= span.end);
  const isNoted = inner.some(({ start, end }) => noted.test(source.text.slice(start, end)));
  const body = inner.reduce(
    (text, { start, end }) => text.replace(source.text.slice(start, end), ""),
    source.text.slice(bodySpan.start, bodySpan.end),
  );
  const lines = body.split("\n").filter((line) => /[\w.]/.test(line) && !/^\s*(?:"""|''')/.test(line));
  const [only = "", ...others] = lines;
  if (thrown.test(body)) return lines.length <= mostLines && !meant.test(body);
  return isNoted && others.length === 0 && nothing.test(only);
}

/** What a class leaves to its subclasses is defined again by one of them, or stands under a word that says so. */
function isLeftToOthers({ source }: SurveyedFile, fact: FunctionFact, definitions: number): boolean {
  if (fact.className === null) return false;
  // In Python a class says so to those who derive from it, who may be users of a library.
  if (/\bNotImplementedError\b/.test(source.text.slice(fact.span.start, fact.span.end))) return true;
  const before = source.text.slice(Math.max(0, fact.span.start - 200), fact.nameSpan.start);
  return definitions > 1 || /@(?:abc\.)?abstract\w*\s[^@]*$|\babstract\s+[^;{}]*$/.test(before);
}
