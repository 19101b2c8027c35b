/** Members with a slip in their name, and names that are alike on purpose. */
import type { Example } from "../../../model/rule.js";

const uses = (last: string): string =>
  `export function connect(options: Options): Connection {\n  const link = open(options.timeout, options.host);\n  link.setTimeout(options.timeout);\n  link.on("end", () => retry(options.timeout));\n  return link.wait(${last});\n}\n`;

export const examples: readonly Example[] = [
  {
    language: "typescript",
    bad: uses("options.timout"),
    good: uses("options.timeouts"),
  },
  {
    language: "typescript",
    bad: {
      "src/a.ts":
        "export const on = { enabled: true };\nexport const off = { enabled: false };\nexport const isOn = (server: Server) => server.enabled;\nexport const next = { version: 2, enbled: true };\n",
    },
    good: {
      "src/a.ts":
        "export const on = { enabled: true };\nexport const off = { enabled: false };\nexport const isOn = (server: Server) => server.enabled;\nexport const next = { version: 2, enbled: true };\n",
      "src/b.ts": "export const isNext = (server: Server) => server.enbled;\n",
    },
  },
  {
    language: "javascript",
    bad: "exports.read = (message) => {\n  if (!message.receiver) return message.receiver;\n  return message.receiver.name + message.reciever.id;\n};\n",
    good: "exports.read = (message) => {\n  if (!message.receiver) return message.receiver;\n  const reciever = 1;\n  return message.receiver.name + reciever + message.receivers[0].id;\n};\nexports.cut = (list) => {\n  list.slice(1);\n  list.slice(2);\n  list.slice(3);\n  return list.splice(1);\n};\nexports.load = (keys) => [keys.keyFrom, keys.keyFrom, keys.keyFrom, keys.keysFrom];\n",
  },
  {
    language: "python",
    bad: "class Client:\n    def __init__(self, address):\n        self.address = address\n\n    def call(self):\n        open_link(self.address)\n        close_link(self.address)\n        return self.adress\n",
    good: "class Client:\n    def __init__(self, address):\n        self.address = address\n\n    def call(self):\n        open_link(self.address)\n        close_link(self.address)\n        return self.addressed\n",
  },
];
