/** What engineers ask of programs in well-known words, and the signs of it in code. */

export interface Demand {
  readonly name: string;
  readonly asked: RegExp;
  readonly seen: RegExp;
  /** A sign that the code does the opposite: the demand is met in part at best. */
  readonly against?: RegExp;
  /** The opposite is not a weakness but the contrary of what is asked. */
  readonly isContradicted?: boolean;
}

/** One such line breaks the promise, whatever else the code does. */
const contrary = new Set(["no secret in the source", "plain data format", "parameterised SQL"]);

function demand(name: string, asked: RegExp, seen: RegExp, against?: RegExp): Demand {
  return { name, asked, seen, ...(against ? { against, isContradicted: contrary.has(name) } : {}) };
}

/** Signs stand in identifiers and calls; words with many meanings are left out on both sides. */
export const demands: readonly Demand[] = [
  // Traffic
  demand(
    "rate limit",
    /\brate[- ]?limit|\bthrottl/i,
    /rate_?limit|throttl|limiter|too_?many|attempts|failures|lock_?out|\b429\b/i,
  ),
  demand(
    "retry",
    /\bretr(?:y|ies|ied)\b|\btried again\b|\btry again\b/i,
    /retr(?:y|ies)|backoff|tenacity|max_?attempts|attempts?\b/i,
  ),
  demand(
    "growing delay",
    /\b(?:growing|exponential|increasing) (?:delay|back-?off)|\bbackoff\b|\bdelay that doubles\b/i,
    /\*\*\s*\(?attempt|2\s*\*\*|Math\.pow|<<\s*\(?(?:attempt|try|uint)|backoff|\*=\s*2|delay\s*\*\s*2|exponential/i,
  ),
  demand(
    "jitter",
    /\bjitter|\brandom part\b/i,
    /jitter|Math\.random|random\.(?:random|uniform)|rand\.|randomInt/i,
  ),
  demand(
    "time limit",
    /\btime-?outs?\b|\btime limits?\b|\btakes at most\b|\bdeadline/i,
    /time_?out|deadline|AbortSignal|wait_for|WithTimeout|setTimeout/i,
  ),
  demand("circuit breaker", /\bcircuit[- ]?breaker/i, /breaker/i),
  demand(
    "bounded concurrency",
    /\bat (?:most|the same time)\b.*\b(?:at a time|at the same time|concurren\w+|in parallel)\b|\bat most\b.*\bat (?:a|the same) time\b/i,
    /semaphore|concurrency|max_?workers|limit|pool|sem\b|running|active|inflight|make\(chan/i,
  ),
  demand("pagination", /\bpag(?:e|es|ing|inat\w+)\b/i, /\bpage|paginat|offset|cursor|\bLIMIT\b/),
  demand("sorting", /\bsort(?:ed|ing|s)?\b|\border by\b/i, /order_?by|ORDER BY|sort/i),
  demand("filtering in the database", /\bin the database\b/i, /\bWHERE\b|\.filter\(|\.where\(/),
  demand(
    "cancellation",
    /\bcancel(?:led|s|lation)?\b|\bstop the whole\b|\bcontext (?:is|ends)\b|\bits context\b/i,
    /cancel|\bctx\b|abort|signal\b|stop_?event|\.set\(\)/i,
  ),
  // Data
  demand(
    "expiry",
    /\bexpir(?:es?|ed|y|ation)\b|\btime to live\b|\bTTL\b/i,
    /ttl|expir|setex|\bex=|\bPX\b|deadline|pexpire/i,
  ),
  demand(
    "eviction",
    /\bevict|\brecently used\b/i,
    /evict|popitem|move_to_end|\blru\b|OrderedDict|removeEldest|MoveToFront|\.keys\(\)\.next\(\)|next\(iter\(/i,
  ),
  demand(
    "removal of what is old",
    /\bfor ?ever\b|\bby themselves\b/i,
    /sweep|purge|prune|clean_?up|evict|popitem|\bdelete\(|\.delete\(|\.pop\(|\bdel\s|setInterval|Ticker|\.p?expire\(|setex|\bP?EXPIRE\b|\b[EP]X\b|\bex=/,
  ),
  demand(
    "version conflict",
    /\bversion (?:it read|conflict)|\banother write came first\b|\boptimistic\b|\b(?:two|both) writers\b|\bif-match\b/i,
    /version_?conflict|conflict|expected_?version|compare_?and|if_?match|optimistic|\$inc|WATCH|"version":\s*expected|version\s*!==?\s*/i,
  ),
  demand(
    "atomic change",
    /\btogether or not at all\b|\bor none:|\batomic|\ball or nothing\b|\btransaction|\bholds the old state or the new one\b|\bnever looks like a complete\b/i,
    /transaction|BeginTx|\.Begin\(|\bwith\s+(?:self\.)?_?(?:conn|connection|db)\b|commit|rollback|os\.replace|\brename\b|pipeline\(|multi\(|eval\(|atomic|\.move\(/i,
  ),
  demand(
    "lock",
    /\b(?:lock|mutex)\b|\b(?:several|many|two) threads\b|\bat the same (?:moment|time) on\b|\bwhatever runs at the same time\b/i,
    /lock|mutex|synchronized|FOR UPDATE|atomic|UPDATE\s+\w+\s+SET[\s\S]{0,160}?>=/i,
  ),
  demand(
    "idempotency",
    /\bidempoten|\btwice\b.*\b(?:nothing|no)\b|\bhandled already\b|\bno second effect\b|\bsecond time\b|\brepeats? (?:calls|the call)\b|(?<!\bat )\bonce\b\.?$/i,
    /idempot|ON CONFLICT|seen|processed|handled|already|duplicate|dedup|setnx|\bnx\b|released/i,
  ),
  demand("deduplication", /\bdedup|\bduplicates?\b/i, /dedup|duplicate|seen|unique|new Set\(|set\(/i),
  demand(
    "upsert",
    /\bexists is updated\b|\bupsert/i,
    /ON CONFLICT|upsert|INSERT OR REPLACE|UPDATE\s+\w+\s+SET|merge\(/i,
  ),
  demand("archive", /\barchiv(?:e|es|ed|ing|al)\b/i, /archiv/i),
  demand(
    "rehydration",
    /\brehydrat|\bbrings? it back\b|\bputs? it back\b/i,
    /rehydrat|restor|unarchiv|bring_?back|from_?archive|archive\w*\.(?:get|load|fetch|read)|get_object|warm|\bcache\.(?:put|set|save|store)|setex|redis\w*\.set/i,
  ),
  demand(
    "background work",
    /\bbackground\b|\bdoes not delay the answer\b|\bqueue[sd]?\b.*\bwrit/i,
    /background|create_task|BackgroundTasks|worker|queue|go func|setImmediate|executor|spawn|Ticker|setInterval|schedul/i,
  ),
  demand(
    "scheduled run",
    /\bwithout anybody calling\b|\bperiodic|\bscheduled?\b|\bnightly\b/i,
    /schedul|cron|ticker|setInterval|while (?:True|not)[\s\S]{0,200}?sleep|_loop\b|run_?forever|worker/i,
  ),
  demand(
    "streaming",
    /\bstream(?:s|ed|ing)?\b|\bnever held in memory\b|\bdo(?:es)? not fit into memory\b|\bnot kept in memory\b/i,
    /stream|chunk|pipe|io\.Copy|LimitReader|MaxBytesReader|yield|\.read\(\w|for row in|DictReader|csv\.reader|on\("data"|for await/i,
  ),
  demand("cache", /\bcached\b|\bcaching\b/i, /cache|lru|memo/i),
  demand(
    "dead letters",
    /\bdead[- ]letters?\b|\bdead jobs\b|\bis dead\b|\bfailed for good\b/i,
    /dead|dlq|failed_?jobs/i,
  ),
  demand(
    "immutability",
    /\bcannot be changed\b|\bimmutable\b|\bread-?only\b/i,
    /Object\.freeze|deepFreeze|frozen\s*=\s*True|MappingProxy|readonly|Readonly<|immutable/i,
  ),
  demand(
    "constant-time comparison",
    /\bcompar\w+ in constant time\b|\bconstant[- ]time compar|\btiming[- ]safe\b/i,
    /timingSafeEqual|compare_digest|ConstantTimeCompare|hmac\.Equal|secure_compare|constant_time_eq/i,
  ),
  demand(
    "random source",
    /\bcryptographic(?:ally)?\b|\bcannot be guessed\b|\bunguessable\b/i,
    /randomBytes|crypto\.getRandomValues|randomUUID|secrets\.|token_urlsafe|crypto\/rand|rand\.Read|rand\.Text|SecureRandom|OsRng|strong_rand_bytes|uuid4/i,
    /Math\.random|\brandom\.(?:choice|randint|random)|math\/rand/,
  ),
  demand("salted hashes", /\bsalt/i, /salt|bcrypt|argon2/i),
  // Boundaries
  demand(
    "validation",
    /\bvalidat|\bonly absolute\b|\bmakes no sense\b|\bnot an event\b|\bunknown keys?\b|\bbad (?:email|input)\b/i,
    /validat|BaseModel|safeParse|z\.object|ValueError|is_?valid|refus|reject|invalid|problems?\.push|\bis[A-Z]\w+\(|instanceof\b/i,
  ),
  demand("escaping", /\bescap|\bliterally\b/i, /escap|ESCAPE|replace\(|instr\(|GLOB/i),
  demand(
    "parameterised SQL",
    /\bmeaning of the SQL\b|\bSQL injection\b|\bparameteri[sz]ed\b|\bprepared statements?\b/i,
    /(?:[=<>]|\bLIKE|\bIN|\bLIMIT|\bVALUES)\s*\(?\s*(?:\?|%s|\$\d|:[a-z_]\w*|@\w+)|bindparam|prepare\(|\.where\(|\.filter\(/i,
    /(?:[=<>]|LIKE)\s*'%?\{|(?:[=<>]|LIKE)\s*'%?["']\s*\+|(?:execute|query)\(\s*f["'][^"'\n]*\{[^"'\n]*["']\s*\)|(?:execute|query)\(\s*`[^`]*'\$\{/i,
  ),
  demand(
    "allow-list",
    /\bonly (?:these|those|the following)\b|\ballow-?list|\bwhite-?list/i,
    /allow|permitted|whitelist|in\s+\{|\.has\(|includes\(/i,
  ),
  demand(
    "path containment",
    /\boutside the (?:upload )?folder\b|\bpath traversal\b|\bwhatever a client sends as name\b/i,
    /is_relative_to|relative_to|resolve\(\)|commonpath|realpath|uuid|basename|secure_filename|token_|path\.relative|filepath\.Clean|startsWith\(/i,
  ),
  demand("signature check", /\bsign(?:ed|ature)\b/i, /signature|hmac|verify/i),
  demand(
    "authentication",
    /\bauthenticat|\bvalid token\b|\basks for a JWT\b|\blog(?:ged)? ?in\b/i,
    /authenticat|get_?current_?user|bearer|decode_?token|jwt\.decode|verify_?token|Depends\(|login/i,
  ),
  demand(
    "permission check",
    /\bpermissions?\b|\bonly the role\b|\bonly their own\b|\bauthori[sz]/i,
    /permission|forbidden|require_?role|roles?\b|owner|authori[sz]|is_?admin|admin\b|\b403\b/i,
  ),
  demand(
    "no secret in the source",
    /\bno (?:secrets?|credentials?|passwords?) (?:is |are )?in the (?:source|code|repository)\b|\bcomes? from the environment\b/i,
    /environ|getenv|process\.env|BaseSettings|os\.Getenv|env::var|System\.get_env|System\.getenv/i,
    /(?:secret|password|api_?key|private_?key)\w*\s*(?::\s*\w+\s*)?=\s*["'][^"'\s]{6,}["']|(?:environ\.get|getenv)\(\s*["']\w*(?:SECRET|PASSWORD|KEY)\w*["']\s*,\s*["'][^"']{4,}["']/i,
  ),
  demand(
    "settings from the environment",
    /\b(?:from|in) the environment\b|\benvironment variables?\b|\bthe environment\b/i,
    /environ|getenv|process\.env|BaseSettings|env::var|System\.get_env|environment/i,
  ),
  demand(
    "owner-only files",
    /\breadable by its owner only\b|\bowner only\b/i,
    /0o?600|S_IRUSR|mkstemp|NamedTemporaryFile|umask/i,
  ),
  demand(
    "plain data format",
    /\bcannot make .* run code\b|\bno pickle\b/i,
    /json/i,
    /\bpickle\b|\byaml\.load\(|\beval\(|\bmarshal\b/,
  ),
  demand(
    "safe display in browsers",
    /\bbrowser does not run\b|\bbrowser .* (?:not|never) (?:run|execute)\b/i,
    /attachment|nosniff|Content-Security-Policy/i,
  ),
  demand(
    "redaction",
    /\bnever hold\b.*\b(?:password|secret)|\bredact|\bmask(?:ed|ing)?\b/i,
    /redact|mask|SecretStr|scrub|without_?password|\*\*\*/i,
  ),
  // Failure
  demand("all problems together", /\ball problems\b.*\btogether\b/i, /problems|errors|issues/i),
  demand(
    "logging",
    /\blog(?:ged|s|ging)\b|\bwritten to the log\b/i,
    /\blog(?:ger|ging)?\b|logger|console\.(?:error|warn|log)|slog|Logger\.|tracing::/i,
  ),
  demand(
    "no internals in answers",
    /\bno internals\b|\bstack traces?\b/i,
    /exception_handler|errorhandler|setErrorHandler|HTTPException|StoreUnavailable|internal (?:server )?error/i,
    /detail\s*=\s*str\((?:e|exc|err|error)\)|detail\s*=\s*f["'][^"']*\{(?:e|exc|err|error)\b/,
  ),
  demand(
    "rollback",
    /\broll(?:ed|s)? ?back\b|\bleaves? it as it was\b|\bleave nothing behind\b|\bleaves? no other files\b/i,
    /rollback|with\s+(?:self\.)?_?(?:conn|connection)\b|unlink|os\.remove|\bfinally\b|rmSync|defer .*Remove|missing_ok|\bexcept\b/i,
  ),
  // Operations
  demand("health check", /\bhealth\b|\bliveness\b|\bprocess lives\b/i, /health|liveness|livez/i),
  demand(
    "readiness check",
    /\breadiness\b|\bcan be reached\b|\bGET \/ready\b/i,
    /ready|readiness|\.ping\(|admin\.command\(|PingContext/i,
  ),
  demand(
    "graceful stop",
    /\bgraceful|\bstops? cleanly\b|\blets running ones end\b|\bshut(?:s|ting)? ?down\b/i,
    /shutdown|graceful|SIGTERM|drain|lifespan|NotifyContext|closed|closing|allSettled|idle/i,
  ),
  demand(
    "image without root",
    /\b(?:does not|not|never) run as root\b|\bnon-?root\b/i,
    /^[ \t]*USER\s+(?!root\b|0\b)\S+/m,
  ),
  demand("metrics", /\bmetrics?\b/i, /metrics|prometheus|histogram|counter\(/i),
  demand("audit trail", /\baudit/i, /audit/i),
  demand("migration", /\bmigrations?\b/i, /migrat|alembic|schema_version/i),
  demand("encryption", /\bencrypt/i, /encrypt|cipher|fernet|aes/i),
  demand(
    "asynchronous calls",
    /\bblock (?:the event loop|it)\b|\bnon-?blocking\b|\basync(?:hronous)?\b/i,
    /\bawait\b|run_in_executor|to_thread|redis\.asyncio|\bmotor\b|aioboto|async\s/i,
    /\btime\.sleep\(|(?<!\.)\brequests\.(?:get|post|put|delete)\(|^[ \t]*(?:import redis|from redis import)\s|^[ \t]*from pymongo import MongoClient|(?<!aio)boto3\.(?:client|resource)\(/m,
  ),
  demand(
    "release of resources",
    /\breleased on every path\b|\bno goroutine\b|\bclosed on every path\b/i,
    /finally|defer\b|\bwith\b|\.cancel\(|clearTimeout|WaitGroup|\.Wait\(\)|using\s/i,
  ),
  demand(
    "bounded reading",
    /\bno more than .* (?:is|are) read\b|\bbodies over\b|\bfile of at most\b/i,
    /LimitReader|MaxBytesReader|\.read\(|max_?(?:bytes|body|size)|content-?length|\.destroy\(|byteLength/i,
  ),
  demand("redirect", /\bredirect/i, /redirect|\b30[12378]\b|Location/i),
  demand("webhook", /\bwebhooks?\b/i, /webhook/i),
  demand("notification", /\bnotif(?:y|ies|ication)/i, /notif/i),
];

/**
 * Whether the signs are plain words, as authors choose them for what they name, and none is a call, an operator, a
 * constant or a type that the language or a library spells for everybody.
 */
export function isInWordsOnly({ seen }: Pick<Demand, "seen">): boolean {
  return /^[a-z]+$/.test(seen.source.replace(/\\b|[_-]\?|\(\?:|[()|?_-]/g, ""));
}
