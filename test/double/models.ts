/** The lists of models of both wire formats. */
import { type Raw, type Rejection, json } from "./answer.js";
import type { JsonObject } from "./json.js";
import type { Desk } from "./server.js";
import type { Wire } from "./wire.js";

const someModels: readonly string[] = ["double-large", "double-small"];

/** Answers `/v1/models` and `/v1/models/ID`. */
export function modelAnswer(path: string, wire: Wire, { options }: Desk): Raw | Rejection {
  const models = options.models ?? someModels;
  const describe = wire.id === "anthropic" ? anthropicModel : openaiModel;
  if (path.endsWith("/models")) return json(listed(models.map(describe), wire));
  const id = /\/models\/([^/]+)$/.exec(path)?.[1];
  if (id === undefined) return wire.errors.notFound(path);
  const name = decodeURIComponent(id);
  return models.includes(name) ? json(describe(name)) : wire.errors.unknownModel(name);
}

function listed(data: readonly JsonObject[], { id }: Wire): JsonObject {
  if (id === "openai") return { object: "list", data };
  return { data, has_more: false, first_id: data[0]?.["id"] ?? null, last_id: data.at(-1)?.["id"] ?? null };
}

function openaiModel(id: string): JsonObject {
  return { id, object: "model", created: 1_790_000_000, owned_by: "double" };
}

function anthropicModel(id: string): JsonObject {
  return {
    type: "model",
    id,
    display_name: id,
    created_at: "2026-10-21T00:00:00Z",
    deprecated_at: null,
    retires_at: null,
    lifecycle: "active",
    line: null,
    max_input_tokens: 200_000,
    max_tokens: 64_000,
    capabilities: { structured_outputs: { supported: true }, batch: { supported: true } },
  };
}
