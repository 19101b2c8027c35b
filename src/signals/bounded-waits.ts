/** Whether calls to other systems, and from them, end by themselves. */
import { defineSignal } from "../model/signal.js";
import type { SurveyedFile } from "../model/survey.js";
import { withoutComments } from "../syntax/growth.js";
import { implementation } from "../syntax/implementation.js";
import { placeOf, placeOfFile } from "../syntax/own-code.js";

const remote =
  /^(?:redis|pymongo|motor|aioboto3|boto3|httpx|aiohttp|requests|urllib\.request|asyncpg|psycopg2?|ioredis|mongodb|pg|axios|undici|github\.com\/(?:redis|go-redis|jackc)|reqwest|sqlx|java\.net\.http|okhttp3)\b|^net\/http\.(?:Get|Post|Head|PostForm|NewRequest\w*|DefaultClient)\b/;
/** Where a client is made, or a server of Go, whose defaults wait for ever: the limit belongs there. */
const makers =
  /\bfrom_url\(|MongoClient\(|MotorClient\(|\bRedis\(|create_pool\(|new (?:Pool|Client|Redis)\(|\bcreateClient\(|http\.Client\{|http\.Server\{|http\.ListenAndServe\w*\(|AsyncClient\(|ClientSession\(|NewClient\(/;
const limit =
  /timeout|deadline|AbortSignal|WithTimeout|serverSelectionTimeoutMS|connect_timeout|read_timeout/i;

export default defineSignal({
  title: "Waits with an end",
  advice: "Give every call to another system a time limit",
  why: "A call without a limit hangs with its neighbour. Measured is the share of files that make clients (or servers in Go, which wait for ever by default) and name a limit, or of those that call other systems where no client is made; programs that do neither are not measured.",
  sameFaults: ["missing-timeout"],
  measure({ survey }) {
    const code = implementation(survey);
    const clients = code.filter((file) => makers.test(withoutComments(file)));
    const measured = clients.length > 0 ? clients : code.filter(callsOut);
    if (measured.length === 0) return { value: null, says: "no call leaves the program" };
    const open = measured.filter((file) => !limit.test(withoutComments(file)));
    return {
      value: 1 - open.length / measured.length,
      says: `${measured.length - open.length} of ${measured.length} files that talk to other systems set a limit`,
      places: open.slice(0, 2).map(firstCall),
    };
  },
});

function callsOut({ outline }: SurveyedFile): boolean {
  return outline.calls.some(
    ({ origin, callee }) => (origin !== null && remote.test(origin)) || callee === "fetch",
  );
}

function firstCall(file: SurveyedFile) {
  const made = makers.exec(withoutComments(file));
  if (made) return placeOf(file, { start: made.index, end: made.index + made[0].length });
  const call = file.outline.calls.find(
    ({ origin, callee }) => (origin !== null && remote.test(origin)) || callee === "fetch",
  );
  return call ? placeOf(file, call.span) : placeOfFile(file);
}
