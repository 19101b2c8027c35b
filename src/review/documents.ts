/** Plans and specifications that a review holds the code against: read, split, judged, and without their credentials. */
import type { Catalog } from "../catalog/catalog.js";
import { readDocument } from "../gather/read-document.js";
import { conform } from "../judge/conform.js";
import { redactor } from "../judge/redact.js";
import { UserError } from "../model/errors.js";
import type { Conformance, Statement } from "../model/statement.js";
import type { Survey } from "../model/survey.js";
import { splitStatements } from "../survey/statements.js";
import { survey as makeSurvey } from "../survey/survey.js";

type Languages = Pick<Catalog, "languages">;

interface Request {
  /** Folder the paths are relative to. */
  readonly cwd: string;
  readonly plans?: readonly string[];
}

/** Masks the credentials of a text that is none of the reviewed files. */
export async function redactorOf(
  text: string,
  { languages }: Languages,
): Promise<ReturnType<typeof redactor>> {
  const source = { path: "text", language: "text", text, isTest: false };
  return redactor((await makeSurvey([source], languages, new AbortController().signal)).survey);
}

/** A plan or a specification, read and split. */
export interface Document {
  readonly path: string;
  readonly statements: readonly Statement[];
}

/** @throws UserError path-missing, document-unreadable, plan-without-statements */
export async function readDocuments({ cwd, plans = [] }: Request): Promise<readonly Document[]> {
  return Promise.all(
    [...new Set(plans)].map(async (path) => {
      const statements = splitStatements(await readDocument(cwd, path));
      if (statements.length === 0) throw new UserError("plan-without-statements", { path });
      return { path, statements };
    }),
  );
}

/** Plans may quote credentials, too. */
export async function holdAgainst(
  documents: readonly Document[],
  survey: Survey,
  catalog: Languages,
): Promise<Conformance[]> {
  const redact = await redactorOf(JSON.stringify(documents), catalog);
  const judged = documents.map(({ path, statements }) => ({
    path,
    statements: [...conform(statements, survey, "names")],
  }));
  return redact(redactor(survey)(judged));
}
