/** Whether the jobs of a program are kept apart. */
import { plural } from "../lib/text.js";
import { defineSignal } from "../model/signal.js";
import type { SurveyedFile } from "../model/survey.js";
import { withoutComments } from "../syntax/growth.js";
import { implementation } from "../syntax/implementation.js";
import { codeLines, placeOfFile } from "../syntax/own-code.js";

/** Jobs that change for different reasons, by what code that does them looks like in any of our languages. */
const concerns: Readonly<Record<string, RegExp>> = {
  routes:
    /@[\w.]+\.(?:get|post|put|patch|delete|route)\(|\b(?:app|router|api|fastify)\.(?:get|post|put|patch|delete)\(|\bHandleFunc\(|http\.ResponseWriter|@(?:Get|Post|Put|Delete|Request)Mapping|\bRouter::new\(|\bcreateServer\(/,
  storage:
    /\b(?:redis|mongo|motor|pymongo|sqlalchemy|psycopg2?|asyncpg|sqlite3|boto3|aioboto3|ioredis|mongodb|mongoose|prisma|knex|typeorm|database\/sql|gorm|sqlx|diesel|jdbc|Ecto)\b/i,
  configuration:
    /\bos\.environ\b|\bos\.getenv\(|\bprocess\.env\b|\bos\.Getenv\(|\bSystem\.getenv\(|\benv::var\(|BaseSettings\b/,
  authentication:
    /\bjwt\b|\bverify_?token\b|\bauthenticate\b|\bHTTPBearer\b|\bpassport\b|\bbcrypt\b|\bargon2\b/i,
  background:
    /\bThread\(|\bcreate_task\(|\bsetInterval\(|\bscheduler\b|\bcelery\b|\bnew Worker\(|\bgo func\(|\btokio::spawn\(|\bworker\b/i,
  models:
    /\(BaseModel\)|@dataclass\b|\bz\.object\(|^type \w+ struct\b|@Entity\b|#\[derive\([^)]*(?:Serialize|Deserialize)/m,
};

/** A file with up to this many jobs is read as one thing. */
const mostConcerns = 2;
/** Small programs may hold all jobs in two or three pages; from here on nobody has them in view at once. */
const smallProgram = 120;
const largeProgram = 220;

export default defineSignal({
  title: "Concerns kept apart",
  advice: "Divide the large file by its jobs",
  why: "Routes, storage, configuration, authentication, background work and data shapes change for different reasons. Code in a file with at most two of these jobs counts in full, in one with six by a third (two of six), however long the file is. Below 120 lines of code a file may hold them all, from 220 on it may not; between the two the loss grows evenly.",
  sameFaults: ["oversized-file"],
  measure({ survey }) {
    const files = implementation(survey).map((file) => ({
      file,
      lines: codeLines(file),
      jobs: jobsOf(file),
    }));
    const all = files.reduce((sum, { lines }) => sum + lines, 0);
    if (all === 0) return { value: null, says: "no code" };
    const mixed = files.filter((each) => each.jobs.length > mostConcerns && each.lines > smallProgram);
    const lost = mixed.reduce((sum, each) => sum + each.lines * lossOf(each), 0);
    const [worst] = [...mixed].sort((a, b) => b.lines - a.lines);
    return {
      value: 1 - lost / all,
      says: worst
        ? `${files.length === 1 ? "everything in one file: " : ""}\`${worst.file.source.path}\` holds ${worst.jobs.join(", ")} in ${worst.lines} lines of code`
        : `${plural(files.length, "file")} without a mixture of jobs`,
      places: worst ? [placeOfFile(worst.file)] : [],
    };
  },
});

interface Measured {
  readonly lines: number;
  readonly jobs: readonly string[];
}

function lossOf({ lines, jobs }: Measured): number {
  const excess = Math.min(1, (lines - smallProgram) / (largeProgram - smallProgram));
  return excess * (1 - mostConcerns / jobs.length);
}

function jobsOf(file: SurveyedFile): readonly string[] {
  const code = withoutComments(file);
  return Object.entries(concerns).flatMap(([name, pattern]) => (pattern.test(code) ? [name] : []));
}
