/** A password, key or token is put into a cache or the browser's storage as it is. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import { codeOf } from "../../syntax/code-text.js";
import { namesCredential } from "../../syntax/credential-names.js";
import { argumentsOf, keyValueCalls, splitArguments } from "../../syntax/key-value-calls.js";

export default defineRule({
  severity: "medium",
  // The name promises a password or secret and the value is stored unchanged; that it is one is not certain.
  confidence: 0.7,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 62 },
  title: "Credential stored in the clear",
  risk: "Whoever reads the store, a snapshot of it, or, in a browser, runs one line of script in the page, has the credential.",
  fix: "Keep a password only as a hash, encrypt what must be read again, and give browsers session cookies with HttpOnly.",
  trial: {
    name: "no credential in the store",
    arrange: "a credential made by the test, and an empty store",
    act: "run {it} with that credential",
    assert: "the credential stands nowhere in what is stored",
  },
  cwe: [312, 922],
  match: { typescript: plainCredentials, python: plainCredentials },
  examples: [
    {
      language: "typescript",
      bad: 'export function remember(user: User) {\n  localStorage.setItem("login", JSON.stringify({ name: user.name, password: user.password }));\n}\n',
      good: 'export function remember(user: User) {\n  localStorage.setItem("login", JSON.stringify({ name: user.name, hasPassword: user.hasPassword }));\n  localStorage.setItem("password", encrypt(user.password));\n  localStorage.setItem("theme", user.theme);\n}\n',
    },
    {
      language: "javascript",
      bad: 'fetch("/login").then((reply) => {\n  localStorage.setItem("access", reply.apiKey);\n});\n',
      good: 'fetch("/login").then((reply) => {\n  localStorage.setItem("access", reply.accessToken);\n  localStorage.setItem("access", String(reply.accessTokenExpiry));\n  localStorage.removeItem("accessToken");\n});\n',
    },
    {
      language: "python",
      bad: "import json\n\ndef save(redis_client, sid, user):\n    redis_client.setex(f'session:{sid}', 3600, json.dumps({'name': user.name, 'password': user.password}))\n",
      good: "import json\n\ndef save(redis_client, sid, user, reset_token):\n    redis_client.setex(f'session:{sid}', 3600, json.dumps({'name': user.name, 'password': hash_of(user.password)}))\n    redis_client.setex(f'reset:{sid}', 600, reset_token)\n",
    },
  ],
});

/**
 * Of 4 keys that were read, a page kept its own user's, two waited for an import that needs them, and one was a record
 * about a key: below the standard profile.
 */
const keyAlone = 0.45;

interface Stored {
  readonly at: Span;
  readonly place: "browser" | "cache";
  readonly writer: string;
  readonly values: readonly string[];
}

function* plainCredentials(subject: Subject): Iterable<Hit> {
  const { text } = subject.source;
  if (
    !/passw|secret|token|api_?key|authorization|jwt/i.test(text) ||
    !/setItem|\.(?:hm?set|p?setex|set)\(|setEx/i.test(text)
  )
    return;
  for (const { at, place, writer, values } of [...inBrowser(subject), ...inCache(subject)]) {
    const value = values.find((one) => namesCredential(one));
    if (value === undefined) continue;
    // Tokens that end by themselves are what a cache is for, and where a page keeps its own is a decision of the whole program.
    if (/token|jwt|otp/i.test(value)) continue;
    yield {
      at,
      ...(/key$/i.test(value) ? { confidence: keyAlone } : {}),
      issue: `\`${writer}\` stores \`${value}\` as it is${place === "browser" ? ", where every script of the page can read it" : ""}.`,
    };
  }
}

function inBrowser(subject: Subject): readonly Stored[] {
  const code = codeOf(subject);
  return subject.outline.calls.flatMap(({ callee, span }): Stored[] =>
    /(?:^|\.)(?:local|session)Storage\.setItem$/.test(callee)
      ? [
          {
            at: span,
            place: "browser",
            writer: callee,
            values: argumentsOf(code, span, callee).slice(1).flatMap(partsOf),
          },
        ]
      : [],
  );
}

function inCache({ source, outline }: Subject): readonly Stored[] {
  return keyValueCalls(source, outline, (verb) => /^(?:set|p?setex|hm?set)$/.test(verb)).map(
    ({ span, client, verb, arguments: given }) => ({
      at: span,
      place: "cache",
      writer: `${client}.${verb}`,
      values: given.slice(1).flatMap(partsOf),
    }),
  );
}

/** The value itself, or the values in the object that is written as JSON. */
function partsOf(argument: string): readonly string[] {
  const inner =
    /^(?:JSON\.stringify|json\.dumps|orjson\.dumps)\(([\s\S]*)\)$/.exec(argument)?.[1] ?? argument;
  const value = splitArguments(inner.replace(/^mapping\s*=\s*/, ""))[0] ?? "";
  const fields = value.startsWith("{") ? splitArguments(value.slice(1, -1)) : [value];
  return fields
    .map((field) => field.replace(/^["']?\w+["']?\s*:\s*/, "").trim())
    .filter((field) => /^[A-Za-z_$][\w$]*(?:(?:\?|!)?\.[\w$]+|\[["']\w+["']\])*$/.test(field));
}
