/** The part of a project that does its job: without examples, tools of its build, and what a bundler wrote of it. */
import type { Survey, SurveyedFile } from "../model/survey.js";
import { Latest } from "./latest.js";
import { ownCode } from "./own-code.js";

/** Folders that show, measure or describe the code, unless they lie within it. */
const beside =
  /^(?:examples?|samples?|demos?|docs?|documentation|website|bench(?:es|marks?)?|evaluation|fuzz(?:ing)?)$/i;
/** Such folders hold tools of the project itself only where they stand at its top. */
const besideAtTop = /^(?:scripts?|tools?|tasks|web|site|www)$/i;
const within = /^(?:src|source|lib|app|internal|pkg|cmd)$/i;
const builds =
  /(?:^|\/)(?:setup\.py|noxfile\.py|conf\.py|build\.rs|(?:grunt|gulp|jake|cake)file\.[cm]?[jt]s|[\w.-]+\.config\.[cm]?[jt]s|(?:webpack|rollup|karma)[\w.-]*\.[cm]?[jt]s)$/i;
/** Where compilers and bundlers of JavaScript put their output. */
const output = /^(?:dist|build|bundle|min|umd|out)$/i;
/** The loaders of browserify and webpack, and files named after what was done to them. */
const bundled =
  /\bfunction \w\(\w(?:, ?\w){1,2}\) ?\{\s*function \w\(\w(?:, ?\w)?\) ?\{\s*if ?\(!\w\[\w\]\)|\b__webpack_require__\b|\bwebpackBootstrap\b/;
const bundledName = /[.-](?:min|bundle|umd)\.[cm]?js$/i;
/** Bundlers begin with their loader; further down only a program about bundles has one. */
const loaderWithin = 3000;

const known = new Latest<Survey, readonly SurveyedFile[]>();

/** What signals measure; all code where nothing else is left, as in a project of examples. */
export function implementation(survey: Survey): readonly SurveyedFile[] {
  return known.of(survey, () => {
    const code = ownCode(survey);
    const main = code.filter((file) => !isBeside(file.source.path) && !isOutput(file));
    return main.length > 0 ? main : code;
  });
}

/** What compilers and bundlers wrote of it, where the project has more than that. */
export function builtFiles(survey: Survey): readonly SurveyedFile[] {
  const main = new Set(implementation(survey));
  return ownCode(survey).filter((file) => isOutput(file) && !main.has(file));
}

function isBeside(path: string): boolean {
  const folders = foldersBefore(path, within);
  return (
    builds.test(path) || besideAtTop.test(folders[0] ?? "") || folders.some((folder) => beside.test(folder))
  );
}

function isOutput({ source, tree }: SurveyedFile): boolean {
  if (tree.family !== "typescript") return false;
  return (
    foldersBefore(source.path, within).some((folder) => output.test(folder)) ||
    bundledName.test(source.path) ||
    isBundle(source.text)
  );
}

/** A bundler wrote the text of a file in JavaScript. */
export function isBundle(text: string): boolean {
  return bundled.test(text.slice(0, loaderWithin));
}

/** The folders of a path up to the first that matches: what comes after is the code's own business. */
function foldersBefore(path: string, end: RegExp): readonly string[] {
  const folders = path.split("/").slice(0, -1);
  const last = folders.findIndex((folder) => end.test(folder));
  return last === -1 ? folders : folders.slice(0, last);
}
