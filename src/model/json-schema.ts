/** The part of JSON Schema that every provider accepts: closed objects, all fields required, no unions, no bounds. */
export type JsonSchema =
  | { readonly type: "string"; readonly description?: string; readonly enum?: readonly string[] }
  | { readonly type: "integer" | "boolean"; readonly description?: string }
  | { readonly type: "array"; readonly description?: string; readonly items: JsonSchema }
  | {
      readonly type: "object";
      readonly description?: string;
      readonly properties: Readonly<Record<string, JsonSchema>>;
      readonly required: readonly string[];
      readonly additionalProperties: false;
    };
