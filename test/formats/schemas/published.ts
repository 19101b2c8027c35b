/** Schemas as their owners publish them, where PUBLISHED_SCHEMAS says in which folder they lie; their licences keep them out of here. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";

/**
 * What a document has against the schema; nothing where no folder is named.
 * @param file of OASIS, `sarif-schema-2.1.0.json`; of reviewdog, `DiagnosticResult.json`, `Diagnostic.json`
 */
export function publishedDemands(
  file: "sarif-schema-2.1.0.json" | "DiagnosticResult.json" | "Diagnostic.json",
): (document: unknown) => readonly unknown[] {
  const { PUBLISHED_SCHEMAS: folder } = process.env;
  if (folder === undefined) return () => [];
  const schema = JSON.parse(readFileSync(join(folder, file), "utf8")) as Record<string, unknown>;
  const options = { strict: false, allErrors: true, validateFormats: false };
  // Both are of draft 4, which ajv reads as draft 7 once the `id` is gone.
  const validate = new Ajv(options).compile({
    ...schema,
    id: undefined,
    $schema: "http://json-schema.org/draft-07/schema#",
  });
  return (document) => (validate(document) ? [] : (validate.errors ?? []));
}
