/** A visitor gets the stack trace of an error. */
import { type Hit, defineRule } from "../../model/rule.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";
import { namesAround, scopeText } from "../../syntax/surroundings.js";
import { writtenCalls } from "../../syntax/written-calls.js";

export default defineRule({
  severity: "medium",
  // What is sent is a fact, who can cause the error is not seen. In Go and Java by its examples only.
  confidence: 0.8,
  judged: { right: 7, arguable: 2, wrong: 0, projects: 8 },
  title: "Stack trace sent to the visitor",
  risk: "Paths, versions, queries and values of the program are shown to whoever provokes an error, which is what the next attack needs.",
  fix: "Log the error with an id and answer with the id and a sentence.",
  trial: {
    name: "an error tells strangers nothing",
    arrange: "a step that fails with a message made by the test",
    act: "send a request that reaches {it}",
    assert: "neither the message nor a stack trace is in the answer",
  },
  cwe: [209],
  match: inFamilies(["typescript", "python", "go", "java"], sentTraces),
  examples: [
    {
      language: "javascript",
      bad: "module.exports = (err, req, res, next) => {\n  res.status(500).json({ message: err.message, stack: err.stack });\n};\n",
      good: "module.exports = (err, req, res, next) => {\n  console.error(err.stack);\n  res.status(500).json({ message: 'something went wrong' });\n};\nmodule.exports.verbose = (err, req, res, next) => {\n  res.status(500).json({ stack: process.env.NODE_ENV === 'development' ? err.stack : undefined });\n};\nconst sendErrorDev = (err, res) => {\n  res.status(500).json({ stack: err.stack });\n};\nmodule.exports.dev = sendErrorDev;\n",
    },
    {
      language: "python",
      bad: "import traceback\nfrom flask import jsonify\n\ndef failed(error):\n    return jsonify(error=traceback.format_exc()), 500\n",
      good: "import logging\nimport traceback\nfrom flask import jsonify\n\ndef failed(error):\n    logging.error(traceback.format_exc())\n    return jsonify(error='something went wrong'), 500\n",
    },
    {
      language: "go",
      bad: 'package web\n\nimport (\n\t"net/http"\n\t"runtime/debug"\n)\n\nfunc failed(w http.ResponseWriter) {\n\thttp.Error(w, string(debug.Stack()), http.StatusInternalServerError)\n}\n',
      good: 'package web\n\nimport (\n\t"log"\n\t"net/http"\n\t"runtime/debug"\n)\n\nfunc failed(w http.ResponseWriter) {\n\tlog.Print(string(debug.Stack()))\n\thttp.Error(w, "failed", http.StatusInternalServerError)\n}\n',
    },
    {
      language: "java",
      bad: "class Errors {\n  void failed(HttpServletResponse response, Exception error) throws Exception {\n    error.printStackTrace(response.getWriter());\n  }\n}\n",
      good: "class Errors {\n  void failed(HttpServletResponse response, Exception error) throws Exception {\n    error.printStackTrace(System.err);\n    response.sendError(500);\n  }\n}\n",
    },
  ],
});

const traces =
  /\b(?:err|error|e|ex|exception|exc)\.stack\b|\btraceback\.format_(?:exc|exception|tb)\(|\bdebug\.Stack\(\)/;
const answers =
  /^(?:<expression>|(?:\w+\.)*(?:res|response|reply)\.(?:send|json|end|write|status|render)|(?:flask\.)?jsonify|JSONResponse|PlainTextResponse|HTMLResponse|HttpResponse|JsonResponse|HTTPException|Response|web\.(?:Response|json_response)|make_response|http\.Error|c\.(?:JSON|String)|w\.Write|fmt\.Fprint(?:f|ln)?|\w+\.printStackTrace)$/;
const answerChain = /^(?:\w+\.)*(?:res|response|reply)\b[\s\S]{0,120}\.(?:send|json|end|write|render)\(/;

function* sentTraces(code: Code): Iterable<Hit> {
  const { text } = code.source;
  if (!traces.test(text) && !/printStackTrace/.test(text)) return;
  for (const { call, text: written, arguments: given } of writtenCalls(code, ({ callee }) =>
    answers.test(callee),
  )) {
    if (call.callee === "<expression>" && !answerChain.test(written)) continue;
    if (/^fmt\./.test(call.callee) && !/^(?:w|rw|writer|resp|response)$/.test(given[0] ?? "")) continue;
    const trace = /printStackTrace$/.test(call.callee)
      ? /\bresp?(?:onse)?\.getWriter\(\)/.exec(written)?.[0]
      : given.map((one) => traces.exec(withoutFunctions(one))?.[0]).find((one) => one !== undefined);
    if (trace === undefined || isForDevelopers(code, call.span.start, written)) continue;
    yield {
      at: call.span,
      issue: `\`${call.callee === "<expression>" ? written.slice(0, 40).replace(/\s+/g, " ") + "…" : call.callee}\` sends the stack trace (\`${trace.replace(/\($/, "(…)")}\`) in the answer.`,
    };
  }
}

/** A callback handed to the call is not what is sent. */
function withoutFunctions(argument: string): string {
  return /=>|\bfunction\b/.test(argument) ? "" : argument;
}

/** Something decides whether the details are shown, or did so before it called `sendErrorDev`. */
function isForDevelopers(code: Code, at: number, written: string): boolean {
  if (namesAround(code.outline, at).some((name) => /Dev(?![a-z])|Debug|_(?:dev|debug)$/.test(name)))
    return true;
  return /NODE_ENV|isDev|is_dev|development|\bdebug\b(?!\.Stack)|isProd|production|verbose/i.test(
    `${scopeText(code, at)} ${written}`,
  );
}
