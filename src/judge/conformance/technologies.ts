/** Products, protocols and algorithms by their names in sentences and in code. */

export interface Technology {
  readonly name: string;
  readonly asked: RegExp;
  /** In imports, calls, manifests or strings of the code. */
  readonly seen: RegExp;
}

function technology(name: string, asked: RegExp, seen: RegExp = asked): Technology {
  return { name, asked, seen };
}

export const technologies: readonly Technology[] = [
  technology("Redis", /\bredis\b/i, /redis/i),
  technology("MongoDB", /\bmongo(?:db)?\b/i, /mongo|motor|beanie/i),
  technology("S3", /\bS3\b/, /\bs3\b|boto|S3Client|minio|s3_|_s3|S3[A-Z]|put_object|get_object/i),
  technology("PostgreSQL", /\bpostgres(?:ql)?\b/i, /postgres|psycopg|asyncpg|pgx|lib\/pq|\bpg\b|postgrex/i),
  technology("SQLite", /\bsqlite3?\b/i, /sqlite/i),
  technology("MySQL", /\bmysql\b/i, /mysql|mariadb/i),
  technology("DynamoDB", /\bdynamodb\b/i, /dynamo/i),
  technology("Elasticsearch", /\b(?:elastic|open)search\b/i, /(?:elastic|open)search/i),
  technology("Kafka", /\bkafka\b/i, /kafka/i),
  technology("RabbitMQ", /\brabbitmq\b|\bamqp\b/i, /rabbit|amqp|pika/i),
  technology("NATS", /\bNATS\b/, /\bnats\b/i),
  technology("SQS", /\bSQS\b/, /sqs/i),
  technology("Memcached", /\bmemcached?\b/i, /memcache|pymemcache/i),
  technology("JWT", /\bJWTs?\b/i, /jwt|jose\b|joken/i),
  technology("HS256", /\bHS256\b/, /HS256|HS_256|SigningMethodHMAC|HmacSHA256/),
  technology("RS256", /\bRS256\b/, /RS256|SigningMethodRSA/),
  technology("HMAC", /\bHMAC\b/i, /hmac/i),
  technology("SHA-256", /\bSHA-?256\b/i, /sha-?_?256/i),
  technology("SHA-512", /\bSHA-?512\b/i, /sha-?_?512/i),
  technology("scrypt", /\bscrypt\b/i, /scrypt/i),
  technology("bcrypt", /\bbcrypt\b/i, /bcrypt/i),
  technology("Argon2", /\bargon2(?:id)?\b/i, /argon2/i),
  technology("PBKDF2", /\bpbkdf2\b/i, /pbkdf2/i),
  technology("OAuth", /\boauth2?\b/i, /oauth/i),
  technology("OpenTelemetry", /\bopentelemetry\b|\botel\b/i, /opentelemetry|otel/i),
  technology("Prometheus", /\bprometheus\b/i, /prometheus|prom_?client/i),
  technology("Sentry", /\bsentry\b/i, /sentry/i),
  technology("Celery", /\bcelery\b/i, /celery/i),
  technology("gRPC", /\bgrpc\b/i, /grpc|tonic/i),
  technology("GraphQL", /\bgraphql\b/i, /graphql|apollo|strawberry/i),
  technology("WebSocket", /\bweb ?sockets?\b/i, /web_?socket|\bws\b|socket\.io/i),
  technology("server-sent events", /\bserver-sent events?\b|\bSSE\b/, /event-stream|EventSource/),
  technology("FastAPI", /\bfastapi\b/i, /fastapi/i),
  technology("Flask", /\bflask\b/i, /flask/i),
  technology("Django", /\bdjango\b/i, /django/i),
  technology("Express", /\bexpress(?:\.js)?\b(?= |$|\.)/, /["']express["']/),
  technology("Fastify", /\bfastify\b/i, /fastify/i),
  technology("Pydantic", /\bpydantic\b/i, /pydantic/i),
  technology("Zod", /\bzod\b/i, /["']zod["']/i),
  technology("SQLAlchemy", /\bsqlalchemy\b/i, /sqlalchemy/i),
  technology("Phoenix", /\bphoenix\b/i, /phoenix/i),
  technology("GenServer", /\bgenservers?\b/i, /GenServer/),
  technology("PNG", /\bPNG\b/, /x89|PNG\b|image\/png/i),
  technology("JPEG", /\bJPE?G\b/, /xff\\?x?d8|0xff, ?0xd8|JPEG|image\/jpeg/i),
  technology("PDF", /\bPDF\b/, /%PDF|application\/pdf/i),
  technology("byte order mark", /\bbyte[- ]order mark\b|\bBOM\b/i, /utf-8-sig|\\ufeff|\bbom\b|xef\\xbb/i),
  technology("goroutines", /\bgoroutines?\b/i, /\bgo func\b|\bgo [\w.]+\(|errgroup/),
  technology("Docker", /\bdocker ?files?\b|\bdocker image\b/i, /^FROM\s/m),
  technology("Kubernetes", /\bkubernetes\b|\bk8s\b/i, /apiVersion:|kubernetes/i),
];
