/** Whether a service comes with what running it takes. */
import { defineSignal } from "../model/signal.js";
import type { Survey } from "../model/survey.js";
import { withoutComments } from "../syntax/growth.js";
import { implementation } from "../syntax/implementation.js";
import { handlerFiles } from "../syntax/own-code.js";

type Aspect = readonly [
  name: string,
  holds: (survey: Survey, code: string, paths: readonly string[]) => boolean,
];

const aspects: readonly Aspect[] = [
  [
    "health or readiness endpoint",
    (_, code) => /["'`/](?:healthz?|ready|readyz|readiness|livez|liveness|ping|status)["'`/]/i.test(code),
  ],
  [
    "clients opened and closed with the process",
    (_, code) =>
      /\blifespan\b|on_event\(\s*["']shutdown|SIGTERM|\.Shutdown\(|beforeExit|onModuleDestroy|@PreDestroy|with_graceful_shutdown|Supervisor\.start_link|server\.close\(/i.test(
        code,
      ),
  ],
  [
    "log instead of prints",
    (_, code) =>
      /\bgetLogger\(|\blogger\.|\blog\.(?:info|warn|error|Info|Warn|Error|Print)|\bslog\.|\bzap\.|\btracing::|\bLogger\.|structlog|\bpino\(|winston/.test(
        code,
      ),
  ],
  [
    "image or unit to deploy",
    (_, __, paths) =>
      paths.some((path) =>
        /(?:^|\/)(?:Dockerfile|Containerfile|docker-compose[\w.-]*\.ya?ml|compose\.ya?ml|Procfile|fly\.toml|app\.ya?ml|Chart\.yaml|.*\.service|serverless\.ya?ml)$|k8s|deploy/i.test(
          path,
        ),
      ),
  ],
  [
    "pinned dependencies",
    (survey, _, paths) =>
      paths.some((path) =>
        /(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|uv\.lock|go\.sum|Cargo\.lock|mix\.lock|pom\.xml|build\.gradle(?:\.kts)?|pyproject\.toml|package\.json|go\.mod)$/.test(
          path,
        ),
      ) ||
      [...survey.files.values()].some(
        ({ source }) => /requirements.*\.txt$/.test(source.path) && /[=~]=/.test(source.text),
      ),
  ],
];

export default defineSignal({
  title: "Ready to be run",
  advice: "Add what running it takes",
  why: "What operators ask of a service: that it tells whether it lives, ends in order, logs, deploys, and names its dependencies; each is worth the same. Libraries and tools are not measured.",
  sameFaults: ["no-graceful-stop", "print-in-logging-project"],
  measure({ survey, review }) {
    if (handlerFiles(implementation(survey)).length === 0) return { value: null, says: "not a service" };
    const code = implementation(survey).map(withoutComments).join("\n");
    const paths = [...survey.files.keys(), ...review.skippedFiles.map(({ path }) => path)];
    const missing = aspects.filter(([, holds]) => !holds(survey, code, paths)).map(([name]) => name);
    return {
      value: 1 - missing.length / aspects.length,
      says:
        missing.length === 0 ? `${aspects.map(([name]) => name).join(", ")}` : `no ${missing.join(", no ")}`,
    };
  },
});
