/** Answers over all files from an earlier run, as long as nothing has changed that was read for them. */
import { hash } from "../lib/hash.js";
import {
  type KeptAnswer,
  type KeptAnswers,
  type KeptFile,
  type Keeper,
  type OutlinePart,
  type Question,
  type Readings,
  type Shown,
  outlineParts,
  parts,
  shifting,
} from "../model/kept.js";
import type { WholeMemory } from "../model/memory.js";
import type { Outline } from "../model/outline.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import { Watch } from "../syntax/watched-survey.js";

/** A file that is not what it was, or of which nobody can say so. */
interface Changed {
  readonly place: number;
  readonly file: SurveyedFile;
  /** What it showed before; null where nothing is known of it any more. */
  readonly before: ((part: keyof Shown) => string | undefined) | null;
  readonly mentioned: (name: string) => boolean | undefined;
}

export class AnswerKeeper implements Keeper {
  readonly #files: readonly SurveyedFile[];
  readonly #now: Omit<KeptAnswers, "answers">;
  readonly #before: KeptAnswers | undefined;
  /** Null when files came or went: an answer may hang on their absence. */
  readonly #changed: readonly Changed[] | null;
  readonly #answers: Record<string, KeptAnswer> = {};

  constructor(
    private readonly memory: WholeMemory,
    private readonly survey: Survey,
  ) {
    this.#files = [...survey.files.values()];
    this.#now = { files: this.#files.map((file) => this.#kept(file)), imports: importsIn(survey) };
    this.#before = memory.recallAnswers();
    this.#changed = this.#findChanged();
  }

  async answer<Answer>(question: Question<Answer>): Promise<Answer> {
    const known = this.#before?.answers[question.name];
    if (known && this.#stands(known, question)) {
      this.#answers[question.name] = known;
      return known.answer as Answer; // under this name stands what this question gave
    }
    const watch = new Watch(this.survey);
    const asked = new Set<string>();
    const answer = await question.make(watch.survey, (path) => asked.add(path));
    const { readings } = watch;
    if (readings && !this.#mayQuoteHidden(readings, answer))
      this.#answers[question.name] = {
        given: question.given,
        readings,
        asides: this.#files.map(({ source: { path } }) =>
          asked.has(path) ? hash(question.aside?.(path) ?? "") : null,
        ),
        answer,
      };
    return answer;
  }

  /** Hands what is known now to the memory. */
  save(): void {
    this.memory.keepAnswers({ ...this.#now, answers: this.#answers });
  }

  #kept(file: SurveyedFile): KeptFile {
    const { path, language, isTest } = file.source;
    const place = JSON.stringify([path, language, isTest]);
    const key = this.memory.keyOf(file.source);
    if (!isHidden(file)) return { place, key };
    const names = outlineParts.map((part) => [part, digestOf(file.outline, part)] as const);
    return { place, key, shown: Object.fromEntries([...names, ["names", namesOf(file.outline)]]) };
  }

  #findChanged(): readonly Changed[] | null {
    const before = this.#before?.files ?? [];
    const now = this.#now.files;
    if (before.length !== now.length || before.some(({ place }, i) => place !== now[i]?.place)) return null;
    return this.#files.flatMap((file, place): Changed[] => {
      const was = before[place];
      if (!was || was.key === now[place]?.key) return [];
      return [this.#change(place, file, was)];
    });
  }

  #change(place: number, file: SurveyedFile, { key, shown }: KeptFile): Changed {
    const outline = this.memory.recallKey(key)?.outline;
    if (outline)
      return {
        place,
        file,
        before: (part) =>
          part === "names" ? namesOf(outline) : part === "whole" ? undefined : digestOf(outline, part),
        mentioned: (name) => outline.mentions.has(name),
      };
    const isSame = shown?.names !== undefined && shown.names === namesOf(file.outline);
    return {
      place,
      file,
      before: shown ? (part) => shown[part] : null,
      mentioned: (name) => (isSame ? file.outline.mentions.has(name) : undefined),
    };
  }

  #stands({ given, readings, asides }: KeptAnswer, question: Question<unknown>): boolean {
    if (!this.#changed || given !== question.given) return false;
    if (readings.imports && this.#before?.imports !== this.#now.imports) return false;
    return this.#changed.every(
      (changed) =>
        isSameIn(readings, changed) &&
        isSameAside(asides[changed.place] ?? null, question, changed.file.source.path),
    );
  }

  /**
   * Of a file with a credential that was read in full, the answer may quote the credential; such an answer is not kept.
   * Whatever quotes a file names it, and the text itself is looked for besides.
   */
  #mayQuoteHidden({ files }: Readings, answer: unknown): boolean {
    const read = this.#files.filter((file, i) => isHidden(file) && ((files[i] ?? 0) & parts.whole) !== 0);
    if (read.length === 0) return false;
    const said = JSON.stringify(answer) ?? "";
    return read.some((file) => hiddenTexts(file).some((text) => said.includes(inJson(text))));
  }
}

function isHidden({ secrets, suspected }: SurveyedFile): boolean {
  return secrets.length > 0 || suspected.length > 0;
}

function isSameIn(readings: Readings, { place, file, before, mentioned }: Changed): boolean {
  const read = readings.files[place] ?? parts.whole;
  if ((read & parts.whole) !== 0 || !before) return false;
  const { outline } = file;
  return (
    readings.names.every((name) => mentioned(name) === outline.mentions.has(name)) &&
    outlineParts.every((part) => (read & parts[part]) === 0 || before(part) === digestOf(outline, part))
  );
}

function isSameAside(was: string | null, { aside }: Question<unknown>, path: string): boolean {
  return was === null || (aside !== undefined && hash(aside(path)) === was);
}

/** The file's path, and what of it is hidden; a plain word that signs says nothing elsewhere. */
function hiddenTexts({ source: { path, text }, secrets, suspected }: SurveyedFile): readonly string[] {
  const hidden = [...secrets, ...suspected].map(({ start, end }) => text.slice(start, end));
  return [path, ...hidden.filter((each) => !/^[a-z]{0,12}$/i.test(each))];
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function digestOf(outline: Outline, part: OutlinePart): string {
  const value = outline[part];
  const left: readonly string[] = part === "functions" || part === "imports" ? shifting[part] : [];
  const seen = (key: string, of: unknown): unknown => (left.includes(key) ? undefined : of);
  return hash(JSON.stringify(value instanceof Map ? [...value] : value, seen), 24);
}

function namesOf({ mentions }: Outline): string {
  return hash(JSON.stringify([...mentions.keys()].sort()), 24);
}

function importsIn({ files, index }: Survey): string {
  return hash(JSON.stringify([...files.keys()].map((path) => index.importsOf(path))), 64);
}
