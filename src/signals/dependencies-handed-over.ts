/** Whether parts are given what they work with, or reach for it. */
import { defineSignal } from "../model/signal.js";
import type { SurveyedFile } from "../model/survey.js";
import { withoutComments } from "../syntax/growth.js";
import { implementation } from "../syntax/implementation.js";
import { placeOf } from "../syntax/own-code.js";

/** Clients of stores and services, by how they are made. */
const made =
  /\b(?:Redis|StrictRedis|MongoClient|AsyncIOMotorClient|Elasticsearch|Pool|PrismaClient|S3Client|DynamoDBClient)\(|\b(?:aio)?redis\.from_url\(|\bboto3\.(?:client|resource)\(|\bcreate_(?:async_)?engine\(|\bcreate_pool\(|\bsqlite3\.connect\(|\bsql\.Open\(|\bredis\.NewClient\(|\bcreateClient\(|\bcreatePool\(|\b(?:Async)?Client\(\s*(?:base_url|timeout)/g;

export default defineSignal({
  title: "Clients handed over",
  advice: "Make clients when the program starts, and hand them to those who use them",
  why: "A client made while a module loads cannot be replaced in a test, opened late or closed in order. Measured is the share of clients of stores and services that are made inside a function or a class and not beside them; programs without such clients are not measured.",
  sameFaults: ["global-client"],
  measure({ survey }) {
    const clients = implementation(survey).flatMap((file) =>
      Array.from(withoutComments(file).matchAll(made), (match) => ({
        file,
        span: { start: match.index, end: match.index + match[0].length },
        isGlobal: !isInFunction(file, match.index),
      })),
    );
    if (clients.length === 0) return { value: null, says: "no clients of stores or services" };
    const globals = clients.filter(({ isGlobal }) => isGlobal);
    return {
      value: 1 - globals.length / clients.length,
      says:
        globals.length === 0
          ? "clients are made where they can be replaced and closed"
          : `${globals.length} of ${clients.length} clients are made while the module loads`,
      places: globals.slice(0, 2).map(({ file, span }) => placeOf(file, span)),
    };
  },
});

function isInFunction({ outline }: SurveyedFile, at: number): boolean {
  return outline.functions.some(({ bodySpan }) => bodySpan.start <= at && bodySpan.end > at);
}
