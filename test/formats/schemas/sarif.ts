/** What SARIF 2.1.0 demands of the parts that we write, and GitHub's code scanning beyond it, written anew as a closed schema. */

// After the OASIS schema (docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas) and GitHub's documentation of what
// it supports; what is not named here fails. The test also takes the published file (published.ts).

const text = { type: "string", minLength: 1 };
const positive = { type: "integer", minimum: 1 };

function closed(properties: Readonly<Record<string, unknown>>, required: readonly string[] = []): object {
  return { type: "object", additionalProperties: false, properties, required };
}

function list(items: object, maxItems?: number): object {
  return { type: "array", items, ...(maxItems === undefined ? {} : { maxItems }) };
}

const level = { enum: ["none", "note", "warning", "error"] };
const bag = { type: "object" };
const message = closed({ text }, ["text"]);
/** RFC 3986: a relative reference without characters that have to be encoded. */
const uri = {
  type: "string",
  pattern: "^(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-Fa-f]{2})+$",
  not: { pattern: "^/" },
};
const artifactLocation = closed({ uri, uriBaseId: { const: "%SRCROOT%" } }, ["uri"]);
const region = {
  ...closed(
    {
      startLine: positive,
      startColumn: positive,
      endLine: positive,
      endColumn: positive,
      snippet: closed({ text }, ["text"]),
    },
    ["startLine", "endLine"],
  ),
};
const location = closed(
  {
    id: { type: "integer", minimum: 0 },
    physicalLocation: closed({ artifactLocation, region }, ["artifactLocation"]),
    logicalLocations: list(closed({ fullyQualifiedName: text, kind: text })),
    message,
  },
  ["physicalLocation"],
);

/** GitHub takes no longer description than this. */
const description = closed({ text: { ...text, maxLength: 1024 } }, ["text"]);
const rule = closed(
  {
    id: text,
    shortDescription: description,
    fullDescription: description,
    help: closed({ text, markdown: text }, ["text"]),
    defaultConfiguration: closed({ level }, ["level"]),
    properties: closed(
      {
        tags: { ...list(text, 20), uniqueItems: true },
        precision: { enum: ["very-high", "high", "medium", "low"] },
        "problem.severity": { enum: ["error", "warning", "recommendation"] },
        "security-severity": { type: "string", pattern: "^(?:10\\.0|[0-9]\\.[0-9])$" },
      },
      ["tags", "problem.severity"],
    ),
  },
  ["id", "shortDescription", "fullDescription", "help", "defaultConfiguration", "properties"],
);

const suppression = closed(
  {
    kind: { enum: ["inSource", "external"] },
    status: { enum: ["accepted", "underReview", "rejected"] },
    justification: text,
    properties: bag,
  },
  ["kind"],
);

const threadFlowLocation = closed({ location, executionOrder: { type: "integer", minimum: 0 } }, [
  "location",
]);
const codeFlow = closed(
  {
    threadFlows: {
      ...list(closed({ locations: { ...list(threadFlowLocation, 1000), minItems: 1 } }, ["locations"])),
      minItems: 1,
    },
  },
  ["threadFlows"],
);

const replacement = closed(
  {
    deletedRegion: closed({
      startLine: positive,
      startColumn: positive,
      endLine: positive,
      endColumn: positive,
    }),
    insertedContent: closed({ text: { type: "string" } }, ["text"]),
  },
  ["deletedRegion"],
);
const fix = closed(
  {
    description: message,
    artifactChanges: list(
      closed({ artifactLocation, replacements: list(replacement) }, ["artifactLocation", "replacements"]),
    ),
  },
  ["artifactChanges"],
);

const result = closed(
  {
    ruleId: text,
    ruleIndex: { type: "integer", minimum: 0 },
    level,
    message,
    locations: { ...list(location, 1), minItems: 1 },
    relatedLocations: list(location, 99),
    codeFlows: list(codeFlow),
    partialFingerprints: closed({
      primaryLocationLineHash: { type: "string", pattern: "^[0-9a-f]{1,16}:[1-9][0-9]*$" },
      "sessionReview/v1": text,
    }),
    baselineState: { enum: ["new", "unchanged", "updated", "absent"] },
    suppressions: list(suppression),
    fixes: list(fix),
    rank: { type: "number", minimum: 0, maximum: 100 },
    properties: bag,
  },
  ["ruleId", "ruleIndex", "message", "locations"],
);

const notification = closed({ level, message, locations: list(location, 100) }, ["message"]);
const invocation = closed(
  { executionSuccessful: { type: "boolean" }, toolExecutionNotifications: list(notification) },
  ["executionSuccessful"],
);

const driver = closed({ name: text, semanticVersion: text, rules: list(rule, 25_000) }, ["name"]);
const run = closed(
  {
    tool: closed({ driver }, ["driver"]),
    automationDetails: closed({ id: { type: "string", pattern: "/$" } }, ["id"]),
    columnKind: { const: "utf16CodeUnits" },
    invocations: list(invocation),
    results: list(result, 5_000),
  },
  ["tool", "results"],
);

export const sarifDemands = closed(
  { $schema: { type: "string" }, version: { const: "2.1.0" }, runs: { ...list(run, 20), minItems: 1 } },
  ["$schema", "version", "runs"],
);
