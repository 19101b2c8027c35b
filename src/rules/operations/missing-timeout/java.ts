/** Java's network calls that wait without end unless they are told otherwise. */
import type { SgNode } from "@ast-grep/napi";
import type { Call } from "../../../model/outline.js";
import type { Example, Hit, Matcher } from "../../../model/rule.js";
import { argumentsOf, enclosingFunction } from "../../../syntax/java/ask.js";
import type { CalledNode } from "../../../syntax/called-nodes.js";
import { callsWhere } from "../../../syntax/java/calls.js";
import { declarationOf } from "../../../syntax/java/declarations.js";
import { isToolPath } from "../../../syntax/tool-paths.js";

export const java: Matcher<"java"> = function* (subject) {
  const { text, path } = subject.source;
  if (isToolPath(path) || !/openConnection\(|RestTemplate\(|\.openStream\(/.test(text)) return;
  const opens = ({ callee }: Call): boolean =>
    callee === "RestTemplate" || callee === "<expression>" || /\.(?:openConnection|openStream)$/.test(callee);
  for (const found of callsWhere(subject, opens)) {
    const hit = examine(found, text);
    if (hit) yield hit;
  }
};

function examine({ call, node }: CalledNode, text: string): Hit | null {
  const around = enclosingFunction(node)?.text() ?? text;
  // Set where the connection is opened, by whoever gets it back, or for the whole process.
  const isTimed =
    /ReadTimeout|readTimeout/.test(isHandedOn(around) ? text : around) ||
    /setDefaultReadTimeout|sun\.net\.client\.default/.test(text);
  if (isTimed) return null;
  if (call.callee === "RestTemplate")
    return argumentsOf(node).length > 0 || /setRequestFactory|RestTemplateBuilder/.test(text)
      ? null
      : {
          at: call.span,
          issue: "`new RestTemplate()` has no timeout: its connections wait for an answer for ever.",
          recommendation:
            "Build it with a RestTemplateBuilder (`connectTimeout`, `readTimeout`), or give it a request factory that has both.",
        };
  const name = node.field("name")?.text() ?? "";
  if (!/^(?:openConnection|openStream)$/.test(name) || !isRemote(node)) return null;
  return {
    at: call.span,
    issue: `\`${name}\` is used without a read timeout, and its default is to wait for ever.`,
    recommendation:
      "Open the connection with `openConnection()` and call `setConnectTimeout` and `setReadTimeout` before reading.",
  };
}

/** The connection is given to another method, or answered: there it may be told. */
function isHandedOn(around: string): boolean {
  const name = /(\w+)\s*=\s*(?:\([\w.]+\)\s*)?[\w.()" ]*\.openConnection\(/.exec(around)?.[1];
  return (
    name === undefined ||
    new RegExp(`[(,]\\s*${name}\\s*[,)]|return\\s+${name}\\s*;|this\\.${name}\\b`).test(around)
  );
}

/** On a `URL` that may lead to another machine: not one of the class path, and read as HTTP or from a text. */
function isRemote(call: SgNode): boolean {
  const object = call.field("object");
  const scope = enclosingFunction(call)?.text() ?? "";
  if (!object || /getResource|toURI\(\)\.toURL|JarURL|jar:|file:|ClassLoader/.test(scope)) return false;
  if (object.kind() === "object_creation_expression")
    return /^new\s+(?:java\.net\.)?URL\(/.test(object.text());
  if (object.kind() !== "identifier") return false;
  const declaration = declarationOf(object.text(), object);
  if (declaration?.type !== "URL" && declaration?.type !== "java.net.URL") return false;
  return (
    /\bHttps?URLConnection\b/.test(scope) ||
    /^new\s+(?:java\.net\.)?URL\(/.test(declaration.value?.text() ?? "")
  );
}

export const javaExamples: readonly Example[] = [
  {
    language: "java",
    bad: 'class Rates {\n  InputStream load(String address) throws IOException {\n    URL url = new URL(address);\n    HttpURLConnection connection = (HttpURLConnection) url.openConnection();\n    connection.setRequestMethod("GET");\n    return connection.getInputStream();\n  }\n}\n',
    good: "class Rates {\n  InputStream load(String address) throws IOException {\n    URL url = new URL(address);\n    HttpURLConnection connection = (HttpURLConnection) url.openConnection();\n    connection.setConnectTimeout(1000);\n    connection.setReadTimeout(5000);\n    return connection.getInputStream();\n  }\n}\n",
  },
  {
    language: "java",
    bad: "import org.springframework.web.client.RestTemplate;\n\nclass Rates {\n  private final RestTemplate client = new RestTemplate();\n}\n",
    good: 'import org.springframework.web.client.RestTemplate;\n\nclass Rates {\n  private final RestTemplate client = new RestTemplate(factory());\n\n  InputStream defaults() throws IOException {\n    return getClass().getResource("/rates.json").openStream();\n  }\n\n  InputStream open(Store store) throws IOException {\n    return store.openStream();\n  }\n}\n',
  },
];
