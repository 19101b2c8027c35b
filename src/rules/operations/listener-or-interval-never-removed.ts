/** A timer or listener is added for every connection, component or object and stays when that has gone. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import {
  type FunctionNode,
  ancestor,
  calledName,
  enclosingClass,
  functionName,
  isFunctionNode,
  literalText,
  spanOf,
  textOf,
  walk,
} from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "medium",
  // Adding without removing is read from one scope that ends while the other side lives on.
  confidence: 0.75,
  judged: { right: 6, arguable: 3, wrong: 0, projects: 6 },
  title: "Timer or listener that is never removed",
  risk: "Each one keeps everything it mentions in memory and goes on running: memory and work grow with every connection or view until the program is restarted.",
  fix: "Remove it where its owner ends: clearInterval and off in the close handler, in the function an effect returns, or in the class's close method.",
  trial: {
    name: "as many listeners and timers after as before",
    arrange: "the number of listeners and timers before",
    act: "create and close the object or page of {it} a hundred times",
    assert: "the number is that of before",
  },
  cwe: [772],
  match: { typescript: leaks },
  examples: [
    {
      language: "typescript",
      bad: 'wss.on("connection", (socket) => {\n  setInterval(() => socket.ping(), 30_000);\n});\n',
      good: 'wss.on("connection", (socket) => {\n  const beat = setInterval(() => socket.ping(), 30_000);\n  socket.on("close", () => clearInterval(beat));\n});\nsetInterval(() => sweep(), 60_000);\n',
    },
    {
      language: "javascript",
      bad: 'io.on("connection", (socket) => {\n  bus.on("news", (item) => socket.emit("news", item));\n});\n',
      good: 'io.on("connection", (socket) => {\n  const send = (item) => socket.emit("news", item);\n  bus.on("news", send);\n  socket.on("disconnect", () => bus.off("news", send));\n  socket.on("message", (text) => log(text));\n  socket.conn.on("upgrade", () => log("upgraded"));\n  const stream = open(socket);\n  stream.on("data", (part) => socket.send(part));\n  this.line = socket;\n  this.line.on("pause", () => log("pause"));\n});\n',
    },
    {
      language: "typescript",
      path: "src/view.tsx",
      bad: 'export function View() {\n  useEffect(() => {\n    window.addEventListener("resize", measure);\n  }, []);\n  return null;\n}\n',
      good: 'export function View() {\n  useEffect(() => {\n    window.addEventListener("resize", measure);\n    return () => window.removeEventListener("resize", measure);\n  }, []);\n  useEffect(() => {\n    window.addEventListener("load", measure, { once: true });\n    const timer = setInterval(tick, 1000);\n    return () => clearInterval(timer);\n  }, []);\n  useEffect(() => {\n    const timer = window.setInterval(tick, 1000);\n    return () => window.clearTimeout(timer);\n  }, []);\n  const [interval, setInterval] = useState(5);\n  useEffect(() => {\n    if (interval < 1) setInterval(1);\n  }, [interval]);\n  return null;\n}\nexport const App = () => {\n  useEffect(() => {\n    window.addEventListener("storage", signOut);\n  }, []);\n  return null;\n};\nexport function Counter() {\n  useEffect(() => {\n    document.body.append(document.createElement("script"));\n    window.addEventListener("appinstalled", count);\n  }, []);\n  return null;\n}\n',
    },
    {
      language: "typescript",
      bad: "export class Poller {\n  constructor(private readonly client: Client) {\n    setInterval(() => this.poll(), 1000);\n  }\n  close() {\n    this.client.end();\n  }\n}\n",
      good: "export class Poller {\n  private readonly timer: NodeJS.Timeout;\n  constructor(private readonly client: Client) {\n    this.timer = setInterval(() => this.poll(), 1000);\n  }\n  close() {\n    clearInterval(this.timer);\n  }\n}\nexport class Sweep {\n  constructor() {\n    setInterval(() => this.run(), 1000).unref();\n  }\n  close() {}\n}\n",
    },
  ],
});

function* leaks(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, source } = subject;
  if (!/setInterval|addEventListener|\.on\(|addListener/.test(source.text)) return;
  for (const call of tree.nodes(tree.ts.SyntaxKind.CallExpression)) {
    const name = calledName(tree, call);
    if (name === "useEffect" || name === "useLayoutEffect") yield* ofEffect(tree, call);
    else if (name === "on" || name === "addListener") yield* ofConnection(tree, call);
    else if (name === "setInterval") yield* ofClass(tree, call);
  }
}

function* ofEffect(tree: TypeScriptTree, effect: ts.CallExpression): Iterable<Hit> {
  const body = effect.arguments[0];
  if (!body || !isFunctionNode(tree, body)) return;
  const text = textOf(tree, body);
  if (isOfPage(tree, effect, text)) return;
  // `clearTimeout` stops intervals too.
  if (/clearInterval|clearTimeout|removeEventListener|\bsignal\b|\bonce\b|\bdispose|\bcleanup/i.test(text))
    return;
  for (const call of callsIn(tree, body)) {
    const callee = textOf(tree, call.expression);
    if (!/^(?:window\.)?setInterval$|^(?:window|document)(?:\.\w+)?\.addEventListener$/.test(callee))
      continue;
    // With one argument it is a setter of that name.
    if (call.arguments.length < 2) continue;
    yield {
      at: spanOf(tree, call),
      issue: `This effect calls \`${callee}\` and returns nothing that undoes it, so every mount adds another one.`,
    };
  }
}

/** The root of a page is mounted once, and a script that is put into the page stays there too. */
function isOfPage(tree: TypeScriptTree, effect: ts.CallExpression, text: string): boolean {
  if (textOf(tree, effect.arguments[1] ?? effect) !== "[]") return false;
  if (/createElement\(\s*["']script["']/.test(text)) return true;
  const holder = ancestor(effect, (node) => isFunctionNode(tree, node));
  return (
    holder !== undefined &&
    /^(?:_?App|Root|Main|(?:App|Root)?Layout)$/i.test(functionName(tree, holder as FunctionNode))
  );
}

/** `server.on("connection", (socket) => …)`: what is added in it to anything but the socket stays. */
function* ofConnection(tree: TypeScriptTree, on: ts.CallExpression): Iterable<Hit> {
  const body = on.arguments[1];
  if (!/^connect(?:ion)?$/.test(literalText(tree, on.arguments[0]) ?? "") || !body) return;
  if (!isFunctionNode(tree, body) || body.parameters.length === 0) return;
  const text = textOf(tree, body);
  const clears = text.includes("clearInterval");
  const removes = /\.(?:off|removeListener|removeAllListeners|removeEventListener|unsubscribe)\(/.test(text);
  for (const call of callsIn(tree, body)) {
    const callee = textOf(tree, call.expression);
    if (/^(?:globalThis\.|window\.)?setInterval$/.test(callee) && !clears) {
      yield { at: spanOf(tree, call), issue: "A timer is started for every connection and never stopped." };
    } else if (/\.(?:on|addListener)$/.test(callee) && !removes && isOutside(tree, body, callee)) {
      yield {
        at: spanOf(tree, call),
        issue: `Every connection adds a listener with \`${callee}\`, and none is removed when the connection ends.`,
      };
    }
  }
}

/** What the callback neither is given nor makes itself lives longer than the connection. */
function isOutside(tree: TypeScriptTree, body: FunctionNode, callee: string): boolean {
  const first = /^(?:this\.)?[\w$]+/.exec(callee)?.[0] ?? "";
  if (first === "" || !/^[\w$.]+$/.test(callee)) return false;
  const text = textOf(tree, body);
  const isBound = new RegExp(
    `\\b(?:const|let|var)\\b[^=;]*\\b${first}\\b[^=;]*=|\\(\\s*\\{?[^()]*\\b${first}\\b[^()]*\\}?\\s*\\)\\s*=>`,
  );
  const isParameter = body.parameters.some((parameter) =>
    new RegExp(`\\b${first}\\b`).test(parameter.name.getText(tree.root)),
  );
  // `this.socket = socket` makes it the connection's own.
  if (new RegExp(`(?<![\\w.])${first}\\s*=(?!=)`).test(text)) return false;
  return !isParameter && !isBound.test(text) && !new RegExp(`(?<![\\w.])${first}\\s*=>`).test(text);
}

/** A class that can be closed and leaves its timer running. */
function* ofClass(tree: TypeScriptTree, call: ts.CallExpression): Iterable<Hit> {
  const holder = enclosingClass(tree, call);
  if (!holder || tree.ts.isIdentifier(call.expression) === false) return;
  const text = textOf(tree, holder);
  if (/clearInterval|clearTimeout|\.unref\b|\[Symbol\.dispose\]|registerInterval/.test(text)) return;
  const closing = holder.members.find(
    (member) =>
      member.name &&
      /^(?:close|stop|destroy|dispose|shutdown|disconnect|teardown|ngOnDestroy|disconnectedCallback|onModuleDestroy)$/.test(
        member.name.getText(tree.root),
      ),
  );
  if (!closing?.name) return;
  // A timer that is handed out is somebody else's to stop.
  if (tree.ts.isReturnStatement(call.parent) || tree.ts.isArrowFunction(call.parent)) return;
  yield {
    at: spanOf(tree, call),
    issue: `\`${holder.name?.text ?? "This class"}\` starts a timer that \`${closing.name.getText(tree.root)}\` does not stop.`,
  };
}

function callsIn(tree: TypeScriptTree, body: FunctionNode): readonly ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  walk(tree, body, (node) => {
    if (tree.ts.isCallExpression(node)) found.push(node);
    return undefined;
  });
  return found;
}
