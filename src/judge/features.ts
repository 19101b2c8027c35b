/** Things that programs are known to have or to lack, by the words engineers name them with. */
import type { Category } from "../model/category.js";

export interface Feature {
  readonly name: string;
  /** Whole words of identifiers, lower case. */
  readonly words: readonly string[];
  /** Class of defect that its absence belongs to: which criterion gains. */
  readonly category: Category;
}

/** Words with one meaning among engineers; those with many (`handler`, `manager`, `version`) tell nothing. */
export const features: readonly Feature[] = [
  {
    name: "background worker",
    words: ["worker", "workers", "scheduler", "cron", "daemon", "sweeper", "reaper", "janitor"],
    category: "operations",
  },
  { name: "retry", words: ["retry", "retries", "retrying", "backoff", "tenacity"], category: "operations" },
  { name: "circuit breaker", words: ["breaker"], category: "operations" },
  {
    name: "rate limit",
    words: ["ratelimit", "limiter", "throttle", "throttler", "throttling"],
    category: "security",
  },
  {
    name: "health check",
    words: ["health", "healthz", "readiness", "liveness", "readyz", "livez"],
    category: "operations",
  },
  {
    name: "metrics",
    words: ["metrics", "prometheus", "histogram", "telemetry", "opentelemetry"],
    category: "operations",
  },
  { name: "cache", words: ["cache", "cached", "memoize", "lru"], category: "performance" },
  { name: "archive", words: ["archive", "archival", "archiver", "archived"], category: "operations" },
  { name: "restore", words: ["rehydrate", "rehydration", "restore", "recover"], category: "operations" },
  { name: "graceful stop", words: ["shutdown", "drain", "graceful", "sigterm"], category: "operations" },
  { name: "pagination", words: ["paginate", "pagination", "paginator", "cursor"], category: "performance" },
  { name: "audit trail", words: ["audit", "auditor"], category: "security" },
  { name: "idempotency", words: ["idempotency", "idempotent"], category: "concurrency" },
  { name: "deduplication", words: ["dedupe", "deduplicate", "deduplication"], category: "concurrency" },
  { name: "dead letters", words: ["deadletter", "dlq"], category: "operations" },
  { name: "validation", words: ["validate", "validator", "validation", "validators"], category: "security" },
  { name: "encryption", words: ["encrypt", "decrypt", "cipher", "fernet"], category: "security" },
  { name: "signature check", words: ["hmac", "signature"], category: "security" },
  {
    name: "permission check",
    words: ["rbac", "permission", "permissions", "authorize", "authorise"],
    category: "security",
  },
  { name: "lock", words: ["lock", "mutex", "semaphore"], category: "concurrency" },
  { name: "rollback", words: ["rollback", "compensate", "compensation"], category: "correctness" },
  {
    name: "eviction",
    words: ["evict", "eviction", "expire", "expiry", "expiration"],
    category: "performance",
  },
  { name: "checksum", words: ["checksum", "digest"], category: "correctness" },
  { name: "migration", words: ["migration", "migrations"], category: "operations" },
  { name: "streaming", words: ["stream", "streaming", "chunk", "chunks"], category: "performance" },
  { name: "quota", words: ["quota", "quotas"], category: "operations" },
  { name: "backpressure", words: ["backpressure", "highwatermark"], category: "performance" },
];
