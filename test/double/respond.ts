/** From a request to its response: which wire format, whether it may, what the script says, what it costs. */
import type { IncomingHttpHeaders } from "node:http";
import { anthropicWire } from "./anthropic/wire.js";
import { countedTokens, keyOf } from "./anthropic/request.js";
import { type Answer, type Rejection, type Reply, json, withHeaders } from "./answer.js";
import type { Asked } from "./asked.js";
import type { Bill } from "./bill.js";
import type { CacheUse } from "./cache.js";
import { type Line, deliver, reset, silence } from "./delivery.js";
import { isObject, parseJson } from "./json.js";
import { modelAnswer } from "./models.js";
import { openaiWire } from "./openai/wire.js";
import type { Recorder } from "./recorder.js";
import type { Desk } from "./server.js";
import { firstTokens, tokensIn } from "./tokens.js";
import { type Incoming, type Wire, isRejection } from "./wire.js";

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: Buffer;
  readonly note: ReturnType<Recorder["begin"]>;
  readonly line: Line;
}

export async function respond(request: Request, desk: Desk): Promise<void> {
  const wire = "anthropic-version" in request.headers ? anthropicWire : openaiWire;
  const path = request.path.replace(/\?.*$/, "");
  if (request.method === "GET") return send(modelAnswer(path, wire, desk), request, wire);
  const body = parseJson(request.raw.toString("utf8"));
  if (!isObject(body)) return send(wire.errors.badRequest("could not parse the JSON body"), request, wire);
  const incoming = { number: 0, headers: request.headers, body };
  if (path.endsWith("/v1/messages")) return question(incoming, anthropicWire, { request, desk });
  if (path.endsWith("/chat/completions")) return question(incoming, openaiWire, { request, desk });
  if (path.endsWith("/v1/messages/count_tokens")) return count(incoming, request, desk);
  return send(wire.errors.notFound(path), request, wire);
}

interface Scene {
  readonly request: Request;
  readonly desk: Desk;
}

async function question(incoming: Incoming, wire: Wire, { request, desk }: Scene): Promise<void> {
  desk.questions += 1;
  const asked = wire.read({ ...incoming, number: desk.questions });
  if (isRejection(asked)) return send(asked, request, wire);
  request.note({ asked });
  const refused = refusedAtTheDoor(asked, wire, desk);
  if (refused) return send(refused, request, wire);
  const use = wire.useCache(asked, desk.caches[wire.id]);
  const quota = desk.quotas[wire.id];
  const allowed = quota.take(use.total);
  const limitHeaders = wire.limitHeaders(quota.left());
  if (!allowed) {
    const seconds = String(Math.ceil(quota.left().resetsIn / 1000));
    return send(wire.errors.rateLimit({ ...limitHeaders, "retry-after": seconds }), request, wire);
  }
  const answer = await desk.script(asked);
  if (answer.kind !== "reply") return send(withHeaders(answer, limitHeaders), request, wire);
  await sendReply(bounded(answer, asked), { asked, use, wire, limitHeaders }, { request, desk });
}

function refusedAtTheDoor({ key, model }: Asked, { errors }: Wire, { options }: Desk): Rejection | null {
  if (options.key !== undefined && key !== options.key) return errors.authentication(key);
  if (options.models && !options.models.includes(model)) return errors.unknownModel(model);
  return null;
}

/** The reply as far as the tokens asked for reach. */
function bounded(reply: Reply, { mostTokens }: Asked): Reply {
  if (reply.limit === "ignored" || tokensIn(reply.text) <= mostTokens) return reply;
  return { ...reply, text: firstTokens(reply.text, mostTokens), stop: "length" };
}

interface Question {
  readonly asked: Asked;
  readonly use: CacheUse;
  readonly wire: Wire;
  readonly limitHeaders: Readonly<Record<string, string>>;
}

async function sendReply(
  reply: Reply,
  { asked, use, wire, limitHeaders }: Question,
  scene: Scene,
): Promise<void> {
  const { request, desk } = scene;
  const bill = billFor(use, reply);
  const written = { asked, reply, bill, id: String(asked.number).padStart(8, "0"), at: desk.options.now() };
  const whole = asked.stream ? "" : JSON.stringify(wire.json(written));
  const half = Math.floor(whole.length / 2);
  request.note({ status: 200, bill });
  const ending = await deliver(
    {
      status: 200,
      headers: {
        ...limitHeaders,
        [wire.requestIdHeader]: `req_${written.id}`,
        "content-type": asked.stream ? "text/event-stream; charset=utf-8" : "application/json",
      },
      pieces: asked.stream ? wire.events(written) : [whole.slice(0, half), whole.slice(half)],
      travel: asked.stream ? reply.travel : halved(reply.travel),
      pace: desk.options.pace(asked),
      errorPiece: asked.stream ? wire.errorEvent() : null,
      onFirst: use.publish,
    },
    request.line,
  );
  request.note({ ending });
}

/** A JSON body has two pieces: whatever interrupts it does so in its middle. */
function halved(travel: Reply["travel"]): Reply["travel"] {
  if (travel.kind === "error") return { kind: "cut", after: 1 };
  return "after" in travel ? { ...travel, after: 1 } : travel;
}

function billFor({ total, read, written, writtenHour }: CacheUse, { text, refusal }: Reply): Bill {
  return {
    input: total - read - written - writtenHour,
    cacheRead: read,
    cacheWrite: written,
    cacheWriteHour: writtenHour,
    output: tokensIn(text) + tokensIn(refusal),
  };
}

async function count(incoming: Incoming, request: Request, desk: Desk): Promise<void> {
  const counted = countedTokens(incoming, desk.caches.anthropic);
  const key = keyOf(incoming.headers);
  const isKnown = desk.options.key === undefined || key === desk.options.key;
  if (!isKnown) return send(anthropicWire.errors.authentication(key), request, anthropicWire);
  if (typeof counted !== "number") return send(counted, request, anthropicWire);
  return send(json({ input_tokens: counted }), request, anthropicWire);
}

/** Everything but replies. */
async function send(answer: Exclude<Answer, Reply>, { note, line }: Request, wire: Wire): Promise<void> {
  if (answer.kind === "silence") return note({ ending: await silence(line) });
  if (answer.kind === "reset") return note({ ending: reset(line) });
  const isRaw = answer.kind === "raw";
  note({ status: answer.status });
  line.response.writeHead(answer.status, {
    "content-type": isRaw ? answer.type : "application/json",
    [wire.requestIdHeader]: "req_double",
    ...(isRaw ? {} : answer.headers),
  });
  const ending = await new Promise<"whole">((done) => {
    line.response.end(isRaw ? answer.bytes : JSON.stringify(answer.body), () => done("whole"));
  });
  note({ ending });
}
