/** Makes the plainest value that a JSON schema allows. */
import { type JsonObject, isObject, objectAt } from "./json.js";

/** Empty texts and lists, zero, no; of an enumeration the one that decides least; the canary where it belongs. */
export function fill(schema: JsonObject, canary: string): unknown {
  if (Array.isArray(schema["enum"])) return leastDecisive(schema["enum"]);
  switch (schema["type"]) {
    case "object":
      return Object.fromEntries(
        Object.entries(objectAt(schema, "properties")).map(([name, inner]) => [
          name,
          name === "canary" ? canary : fill(isObject(inner) ? inner : {}, canary),
        ]),
      );
    case "array":
      return [];
    case "integer":
    case "number":
      return 0;
    case "boolean":
      return false;
    default:
      return "";
  }
}

function leastDecisive(values: readonly unknown[]): unknown {
  return values.find((value) => /unclear|unsure|unknown|cannot|none/.test(String(value))) ?? values[0];
}
