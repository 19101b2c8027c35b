/** An XML parser follows entities that the document declares, into files and other machines. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";
import { spanOf, textOf } from "../../syntax/typescript/ask.js";
import { scopeText } from "../../syntax/surroundings.js";
import { type WrittenCall, entriesOf, nameOf, namedValue, writtenCalls } from "../../syntax/written-calls.js";
import { besideFlows, followedFamilies, fromFlows } from "../../syntax/flow-hits.js";

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // By its examples: the one hit on 33 projects lies in a sample that is vulnerable on purpose.
  // By its examples and the vulnerable sample applications; no hit met on 17 mature projects in Go, Java, Rust, Elixir.
  confidence: 0.8,
  judged: { right: 6, arguable: 0, wrong: 2, projects: 0 },
  title: "XML parser follows external entities",
  risk: "A document can have the server read its own files or call addresses inside the network, and gets the contents back in what the server answers.",
  fix: "Leave entities and document types switched off (`noent` unset, `resolve_entities=False` or defusedxml, `disallow-doctype-decl` in Java).",
  trial: {
    name: "a document that asks for a file",
    arrange: "a file made by the test, and a document with an entity that names it",
    act: "have {it} parse the document",
    assert: "nothing of the file is in the result",
  },
  cwe: [611],
  match: {
    ...besideFlows("xml", { ...inFamilies(["java"], openParsers), typescript: inTypeScript }),
    // The parser is set up before it is handed the text.
    ...besideFlows("xml", inFamilies(["python"], openParsers), { reach: "function" }),
  },
  reads: followedFamilies,
  project: fromFlows({
    harm: "xml",
    worst: "high",
    effect: "entities that the document declares are followed into files and other machines",
  }),
  examples: [
    {
      language: "javascript",
      bad: "const libxmljs = require('libxmljs');\nexports.load = (req) => libxmljs.parseXmlString(req.files.products.data.toString('utf8'), { noent: true, noblanks: true });\n",
      good: "const libxmljs = require('libxmljs');\nexports.load = (req) => libxmljs.parseXmlString(req.files.products.data.toString('utf8'), { noent: false, noblanks: true });\n",
    },
    {
      language: "typescript",
      bad: "import { ParseOption, XmlDocument } from 'libxml2-wasm';\nexport const read = (text: string) =>\n  XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_NOENT | ParseOption.XML_PARSE_NOBLANKS });\n",
      good: "import { ParseOption, XmlDocument } from 'libxml2-wasm';\n// never ParseOption.XML_PARSE_NOENT\nexport const read = (text: string) => XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_NOBLANKS });\n",
    },
    {
      language: "python",
      bad: "from lxml import etree\n\ndef load(body):\n    return etree.fromstring(body, etree.XMLParser(resolve_entities=True))\n",
      good: "from lxml import etree\n\ndef load(body):\n    return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))\n",
    },
    {
      language: "python",
      bad: "import xml.sax\nfrom xml.sax.handler import feature_external_ges\n\ndef reader():\n    parser = xml.sax.make_parser()\n    parser.setFeature(feature_external_ges, True)\n    return parser\n",
      good: "import xml.sax\nfrom xml.sax.handler import feature_external_ges\n\ndef reader():\n    parser = xml.sax.make_parser()\n    parser.setFeature(feature_external_ges, False)\n    return parser\n",
    },
    {
      language: "java",
      bad: "import java.io.InputStream;\nimport javax.xml.parsers.DocumentBuilderFactory;\n\nclass Orders {\n  Object load(InputStream body) throws Exception {\n    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();\n    return factory.newDocumentBuilder().parse(body);\n  }\n}\n",
      good: 'import java.io.InputStream;\nimport javax.xml.parsers.DocumentBuilderFactory;\n\nclass Orders {\n  Object load(InputStream body) throws Exception {\n    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();\n    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);\n    return factory.newDocumentBuilder().parse(body);\n  }\n  Object create() throws Exception {\n    return DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();\n  }\n}\n',
    },
    {
      language: "java",
      bad: 'import javax.servlet.http.HttpServletRequest;\nimport javax.xml.parsers.SAXParserFactory;\n\nclass Orders {\n  void open(HttpServletRequest request) throws Exception {\n    SAXParserFactory.newInstance().newSAXParser().parse(request.getInputStream(), handler);\n  }\n  void closed(HttpServletRequest request) throws Exception {\n    SAXParserFactory factory = SAXParserFactory.newInstance();\n    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);\n    factory.newSAXParser().parse(request.getInputStream(), handler);\n  }\n}\n',
      good: 'import javax.xml.parsers.DocumentBuilderFactory;\n\nclass Hosts {\n  Object load() throws Exception {\n    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Hosts.class.getResourceAsStream("/hosts.xml"));\n  }\n  Object read(java.io.InputStream body) throws Exception {\n    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();\n    harden(factory);\n    return factory.newDocumentBuilder().parse(body);\n  }\n  void harden(DocumentBuilderFactory factory) throws Exception {\n    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);\n  }\n}\n',
    },
    {
      language: "java",
      bad: "import java.io.Reader;\nimport javax.xml.stream.XMLInputFactory;\n\nclass Orders {\n  Object load(Reader body) throws Exception {\n    XMLInputFactory factory = XMLInputFactory.newInstance();\n    return factory.createXMLStreamReader(body);\n  }\n}\n",
      good: "import java.io.Reader;\nimport javax.xml.stream.XMLInputFactory;\n\nclass Orders {\n  Object load(Reader body) throws Exception {\n    XMLInputFactory factory = XMLInputFactory.newInstance();\n    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);\n    return factory.createXMLStreamReader(body);\n  }\n}\n",
    },
  ],
});

const parsers =
  /(?:^|\.)(?:parseXml|parseXmlString|parseXmlAsync|parseXmlStringAsync|XMLParser|setFeature|iterparse)$|(?:^|\.)(?:DocumentBuilderFactory|SAXParserFactory|XMLInputFactory)\.new(?:Instance|Factory|DefaultInstance)$|(?:^|\.)(?:SAXReader|SAXBuilder)$/;

function* openParsers(code: Code): Iterable<Hit> {
  if (!/xml/i.test(code.source.text)) return;
  for (const written of writtenCalls(code, (call) => parsers.test(nameOf(call)))) {
    if (code.source.language === "java") {
      yield* inJava(code, written);
      continue;
    }
    const issue = switchedOn(written);
    if (issue !== null) yield { at: written.call.span, issue };
  }
}

/** Calls, and libxml2's own flags as its bindings for Node hand them on. */
function* inTypeScript(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, source } = subject;
  yield* openParsers(subject);
  if (!source.text.includes("XML_PARSE_NOENT")) return;
  for (const node of tree.nodes(tree.ts.SyntaxKind.PropertyAccessExpression)) {
    // `~flag` takes it out of a set.
    const isTakenOut = tree.ts.isPrefixUnaryExpression(node.parent);
    if (node.name.text !== "XML_PARSE_NOENT" || isTakenOut) continue;
    yield {
      at: spanOf(tree, node),
      issue: `\`${textOf(tree, node)}\` puts the contents of declared entities into the document.`,
    };
  }
}

/** Safe parsers that were told to resolve entities. */
function switchedOn({ call, arguments: given }: WrittenCall): string | null {
  const name = nameOf(call);
  const options = [...given, ...given.flatMap(entriesOf)];
  if (namedValue(options, "noent") === "true")
    return `\`${call.callee}\` is called with \`noent: true\`, which puts the contents of declared entities into the document.`;
  if (/^lxml\./.test(name) && namedValue(options, "resolve_entities") === "True")
    return `\`${call.callee}\` is called with \`resolve_entities=True\`, which puts the contents of declared entities into the document.`;
  const [feature, value] = given;
  if (
    /feature_external_(?:ges|pes)$|external-general-entities["']$/.test(feature ?? "") &&
    /^(?:True|1)$/.test(value ?? "")
  )
    return `\`${call.callee}\` switches external entities on.`;
  return null;
}

const secured =
  /disallow-doctype-decl|external-general-entities|FEATURE_SECURE_PROCESSING|SUPPORT_DTD|IS_SUPPORTING_EXTERNAL_ENTITIES|ACCESS_EXTERNAL_DTD|setExpandEntityReferences\s*\(\s*false|setEntityResolver|secure|harden|withoutDtd|noDtd/i;

/** What the program brings along: nobody else writes it. */
const ownResource = /\bClassPathResource\b|\bgetResource(?:AsStream)?\s*\(/;
const fromRequest =
  /\b(?:Http)?ServletRequest\b|@Request(?:Body|Param|Part)\b|\bMultipartFile\b|@(?:Form|Query)Param\b/;

/** Java's parsers resolve entities until they are told otherwise, where they are made or in a function called there. */
function* inJava(code: Code, { call }: WrittenCall): Iterable<Hit> {
  const scope = scopeText(code, call.span.start);
  if (/setFeature$/.test(call.callee) || isSecured(code, call.span, scope) || ownResource.test(scope)) return;
  if (!/\.(?:parse|createXMLStreamReader|createXMLEventReader|read|build)\s*\(\s*[^)\s]/.test(scope)) return;
  yield {
    at: call.span,
    issue: `\`${call.callee}\` makes a parser that resolves external entities, and nothing around it switches that off.`,
    // Who writes the document is not in sight unless a request brings it.
    ...(fromRequest.test(scope) ? {} : { severity: "low" }),
  };
}

/** A safe parser in the next method makes this one no safer; one kept in a field may be told anywhere in the class. */
function isSecured({ source: { text }, outline }: Code, at: Span, scope: string): boolean {
  if (secured.test(scope)) return true;
  const isWithin = ({ span }: { readonly span: Span }, around: Span): boolean =>
    around.start <= span.start && span.end <= around.end;
  const holder = outline.functions.find(({ span }) => isWithin({ span: at }, span));
  if (!holder) return secured.test(text);
  const called = outline.calls
    .filter((one) => isWithin(one, holder.span))
    .map(({ callee }) => callee.slice(callee.lastIndexOf(".") + 1));
  return outline.functions.some(
    ({ name, bodySpan }) => called.includes(name) && secured.test(text.slice(bodySpan.start, bodySpan.end)),
  );
}
