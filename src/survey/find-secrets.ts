/** Finds credentials in a source, so that rules can report them and everything else can mask them. */
import type { Source } from "../model/source.js";
import type { SecretSpan } from "../model/survey.js";

type Lint = (source: Source) => Promise<readonly SecretSpan[]>;

let loading: Promise<Lint> | undefined;

/** Credentials in a provider's published format: tokens, private keys, connection strings with a password. */
export async function findSecrets(source: Source): Promise<readonly SecretSpan[]> {
  loading ??= loadLint();
  const lint = await loading;
  return lint(source);
}

async function loadLint(): Promise<Lint> {
  const [{ lintSource }, { rules: preset }, { secretLintProfiler }] = await Promise.all([
    import("@secretlint/core"),
    import("@secretlint/secretlint-rule-preset-recommend"),
    import("@secretlint/profiler"),
  ]);
  // It keeps every mark of every file and searches them all at each new one: quadratic, 20 s for 2,600 files.
  secretLintProfiler.mark = () => undefined;
  const rules = preset
    .filter(({ meta }) => meta.id !== commentFilter)
    .map((rule) => ({ id: rule.meta.id, rule }));
  return async ({ text, path }) => {
    const { messages } = await lintSource({
      source: { content: text, filePath: path, ext: /\.[^./]*$/.exec(path)?.[0] ?? "", contentType: "text" },
      options: { config: { rules } },
    });
    return messages.flatMap((message) =>
      message.type === "message"
        ? { start: message.range[0], end: message.range[1], kind: kindOf(message.message) }
        : [],
    );
  };
}

/** Lets a comment in the reviewed file switch the others off in silence; ours is the only way to suppress. */
const commentFilter = "@secretlint/secretlint-rule-filter-comments";

/** "found GitHub Token(…): …" names the kind before anything secret. */
function kindOf(message: string): string {
  return /^found ([^:(]+)/.exec(message)?.[1]?.trim() ?? "credential";
}
