/** The value of a Java `Optional` is taken without asking whether there is one. */
import type { SgNode } from "@ast-grep/napi";
import { defineRule } from "../../model/rule.js";
import { argumentsOf, enclosingFunction } from "../../syntax/java/ask.js";
import { declarationOf } from "../../syntax/java/declarations.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "low",
  // Nothing in the function asks first; that the value is always there may be known from elsewhere.
  // Where what is looked up came out of the store a line before, four of five hits were arguable: left out.
  confidence: 0.6,
  judged: { right: 3, arguable: 1, wrong: 0, projects: 2 },
  title: "`Optional.get` without a check",
  risk: "When there is no value, the caller gets a NoSuchElementException that says neither what was looked for nor where.",
  fix: "Say what should happen: `orElseThrow(() -> new …(id))` with a message of its own, `orElse`, `map` or `ifPresent`.",
  match: {
    *java({ tree, source: { text } }) {
      if (!/\.get\(\)/.test(text)) return;
      for (const call of tree.nodes("method_invocation")) {
        const what =
          call.field("name")?.text() === "get" && argumentsOf(call).length === 0 ? optionalOf(call) : null;
        if (what !== null)
          yield {
            at: spanOf(call),
            issue: `\`get\` is called on ${what} without asking whether there is a value.`,
          };
      }
    },
  },
  examples: [
    {
      language: "java",
      bad: "class Users {\n  User find(long id) {\n    return repository.findById(id).get();\n  }\n}\n",
      good: "class Users {\n  User find(long id) {\n    return repository.findById(id).orElseThrow(() -> new Missing(id));\n  }\n\n  User known(long id) {\n    Optional<User> user = repository.findById(id);\n    return user.isPresent() ? user.get() : User.NONE;\n  }\n\n  User held(Supplier<User> user, AtomicReference<User> last, Map<String, User> users) {\n    return user.get() == last.get() ? last.get() : users.values().iterator().next();\n  }\n\n  int largest(List<Integer> sizes) {\n    if (sizes.isEmpty()) return 0;\n    return sizes.stream().max(Integer::compare).get();\n  }\n\n  User again(User user) {\n    return repository.findById(user.getId()).get();\n  }\n}\n",
    },
    {
      language: "java",
      bad: "class Users {\n  String name(long id) {\n    Optional<User> user = repository.find(id);\n    return user.get().name();\n  }\n}\n",
      good: "class Users {\n  String name(long id) {\n    Optional<User> user = repository.find(id);\n    if (user.isEmpty()) return null;\n    return user.get().name();\n  }\n}\n",
    },
  ],
});

const lookups = /^(?:findById|findFirst|findAny|ofNullable|max|min|findOneBy\w*)$/;

/** How the code calls the optional, when nothing in the function asks about it; null for suppliers, references, futures. */
function optionalOf(call: SgNode): string | null {
  const object = call.field("object");
  const scope = enclosingFunction(call)?.text() ?? "";
  if (object?.kind() === "method_invocation") {
    const name = object.field("name")?.text() ?? "";
    const isLookup =
      lookups.test(name) && object.field("object") !== null && !isFuture(object) && !isKnownRecord(object);
    return isLookup && !/\b(?:isEmpty|isPresent|size|exists\w*|contains\w*|length)\b/.test(scope)
      ? `the result of \`${name}\``
      : null;
  }
  if (object?.kind() !== "identifier") return null;
  const name = object.text();
  const declaration = declarationOf(name, object);
  if (declaration?.kind !== "local" || !/^(?:java\.util\.)?Optional$/.test(declaration.type ?? ""))
    return null;
  const isAsked = new RegExp(
    `\\b${name}\\s*\\.\\s*(?:isPresent|isEmpty|ifPresent\\w*|equals)\\b|\\b${name}\\s*[,)]`,
  ).test(scope);
  const isMade = /^Optional\.of\(/.test(declaration.value?.text() ?? "");
  return isAsked || isMade ? null : `\`${name}\``;
}

/** `findById(user.getId())`: whoever has the record has got it from there. */
function isKnownRecord(lookup: SgNode): boolean {
  return argumentsOf(lookup).some((argument) => /\.(?:getId|id)\(\)$/.test(argument.text()));
}

/** `Math.max` and the like take two values; a comparator or nothing at all is what streams and repositories take. */
function isFuture(lookup: SgNode): boolean {
  return argumentsOf(lookup).length > 1;
}
