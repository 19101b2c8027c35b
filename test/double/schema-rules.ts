/** What the vendors refuse in a JSON schema for structured output, by their documentation. */
import { isObject, type JsonObject } from "./json.js";

export interface SchemaRules {
  /** OpenAI's strict mode takes no optional field at all. */
  readonly mostOptional: number;
  readonly mostUnions: number;
  readonly mostDepth: number;
  readonly refusedKeywords: readonly string[];
}

/** A field of a schema and what is wrong with it, as `properties.lines: …`. */
export type Complaint = string;

export function complaintsAboutSchema(schema: JsonObject, rules: SchemaRules): readonly Complaint[] {
  const nodes = nodesOf(schema, "schema", 1);
  const optional = nodes.flatMap(({ node }) => optionalFields(node));
  const unions = nodes.filter(({ node }) => "anyOf" in node || Array.isArray(node["type"]));
  const deepest = Math.max(...nodes.map(({ depth }) => depth));
  return [
    ...(schema["type"] === "object" ? [] : ["schema: the root must be an object"]),
    ...nodes.flatMap(({ node, path }) => complaintsAboutNode(node, rules).map((text) => `${path}: ${text}`)),
    ...(optional.length > rules.mostOptional
      ? [`schema: ${optional.length} optional fields, at most ${rules.mostOptional}: ${optional.join(", ")}`]
      : []),
    ...(unions.length > rules.mostUnions
      ? [`schema: ${unions.length} unions, at most ${rules.mostUnions}`]
      : []),
    ...(deepest > rules.mostDepth ? [`schema: ${deepest} levels, at most ${rules.mostDepth}`] : []),
  ];
}

interface SchemaNode {
  readonly node: JsonObject;
  readonly path: string;
  readonly depth: number;
}

function nodesOf(node: JsonObject, path: string, depth: number): readonly SchemaNode[] {
  const inner = [
    ...Object.entries(isObject(node["properties"]) ? node["properties"] : {}),
    ...(isObject(node["items"]) ? [["items", node["items"]] as const] : []),
    ...(Array.isArray(node["anyOf"]) ? node["anyOf"].map((option, i) => [String(i), option] as const) : []),
  ];
  return [
    { node, path, depth },
    ...inner.flatMap(([name, value]) =>
      isObject(value) ? nodesOf(value, `${path}.${name}`, depth + 1) : [],
    ),
  ];
}

function complaintsAboutNode(node: JsonObject, { refusedKeywords }: SchemaRules): readonly string[] {
  const refused = refusedKeywords.filter((keyword) => keyword in node);
  const open = node["type"] === "object" && node["additionalProperties"] !== false;
  return [
    ...refused.map((keyword) => `'${keyword}' is not permitted`),
    ...(open ? ["'additionalProperties' is required to be supplied and to be false"] : []),
  ];
}

function optionalFields(node: JsonObject): readonly string[] {
  const required = Array.isArray(node["required"]) ? node["required"] : [];
  const properties = isObject(node["properties"]) ? Object.keys(node["properties"]) : [];
  return properties.filter((name) => !required.includes(name));
}
