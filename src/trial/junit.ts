/** Test results in JUnit's XML, as the many tools that write it understand it. */
import { type Counts, type Failure, failure, total } from "./counts.js";
import { type Element, XmlError, readXml } from "./xml.js";

/** A document longer than this is not read, in characters. */
export const longestDocument = 64 * 1024 * 1024;

/** True for text that seems to be results in this form. */
export function looksLikeJunit(text: string): boolean {
  const beginning = text.slice(0, 10_000).replace(/^\ufeff/, "");
  const element = beginning.replace(/<\?[^>]*>|<!--[^]*?-->/g, "").trimStart();
  return /^<testsuites?[\s/>]/.test(element);
}

/**
 * Counts the test cases; a document without cases counts as its attributes say.
 * @throws XmlError for what is not JUnit's XML
 */
export function readJunit(text: string): Counts {
  if (text.length > longestDocument) throw new XmlError("it is too long");
  const root = readXml(text);
  if (root.name !== "testsuites" && root.name !== "testsuite")
    throw new XmlError(`its element is <${root.name}>, not <testsuites> or <testsuite>`);
  const cases = casesIn(root, null);
  const broken = brokenSuites(root);
  if (cases.length > 0) return total([...cases, ...broken]) ?? none;
  const told = attributesOf(root);
  const failures = broken.flatMap((suite) => suite.failures);
  return told === null ? (total(broken) ?? none) : { ...told, failures };
}

const none: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

function isCounts(counts: Counts | null): counts is Counts {
  return counts !== null;
}

function casesIn(element: Element, suitePath: string | null): readonly Counts[] {
  const path = element.attributes.get("file") ?? suitePath;
  return element.children.flatMap((child) => {
    if (child.name === "testcase") return [caseOf(child, path)];
    return child.name === "testsuite" ? casesIn(child, path) : [];
  });
}

const isBad = ({ name }: Element): boolean => name === "failure" || name === "error";

/** `flakyFailure` and `rerunFailure`, as Surefire writes them, are about attempts, not about the outcome. */
function caseOf(testcase: Element, suitePath: string | null): Counts {
  const bad = testcase.children.find(isBad);
  if (bad) return { ...none, failed: 1, failures: [failureOf(testcase, bad, suitePath)] };
  const isSkipped =
    testcase.children.some(({ name }) => name === "skipped" || name === "disabled") ||
    /^(?:notrun|skipped|disabled)$/i.test(testcase.attributes.get("status") ?? "");
  return isSkipped ? { ...none, skipped: 1 } : { ...none, passed: 1 };
}

function failureOf(testcase: Element, bad: Element, suitePath: string | null): Failure {
  const { attributes } = testcase;
  const [name = "(no name)", group = ""] = [attributes.get("name"), attributes.get("classname")];
  // Node's reporter calls every class so.
  const title = group === "" || group === "test" || name.startsWith(group) ? name : `${group} › ${name}`;
  const said = bad.attributes.get("message") ?? "";
  const isPath = /^[\w./@-]+\.[a-z]{1,5}$/i.test(group) && group.includes("/");
  const path = attributes.get("file") ?? suitePath ?? (isPath ? group : null);
  return failure(title, said.trim() === "" ? bad.text : said, path);
}

/** A suite that failed as a whole, for instance because its file could not be loaded. */
function brokenSuites(element: Element): readonly Counts[] {
  const own = element.children.filter(isBad).map((bad) => ({
    ...none,
    failed: 1,
    failures: [failureOf(element, bad, null)],
  }));
  const inner = element.children.filter(({ name }) => name === "testsuite").flatMap(brokenSuites);
  return [...own, ...inner];
}

/** What the outermost suites that give numbers say. */
function attributesOf(element: Element): Counts | null {
  const number = (name: string): number | null => {
    const text = element.attributes.get(name);
    return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
  };
  const tests = number("tests");
  if (tests === null) return total(element.children.map(attributesOf).filter(isCounts));
  const failed = (number("failures") ?? 0) + (number("errors") ?? 0);
  const skipped = (number("skipped") ?? 0) + (number("disabled") ?? 0);
  return { passed: Math.max(0, tests - failed - skipped), failed, skipped, failures: [] };
}
