/** Where Java code builds the objects that data from elsewhere names. */
import type { SgNode } from "@ast-grep/napi";
import type { Call } from "../../../model/outline.js";
import type { Example, Hit, Matcher, Subject } from "../../../model/rule.js";
import type { JavaTree } from "../../../model/tree.js";
import { argumentsOf, calleeOf, methodKinds } from "../../../syntax/java/ask.js";
import { callsWhere } from "../../../syntax/java/calls.js";
import { type Declaration, declarationOf } from "../../../syntax/java/declarations.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

export const java: Matcher<"java"> = function* (subject) {
  const { text } = subject.source;
  if (!/ObjectInputStream|\bYaml\(|XMLDecoder|DefaultTyping|setAutoTypeSupport/.test(text)) return;
  const isReader = ({ callee }: Call): boolean =>
    /(?:^|\.)(?:readObject|readUnshared|load(?:All)?|(?:enable|activate)DefaultTyping|setAutoTypeSupport)$/.test(
      callee,
    ) || callee === "<expression>";
  for (const { node } of callsWhere(subject, isReader)) {
    const hit = examine(node, subject);
    if (hit) yield hit;
  }
};

function examine(call: SgNode, subject: Subject<JavaTree>): Hit | null {
  switch (call.field("name")?.text()) {
    case "readObject":
    case "readUnshared":
      return readObject(call, subject);
    case "load":
    case "loadAll":
      return loadYaml(call);
    case "enableDefaultTyping":
    case "activateDefaultTyping":
      return typedJson(call);
    case "setAutoTypeSupport":
      return argumentsOf(call)[0]?.text() === "true"
        ? {
            at: spanOf(call),
            issue: `\`${call.text()}\` lets JSON name the class that is built from it, any class on the class path.`,
            recommendation: "Leave it off, and parse into the class the code expects.",
          }
        : null;
    default:
      return null;
  }
}

/** `stream.readObject()` and `new ObjectInputStream(in).readObject()`: what made the stream, when the file shows it. */
function streamOf(
  call: SgNode,
): { readonly type: string; readonly made: SgNode | null; readonly declaration: Declaration | null } | null {
  const object = call.field("object");
  if (object?.kind() === "object_creation_expression")
    return { type: calleeOf(object) ?? "", made: object, declaration: null };
  const declaration = object?.kind() === "identifier" ? declarationOf(object.text(), object) : null;
  if (!declaration) return null;
  const { value } = declaration;
  const made = value?.kind() === "object_creation_expression" ? value : null;
  return { type: made ? (calleeOf(made) ?? "") : (declaration.type ?? ""), made, declaration };
}

function readObject(call: SgNode, { source: { text } }: Subject<JavaTree>): Hit | null {
  const stream = streamOf(call);
  if (stream?.type === "XMLDecoder" || stream?.type === "java.beans.XMLDecoder")
    return {
      at: spanOf(call),
      issue: `\`${call.text()}\` of \`XMLDecoder\` calls whatever methods the XML asks for.`,
      recommendation: "Read a format that holds only data, with a parser for it.",
    };
  // A stream handed in belongs to the class's own `readObject`, or to somebody who may have filtered it.
  if (!stream || stream.type !== "ObjectInputStream" || stream.declaration?.kind === "parameter") return null;
  if (/setObjectInputFilter|setSerialFilter|ObjectInputFilter|resolveClass/.test(text)) return null;
  const method = ancestor(call, ...methodKinds);
  // Written and read in one breath: a deep copy.
  if (!method || /\bObjectOutputStream\b|\bdeepC|clone/i.test(method.text())) return null;
  return { at: spanOf(call), ...judge(call, stream.made, method) };
}

const remote =
  /\b(?:request|req|socket|response|cookies?|connection|multipart\w*|Base64|decoder?)\b|[sS]ocket|getInputStream\(/;

function judge(
  call: SgNode,
  made: SgNode | null,
  method: SgNode,
): Pick<Hit, "issue" | "severity" | "confidence" | "recommendation"> {
  const issue = `\`${call.text()}\` builds whatever objects the stream names, before any cast is checked; classes on the class path can make that run commands.`;
  const recommendation =
    "Exchange data as JSON and check it; if it must stay serialised, call `setObjectInputFilter` with the few classes that are expected.";
  const source = made ? argumentsOf(made).map((argument) => argument.text()) : [];
  const shown = [source.join(), ...assignmentsBehind(source.join(), method.text())].join("\n");
  if (/FileInputStream|Files\.newInputStream|\bFile\b/.test(shown))
    return {
      issue: `${issue} It comes from a file, so it is as safe as that file is.`,
      severity: "medium",
      confidence: 0.6,
      recommendation,
    };
  const isRemote = remote.test(shown) || /\b(?:Get|Post|Put|Request)Mapping\b/.test(method.text());
  return isRemote
    ? {
        issue: `${issue} It comes from outside this process.`,
        severity: "medium",
        confidence: 0.85,
        recommendation,
      }
    : { issue, severity: "medium", confidence: 0.65, recommendation };
}

/** What the names in a piece of code were given, and what the names in that were. */
function assignmentsBehind(code: string, method: string): readonly string[] {
  const given = (text: string): readonly string[] =>
    [...new Set(text.match(/\b[a-z]\w*\b(?!\()/g) ?? [])].flatMap((name) =>
      [...method.matchAll(new RegExp(`\\b${name}\\s*=(?!=)([^;]*)`, "g"))].map(([, value = ""]) => value),
    );
  const near = given(code);
  return [...near, ...given(near.join("\n"))];
}

/** SnakeYAML's change log: safe by default since 2.0. */
function loadYaml(call: SgNode): Hit | null {
  const stream = streamOf(call);
  const { made } = stream ?? {};
  if (!made || !/^(?:org\.yaml\.snakeyaml\.)?Yaml$/.test(stream?.type ?? "") || argumentsOf(made).length > 0)
    return null;
  const [data] = argumentsOf(call);
  const method = ancestor(call, ...methodKinds)?.text() ?? "";
  if (!data || data.kind() === "string_literal" || /getResource|classLoader|ClassPathResource/i.test(method))
    return null;
  return {
    at: spanOf(call),
    severity: "medium",
    confidence: 0.6,
    issue: `\`${call.text()}\` uses a \`Yaml\` made without a SafeConstructor: before SnakeYAML 2.0 it builds any object the text names.`,
    recommendation: "Make it with `new Yaml(new SafeConstructor(new LoaderOptions()))`.",
  };
}

/** Jackson writes and reads class names then; a validator that lists the classes makes it harmless. */
function typedJson(call: SgNode): Hit | null {
  // Spring Security's own typing goes by a list of allowed classes.
  if (/^SecurityJackson\w*Modules$/.test(call.field("object")?.text() ?? "")) return null;
  const [validator] = argumentsOf(call);
  const isActivation = call.field("name")?.text() === "activateDefaultTyping";
  if (isActivation && !/LaissezFaire/.test(validator?.text() ?? "")) return null;
  return {
    at: spanOf(call),
    severity: "medium",
    confidence: 0.7,
    issue: `\`${call.field("name")?.text() ?? ""}\` lets JSON name the class that is built from it, with no list of classes that may be named.`,
    recommendation:
      "Leave default typing off, or activate it with a BasicPolymorphicTypeValidator that lists the expected classes.",
  };
}

export const javaExamples: readonly Example[] = [
  {
    language: "java",
    bad: "import java.io.*;\n\nclass Profiles {\n  Object read(HttpServletRequest request) throws Exception {\n    ObjectInputStream in = new ObjectInputStream(request.getInputStream());\n    return in.readObject();\n  }\n}\n",
    good: "import java.io.*;\n\nclass Profiles implements Serializable {\n  private void readObject(ObjectInputStream in) throws Exception {\n    name = (String) in.readObject();\n  }\n\n  Object copy(Object value) throws Exception {\n    ByteArrayOutputStream bytes = new ByteArrayOutputStream();\n    new ObjectOutputStream(bytes).writeObject(value);\n    return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();\n  }\n\n  Object json(JsonReader reader) {\n    return reader.readObject();\n  }\n}\n",
  },
  {
    language: "java",
    bad: "import java.io.*;\n\nclass Cache {\n  Object load(byte[] bytes) throws Exception {\n    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {\n      return in.readObject();\n    }\n  }\n}\n",
    good: "import java.io.*;\n\nclass Cache {\n  Object load(byte[] bytes) throws Exception {\n    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {\n      in.setObjectInputFilter(filter);\n      return in.readObject();\n    }\n  }\n}\n",
  },
  {
    language: "java",
    bad: "import org.yaml.snakeyaml.Yaml;\n\nclass Settings {\n  Object read(String text) {\n    return new Yaml().load(text);\n  }\n}\n",
    good: 'import org.yaml.snakeyaml.Yaml;\nimport org.yaml.snakeyaml.constructor.SafeConstructor;\n\nclass Settings {\n  Object read(String text) {\n    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));\n    return yaml.load(text);\n  }\n\n  Object own() {\n    return new Yaml().load(getClass().getResourceAsStream("/defaults.yml"));\n  }\n\n  void load(Loader loader, String text) {\n    loader.load(text);\n  }\n}\n',
  },
  {
    language: "java",
    bad: "import java.beans.XMLDecoder;\n\nclass Import {\n  Object read(InputStream in) {\n    XMLDecoder decoder = new XMLDecoder(in);\n    return decoder.readObject();\n  }\n}\n",
    good: "import com.fasterxml.jackson.databind.ObjectMapper;\n\nclass Import {\n  ObjectMapper mapper(PolymorphicTypeValidator validator) {\n    return new ObjectMapper().activateDefaultTyping(validator);\n  }\n}\n",
  },
  {
    language: "java",
    bad: "import com.fasterxml.jackson.databind.ObjectMapper;\n\nclass Import {\n  ObjectMapper mapper() {\n    ObjectMapper mapper = new ObjectMapper();\n    mapper.enableDefaultTyping();\n    return mapper;\n  }\n}\n",
    good: "import com.fasterxml.jackson.databind.ObjectMapper;\n\nclass Import {\n  ObjectMapper mapper() {\n    ObjectMapper mapper = new ObjectMapper();\n    SecurityJackson2Modules.enableDefaultTyping(mapper);\n    return mapper;\n  }\n}\n",
  },
];
