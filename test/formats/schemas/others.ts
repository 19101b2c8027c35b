/** What GitLab's documentation of Code Quality and reviewdog's messages demand, written anew as closed schemas. */

// After docs.gitlab.com/ci/testing/code_quality and reviewdog's proto/rdf/reviewdog.proto; what is not named here fails.

const text = { type: "string", minLength: 1 };
const line = { type: "integer", minimum: 1 };

function closed(properties: Readonly<Record<string, unknown>>, required: readonly string[]): object {
  return { type: "object", additionalProperties: false, properties, required };
}

export const gitlabDemands = {
  type: "array",
  items: closed(
    {
      description: text,
      check_name: text,
      fingerprint: text,
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: closed(
        { path: { ...text, not: { pattern: "^(?:\\./|/)" } }, lines: closed({ begin: line }, ["begin"]) },
        ["path", "lines"],
      ),
    },
    ["description", "check_name", "fingerprint", "severity", "location"],
  ),
};

const position = closed({ line, column: line }, ["line"]);
const range = closed({ start: position, end: position }, ["start"]);
const diagnostic = {
  message: text,
  location: closed({ path: text, range }, ["path"]),
  severity: { enum: ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"] },
  code: closed({ value: text, url: { type: "string", pattern: "^https://" } }, ["value"]),
  suggestions: { type: "array", items: closed({ range, text: { type: "string" } }, ["range", "text"]) },
};
const source = closed({ name: text, url: text }, ["name"]);

/** One line of rdjsonl. */
export const diagnosticDemands = closed({ ...diagnostic, source }, [
  "message",
  "location",
  "severity",
  "source",
]);

export const rdjsonDemands = closed(
  { source, diagnostics: { type: "array", items: closed(diagnostic, ["message", "location", "severity"]) } },
  ["source", "diagnostics"],
);
