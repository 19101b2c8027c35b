/** What is answered over all files is believed again only while nothing of it has changed. */
import { expect, test } from "vitest";
import type { KeptAnswers } from "../../src/model/kept.js";
import type { Remembered, WholeMemory } from "../../src/model/memory.js";
import type { Source } from "../../src/model/source.js";
import type { Survey } from "../../src/model/survey.js";
import { hash } from "../../src/lib/hash.js";
import { AnswerKeeper } from "../../src/survey/answer-keeper.js";
import { surveyCode } from "../survey-code.js";

class Notebook implements WholeMemory {
  readonly pages = new Map<string, Remembered>();
  answers: KeptAnswers | undefined;

  keyOf({ path, text }: Source): string {
    return hash(`${path}\n${text}`, 64);
  }

  recallKey(key: string): Remembered | undefined {
    return this.pages.get(key);
  }

  recallAnswers(): KeptAnswers | undefined {
    return this.answers;
  }

  keepAnswers(answers: KeptAnswers): void {
    this.answers = JSON.parse(JSON.stringify(answers)) as KeptAnswers;
  }

  remember({ files }: Survey): void {
    for (const { source, outline } of files.values())
      this.pages.set(this.keyOf(source), { outline, hits: {}, asking: [], learned: {} });
  }
}

type Files = Readonly<Record<string, string>>;
type Ask = (survey: Survey, note: (path: string) => void) => unknown;

interface Two {
  readonly given?: readonly [string, string];
  readonly aside?: (path: string, survey: Survey) => string;
}

/** Whether the question is asked again in a second run over other files. */
async function isAskedAgain(
  ask: Ask,
  [before, after]: readonly [Files, Files],
  two: Two = {},
): Promise<boolean> {
  const memory = new Notebook();
  const { given = ["", ""], aside } = two;
  let asked = 0;
  for (const [run, files] of [before, after].entries()) {
    const survey = await surveyCode(files);
    const keeper = new AnswerKeeper(memory, survey);
    await keeper.answer({
      name: "question",
      given: given[run] ?? "",
      make: (watched, note) => {
        asked++;
        return Promise.resolve(ask(watched, note) ?? null);
      },
      ...(aside ? { aside: (path) => aside(path, survey) } : {}),
    });
    memory.remember(survey);
    keeper.save();
  }
  return asked === 2;
}

const a = 'import { b } from "./b.js";\nexport const a = b;\n';
const b = "export const b = 1;\n";
const first: Files = { "a.ts": a, "b.ts": b };
const secret = `export const b = "${["gh", "p_", "0123456789abcdefABCDEF0123456789abcd"].join("")}";\n`;

const fileOf = (survey: Survey, path: string) => survey.files.get(path);
const text: Ask = (survey) => fileOf(survey, "b.ts")?.source.text.length;
const named: Ask = (survey) => [text(survey, () => undefined), "b.ts"];
const quoted: Ask = (survey) => fileOf(survey, "b.ts")?.source.text.slice(18, 58);
const tree: Ask = (survey) => {
  const found = fileOf(survey, "b.ts")?.tree;
  return found?.family === "typescript" ? found.root.statements.length : 0;
};
const imports: Ask = (survey) => [...survey.files.values()].map(({ outline }) => outline.imports.length);
const hasName: Ask = (survey) => fileOf(survey, "b.ts")?.outline.mentions.has("added");
const sayers: Ask = (survey) => survey.index.mentions("added").map(({ path }) => path);
const offsets: Ask = (survey) => survey.index.mentions("b").map((each) => each.offsets);
const importers: Ask = (survey) => survey.index.importersOf("b.ts");
const learned: Ask = (survey) => fileOf(survey, "b.ts")?.learned?.size;

const comment: Files = { "a.ts": a, "b.ts": `${b}// a remark\n` };
const added: Files = { "a.ts": a, "b.ts": `${b}export const added = 2;\n` };
const moved: Files = { "a.ts": a, "b.ts": `// above\n${b}` };
const imported: Files = { "a.ts": a, "b.ts": `import "./a.js";\n${b}` };

const hidden: Files = { ...first, "b.ts": secret };

test.each<[what: string, isAgain: boolean, ask: Ask, runs: readonly [Files, Files]]>([
  ["nothing changed", false, text, [first, first]],
  ["the text it read changed", true, text, [first, comment]],
  ["the tree it read changed", true, tree, [first, comment]],
  ["another file changed than it read", false, text, [first, { "a.ts": `${a}// a remark\n`, "b.ts": b }]],
  ["a remark came where it read imports", false, imports, [first, comment]],
  ["an import came where it read imports", true, imports, [first, imported]],
  [
    "a name came that it had not asked for",
    false,
    hasName,
    [first, { "a.ts": a, "b.ts": `${b}const other = 2;\n` }],
  ],
  ["the name came that it had asked for", true, hasName, [first, added]],
  ["a file mentions the name that it had asked for", true, sayers, [first, added]],
  ["a file mentions another name", false, sayers, [first, comment]],
  ["a mention moved that it had read", true, offsets, [first, moved]],
  ["a mention moved of which it had read only the file", false, sayers, [first, moved]],
  ["a file has a new importer", true, importers, [first, imported]],
  ["something else of a file changed than its importers", false, importers, [first, added]],
  ["a file came", true, sayers, [first, { ...first, "c.ts": b }]],
  ["a file went", true, sayers, [first, { "b.ts": b }]],
  ["a file was renamed", true, sayers, [first, { "a.ts": a, "c.ts": b }]],
  ["it read what was learned of a changed file", true, learned, [first, comment]],
  ["it asked for facts, of which nothing is noted", true, (survey) => survey.facts.files, [first, first]],
  ["it asked for copies, of which nothing is noted", true, (survey) => survey.clones.length, [first, first]],
  [
    "it copied a file as a whole",
    true,
    (survey) => ({ ...fileOf(survey, "b.ts") }).source?.path,
    [first, comment],
  ],
  ["it read the text of a file with a credential, and says nothing of it", false, text, [hidden, hidden]],
  ["such a text changed", true, text, [hidden, { ...hidden, "b.ts": `${secret}// a remark\n` }]],
  ["it names a file with a credential that it read", true, named, [hidden, hidden]],
  ["it quotes the credential", true, quoted, [hidden, hidden]],
  ["it read imports of a file with a credential", false, imports, [hidden, hidden]],
  [
    "a file with a credential got an import",
    true,
    imports,
    [hidden, { ...first, "b.ts": `import "./a.js";\n${secret}` }],
  ],
])("when %s, asked again: %s", async (_, isAgain, ask, runs) => {
  expect(await isAskedAgain(ask, runs)).toBe(isAgain);
});

test("another thing given asks again", async () => {
  expect(await isAskedAgain(sayers, [first, first], { given: ["a page", "the page, edited"] })).toBe(true);
});

test("what was asked aside counts by its answer, not by the file", async () => {
  const lines = (path: string, { files }: Survey): string =>
    (files.get(path)?.source.text ?? "").slice(0, 12);
  const ask: Ask = (_, note) => {
    note("b.ts");
  };
  expect(await isAskedAgain(ask, [first, comment], { aside: lines })).toBe(false);
  expect(await isAskedAgain(ask, [first, moved], { aside: lines })).toBe(true);
  expect(await isAskedAgain(ask, [first, { ...first, "a.ts": `// above\n${a}` }], { aside: lines })).toBe(
    false,
  );
});

test("no credential gets into what is kept", async () => {
  const memory = new Notebook();
  const survey = await surveyCode({ ...first, "b.ts": secret });
  const keeper = new AnswerKeeper(memory, survey);
  const whole = (watched: Survey): Promise<unknown> =>
    Promise.resolve([...watched.files.values()].map(({ source }) => source.text));
  await keeper.answer({ name: "all texts", given: "", make: whole });
  keeper.save();
  expect(JSON.stringify(memory.answers)).not.toContain("0123456789abcdef");
  expect(memory.answers?.answers).toEqual({});
  expect(memory.answers?.files.map(({ shown }) => shown !== undefined)).toEqual([false, true]);
});
