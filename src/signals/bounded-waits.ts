/** Whether calls to other systems end by themselves. */
import { defineSignal } from "../model/signal.js";
import { withoutComments } from "../syntax/growth.js";
import { ownCode, placeOf } from "../syntax/own-code.js";

const remote =
  /^(?:redis|pymongo|motor|aioboto3|boto3|httpx|aiohttp|requests|asyncpg|psycopg2?|ioredis|mongodb|pg|axios|undici|net\/http|github\.com\/(?:redis|go-redis|jackc)|reqwest|sqlx|java\.net\.http|okhttp3)\b/;
const limit =
  /timeout|deadline|AbortSignal|WithTimeout|serverSelectionTimeoutMS|connect_timeout|read_timeout/i;

export default defineSignal({
  title: "Waits with an end",
  why: "A call without a limit hangs with its neighbour. Measured is the share of files that talk to other systems and name a limit; programs that talk to none are not measured.",
  measure({ survey }) {
    const files = ownCode(survey).filter(({ outline }) =>
      outline.calls.some(
        ({ origin, callee }) => (origin !== null && remote.test(origin)) || callee === "fetch",
      ),
    );
    const clients = files.filter((file) => makesClient(withoutComments(file)));
    const measured = clients.length > 0 ? clients : files;
    if (measured.length === 0) return { value: null, says: "no call leaves the program" };
    const bounded = measured.filter((file) => limit.test(withoutComments(file)));
    const shown = measured
      .filter((file) => !bounded.includes(file))
      .flatMap((file) => {
        const call = file.outline.calls.find(({ origin }) => origin !== null && remote.test(origin));
        return call ? [placeOf(file, call.span)] : [];
      });
    return {
      value: bounded.length / measured.length,
      says: `${bounded.length} of ${measured.length} files that talk to other systems set a limit`,
      places: shown.slice(0, 2),
    };
  },
});

function makesClient(code: string): boolean {
  return /from_url\(|MongoClient\(|MotorClient\(|Redis\(|create_pool\(|new (?:Pool|Client|Redis)\(|createClient\(|http\.Client\{|AsyncClient\(|ClientSession\(|NewClient\(/.test(
    code,
  );
}
