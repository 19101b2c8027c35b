/** A credential that is written into the source. */
import { readSecretKind, type SecretKind } from "../../lib/secret-kinds.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Source, Span } from "../../model/source.js";
import type { SecretSpan } from "../../model/survey.js";
import { examples } from "./hardcoded-secret/examples.js";
import { standsInEnum } from "./hardcoded-secret/names.js";
import { isReplaced } from "./hardcoded-secret/replaced.js";
import { severityOf } from "./hardcoded-secret/weight.js";

/** Places where a credential is most often made up or belongs to a throw-away account. */
const rehearsal =
  /(?:^|\/)(?:tests?|test[-_]?(?:env\w*|environments?|data|server|keys?|certs?|bed|resources?|assets?|files?|cases?|suites?|support|utils?)|__tests__|specs?|e2e|cypress|playwright|fixtures?|mocks?|__mocks__|stubs?|examples?|samples?|demos?|docs?|seeds?|seeders?|stories|testing|bench(?:es|marks?)?|tutorials?|quickstarts?|simulat\w*|harness(?:es)?|acceptance|conformance)(?:\/|\.)|^integration\/|(?:^|\/)t\/(?:unit|integration|smoke|functional)\/|[._-](?:test|testing|spec|mock|stories|fixture|example|sample|seed|e2e)(?:\.|$)|-(?:examples?|samples?|demos?)\/|\/simulat\w*-[\w-]+\.\w+$|(?:^|\/)(?:debug|diagnose|try)[-_][\w-]+\.\w+$|\.(?:md|mdx|rst|adoc)$/i;

export default defineRule({
  // Medium: 31 named literals read on unseen projects, 7 true, nearly all keys that sign; those and live tokens are high, see `severityOf` (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Formats are checked by length and alphabet; named literals are judged by their value, see `confidenceOf`.
  confidence: 0.9,
  judged: { right: 34, arguable: 2, wrong: 9, projects: 0 },
  title: "Credential in the source",
  risk: "Everyone who can read the repository, its history or a built image can use it, and it cannot be changed without a release.",
  fix: "Revoke it, read the new one from the environment or a secret store, and refuse to start when it is missing.",
  cwe: [798],
  tests: "include",
  match: { text: (subject) => hits(subject) },
  examples,
});

/** Variables that these tools write into the pages they build, which is what their prefix is for. */
const published = /^(?:REACT_APP|NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|VITE|GATSBY|PUBLIC)_/;

interface Group {
  readonly secret: SecretSpan;
  readonly also: readonly Span[];
}

function* hits(subject: Subject): Iterable<Hit> {
  const { source, secrets, outline } = subject;
  const isRehearsal = source.isTest || rehearsal.test(source.path);
  const tests = outline.functions.filter(({ isTest }) => isTest === true);
  for (const { secret, also } of gather(source, secrets)) {
    const kind = readSecretKind(secret.kind);
    if ([standsInTestModule, isShown, standsInEnum].some((isNone) => isNone(source, secret))) continue;
    const isInTest = tests.some(({ span }) => span.start <= secret.start && secret.end <= span.end);
    const isInExample = outline.functions.some(
      ({ name, span }) => exampleName.test(name) && span.start <= secret.start && secret.end <= span.end,
    );
    const holder = classAround(source, secret);
    const isMadeUp =
      isRehearsal ||
      isInTest ||
      isInExample ||
      /^Test|Test(?:s|ing)?(?:Config\w*|Settings)?$/.test(holder) ||
      showsFormat(source, secret) ||
      belongsToDemo(source, secret);
    if (isMadeUp && (kind.form !== "format" || isTestPair(kind, source))) continue;
    if (kind.form !== "format" && published.test(kind.name)) continue;
    if (kind.form !== "format" && (isDeclaredMadeUp(source.text, secret) || isPublic(kind, source, secret)))
      continue;
    if (isReplaced(kind, source, subject.survey) || isNeverRead(kind, source, secret)) continue;
    yield {
      at: secret,
      also,
      issue: issueOf(kind, source),
      severity: isMadeUp ? "low" : severityOf(kind, { source, survey: subject.survey, at: secret }, holder),
      confidence: isMadeUp ? 0.5 : confidenceOf(kind),
      ...(kind.form === "default" ? { recommendation: requireIt(kind.name) } : {}),
    };
  }
}

/** `example_usage`, `demoScan`: shows how something is called. */
const exampleName =
  /^_*(?:example|demo|sample|usage)s?(?:_|[A-Z]|$)|_(?:example|demo|usage)s?$|[a-z](?:Example|Demo|Usage)$/;

/** `const JWT_SECRET = process.env.JWT_SECRET || "…"` that nothing in the file reads and nobody can import. */
function isNeverRead({ form }: SecretKind, { text, language }: Source, { start }: Span): boolean {
  if (form !== "default" || !/^(?:javascript|typescript|jsx|tsx)$/.test(language)) return false;
  const line = text.slice(text.lastIndexOf("\n", start) + 1, start);
  const name = /^\s*(?:const|let|var)\s+([\w$]+)\s*(?::[^=]*)?=/.exec(line)?.[1];
  if (name === undefined) return false;
  const uses = text.match(new RegExp(`(?<![\\w$.]|["'\`])${name.replaceAll("$", "\\$")}(?![\\w$])`, "g"));
  return uses?.length === 1;
}

/** A comment on the line or the name of the object says that nothing is opened by it: `DEMO_PROFILE = { … }`. */
function isDeclaredMadeUp(text: string, { start, end }: Span): boolean {
  const rest = /^[^\n]*/.exec(text.slice(end, end + 200))?.[0] ?? "";
  if (/(?:\/\/|\/\*|#)[^\n]*\b(?:mock|mocked|dummy|fake|example|placeholder|sample)\b/i.test(rest))
    return true;
  const before = text.slice(Math.max(0, start - 400), start);
  const above = before.split("\n").at(-2) ?? "";
  if (
    /^\s*(?:\/\/|#|\/?\*).*(?:\btest.only\b|\bsafe to commit|(?:do not|don't|never) use .*\bproduction)/i.test(
      above,
    )
  )
    return true;
  if (
    /^\s*(?:\/\/|#|\/?\*).*\bnot (?:actually |really )?(?:a |an )?(?:real )?(?:secret|credential|sensitive|confidential)/i.test(
      above,
    )
  )
    return true;
  const holder = /([\w$]+)["']?\s*(?::\s*[\w<>[\], ]+)?[:=]\s*\{[^{}]*$/.exec(before)?.[1] ?? "";
  return /(?:^|_|(?<=[a-z]))(?:demo|dummy|mock|fake|sample|example)s?(?:_|$|(?=[A-Z]))/i.test(holder);
}

/** Rust keeps a file's tests in a module at its end, with the functions that prepare them. */
function standsInTestModule({ language, text }: Source, { start }: Span): boolean {
  if (language !== "rust") return false;
  const tests = /^#\[cfg\((?:all\([^\n]*)?test\b[^\n]*\]\s*(?:#\[[^\n]*\]\s*)*mod \w+ \{/m.exec(text);
  return tests !== null && tests.index < start;
}

/** `placeholder="…"`: what an empty field of a form shows. */
function isShown({ text }: Source, { start }: Span): boolean {
  return /\bplaceholder\w*\s*[:=]\s*\{?\s*["'`]$/i.test(text.slice(Math.max(0, start - 60), start));
}

/** Where the file also holds the expression that finds such values (`ghp_[A-Za-z0-9]{36}`), this one shows what it finds. */
function showsFormat({ text }: Source, { start, end }: Span): boolean {
  const value = text.slice(start, Math.min(end, start + 20));
  return Array.from(value.matchAll(/[_-]/g)).some(({ index }) => {
    const prefix = value.slice(0, index + 1);
    return text.includes(`${prefix}[`) || text.includes(`${prefix}(`);
  });
}

/** `const DEMO_PROFILE = { …, password: "…" }`: everybody is meant to come in with it. */
function belongsToDemo({ text }: Source, { start }: Span): boolean {
  const before = text.slice(Math.max(0, start - 300), start);
  return /\b(?:\w+_)?(?:demo|example|sample|dummy)(?:_\w+|[A-Z]\w*)?\s*(?::[^={}\n]*)?=\s*\{[^{}]*$/i.test(
    before,
  );
}

/** A key beside its certificate in a test was made for the two ends of that test. */
function isTestPair({ name }: SecretKind, { text }: Source): boolean {
  return name === "private key" && /-----BEGIN CERTIFICATE-----/.test(text);
}

/** A settings file that lists accounts is one finding, not one an account; in code each credential opens its own door. */
function gather(source: Source, secrets: readonly SecretSpan[]): readonly Group[] {
  const isNamed = (secret: SecretSpan): boolean => readSecretKind(secret.kind).form !== "format";
  const named = source.language === "text" ? secrets.filter(isNamed) : [];
  const [first, ...rest] = named;
  return secrets.flatMap((secret, index) => {
    if (secret === first) return { secret, also: rest };
    if (rest.includes(secret) || secrets.slice(0, index).some((other) => isSame(source, secret, other)))
      return [];
    return { secret, also: secrets.slice(index + 1).filter((other) => isSame(source, secret, other)) };
  });
}

/** The same value under the same name: one credential in two places. */
function isSame({ text }: Source, a: SecretSpan, b: SecretSpan): boolean {
  return a.kind === b.kind && text.slice(a.start, a.end) === text.slice(b.start, b.end);
}

function issueOf({ form, name }: SecretKind, source: Source): string {
  switch (form) {
    case "format":
      return `The text holds what has the format of a credential: ${name}.`;
    case "literal":
      return `\`${name}\` is given a literal ${source.language === "text" ? "value in this file" : "value in the source"}.`;
    case "key":
      return `The key that \`${name}\` works with is a literal in the source.`;
    case "default":
      return `When the environment does not set \`${name}\`, a literal from the source takes its place.`;
  }
}

/** What stands in every copy of a program is no secret any more (RFC 8252, section 8.5), and a build's own database holds nothing. */
function isPublic({ name }: SecretKind, { text, path, language }: Source, { start }: Span): boolean {
  const around = text.slice(Math.max(0, start - 400), start + 400);
  if (/(?:client|app)_?secret$/i.test(name) && ofProgram.test(around)) return true;
  if (/measurement_?id/i.test(around)) return true;
  return ofTelemetry.test(name) || (language === "text" && ofBuilds.test(path));
}

const ofBuilds = /(?:^|\/)(?:\.github|\.gitlab|\.circleci|\.devcontainer|ci)\/|(?:^|\/)\.gitlab-ci\.ya?ml$/i;

/** Keys that let a program send its own usage figures and nothing else stand in every copy of it. */
const ofTelemetry = /(?:^|_)(?:segment|posthog|amplitude|mixpanel|rudderstack|sentry|telemetry|analytics)_/i;

/** The name of the Python class whose body holds the place; empty outside of one. */
function classAround({ language, text }: Source, { start }: Span): string {
  if (language !== "python" || /(?:^|\n)\S[^\n]*$/.test(text.slice(0, start))) return "";
  return Array.from(text.slice(0, start).matchAll(/^(?:class\s+(\w+)|\S)/gm)).at(-1)?.[1] ?? "";
}

/** Set beside the credentials of an app that people install. */
const ofProgram = /package_?name|sdk_?version|(?:client|app)_?version|\bandroid/i;

/** Judged on fourteen open projects: formats hold, keys in a signing call hold, names alone are right about two times in three. */
function confidenceOf({ form }: SecretKind): number {
  return { format: 0.9, key: 0.85, default: 0.85, literal: 0.65 }[form];
}

function requireIt(name: string): string {
  return `Refuse to start when \`${name}\` is not set, instead of falling back to a value that everybody can read.`;
}
