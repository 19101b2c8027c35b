/** Read-only questions to the survey, answered in text a model may see: masked, numbered, bounded. */
import { Lines } from "../lib/text.js";
import { visible } from "../lib/visible.js";
import type { Survey } from "../model/survey.js";
import type { ShownSources } from "./shown-source.js";

export interface Question {
  readonly action: string;
  readonly path: string;
  readonly lines: { readonly start: number; readonly end: number };
  /** An identifier, or the text to search for. */
  readonly name: string;
}

/** Enough for a function with its neighbours; a whole file is asked for in several pieces. */
const mostLines = 120;
const mostPlaces = 30;
const longestLine = 240;

export class SurveyQuestions {
  constructor(
    private readonly survey: Survey,
    private readonly shown: ShownSources,
  ) {}

  /** An answer, or a sentence that says why there is none. */
  answer(question: Question): string {
    switch (question.action) {
      case "read":
        return this.#read(question);
      case "symbol":
        return this.#symbol(lastName(question.name));
      case "callers":
        return this.#callers(lastName(question.name));
      case "search":
        return this.#search(question.name);
      default:
        return `There is no action "${visible(question.action)}".`;
    }
  }

  #read({ path: name, lines: { start, end } }: Question): string {
    const path = this.shown.pathOf(name);
    if (path === undefined)
      return `There is no file ${JSON.stringify(visible(name))} among the reviewed ones.`;
    const lines = this.shown.lines(path);
    const last = Math.min(Math.max(start, end), start + mostLines - 1, lines.length);
    if (start > lines.length) return `${visible(path)} has ${lines.length} lines.`;
    return lines
      .slice(start - 1, last)
      .map((line, i) => `${String(start + i).padStart(4)}| ${line}`)
      .join("\n");
  }

  #symbol(name: string): string {
    const places = [...this.survey.files.values()].flatMap(({ source, outline }) => {
      const found = outline.definitions.filter((definition) => definition.name === name);
      return found.map(({ nameSpan }) => this.#line(source.path, nameSpan.start));
    });
    return listed(places, `Nothing named ${JSON.stringify(name)} is defined in the reviewed files.`);
  }

  #callers(name: string): string {
    const places = this.survey.index
      .mentions(name)
      .flatMap(({ path, offsets }) => [...new Set(offsets.map((offset) => this.#line(path, offset)))]);
    return listed(places, `No reviewed file mentions ${JSON.stringify(name)}.`);
  }

  /** Over what is shown, so that a search cannot find out a credential piece by piece. */
  #search(text: string): string {
    const wanted = text.trim();
    if (wanted === "") return 'Say in "name" what to search for.';
    const places = [...this.survey.files.keys()].flatMap((path) =>
      this.shown.lines(path).flatMap((line, i) => (line.includes(wanted) ? [at(path, i + 1, line)] : [])),
    );
    return listed(places, "The text stands in none of the reviewed files.");
  }

  #line(path: string, offset: number): string {
    const number = new Lines(this.survey.files.get(path)?.source.text ?? "").lineAt(offset);
    return at(path, number, this.shown.lines(path)[number - 1] ?? "");
  }
}

function at(path: string, line: number, text: string): string {
  return `${visible(path)}:${line}| ${text.slice(0, longestLine)}`;
}

function listed(places: readonly string[], none: string): string {
  if (places.length === 0) return none;
  const more = places.length - mostPlaces;
  return [...places.slice(0, mostPlaces), ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

/** The index knows plain identifiers: of `store.save()` it is asked about `save`. */
function lastName(name: string): string {
  return (
    name
      .replace(/\(.*$/s, "")
      .match(/[\p{L}\p{N}_$]+/gu)
      ?.at(-1) ?? ""
  );
}
