/** Code with and without a missing `await`. */
import type { Example } from "../../../model/rule.js";

export const missingAwaitExamples: readonly Example[] = [
  {
    language: "typescript",
    bad: {
      "server/orders.ts":
        'import { saveOrder } from "./store";\nexport async function place(order: Order): Promise<string> {\n  saveOrder(order);\n  return order.id;\n}\n',
      "server/store.ts":
        "export async function saveOrder(order: Order): Promise<void> {\n  await db.insert(order);\n}\n",
    },
    good: {
      "server/orders.ts":
        'import { saveOrder, keepTrace } from "./store";\nexport async function place(order: Order): Promise<string> {\n  await saveOrder(order);\n  void saveOrder(order);\n  saveOrder(order).catch(report);\n  const saving = saveOrder(order);\n  keepTrace(order);\n  // Nobody needs to wait for the copy: fire and forget.\n  saveOrder(order);\n  await Promise.all([saving, saveOrder(order)]);\n  return order.id;\n}\nexport function later(order: Order): void {\n  saveOrder(order);\n}\n',
      "server/store.ts":
        "export async function saveOrder(order: Order): Promise<void> {\n  await db.insert(order);\n}\nexport async function keepTrace(order: Order): Promise<void> {\n  try {\n    await db.insert(order);\n  } catch (error) {\n    console.error(error);\n  }\n}\n",
    },
  },
  {
    language: "typescript",
    bad: 'export class Doors {\n  private async mayEnter(user: User): Promise<boolean> {\n    return (await this.list()).includes(user.id);\n  }\n  open(user: User) {\n    if (!this.mayEnter(user)) throw new Error("closed");\n    unlock();\n  }\n}\n',
    good: 'export class Doors {\n  private async mayEnter(user: User): Promise<boolean> {\n    return (await this.list()).includes(user.id);\n  }\n  private isOpen(): boolean {\n    return true;\n  }\n  async open(user: User) {\n    if (!(await this.mayEnter(user)) || !this.isOpen()) throw new Error("closed");\n    unlock();\n    return this.mayEnter(user);\n  }\n}\n',
  },
  {
    language: "javascript",
    bad: 'const { Rooms } = require("./models");\nasync function a() { await Rooms.remove({ id: 1 }); }\nasync function b() { await Rooms.remove({ id: 2 }); }\nasync function c() { await Rooms.remove({ id: 3 }); }\nasync function d() { await Rooms.remove({ id: 4 }); }\nasync function e(id) {\n  Rooms.remove({ id });\n  return "gone";\n}\n',
    good: 'const { Rooms } = require("./models");\nasync function a() { await Rooms.remove({ id: 1 }); }\nasync function b() { await Rooms.remove({ id: 2 }); }\nasync function c() { await Rooms.remove({ id: 3 }); }\nasync function d() { await Rooms.remove({ id: 4 }); }\nasync function e(list, id) {\n  list.remove({ id });\n  Rooms.remove({ id }, (error) => report(error));\n  document.Rooms.remove({ id });\n  return await Rooms.remove({ id });\n}\n',
  },
];
