/** Collections that are written and asked in two letter cases, and those that only look like it. */
import type { Example } from "../../../model/rule.js";

export const examples: readonly Example[] = [
  {
    language: "typescript",
    bad: "export class Rooms {\n  private readonly rooms = new Map<string, Room>();\n  open(name: string, room: Room): void {\n    this.rooms.set(name.toLowerCase(), room);\n  }\n  find(name: string): Room | undefined {\n    return this.rooms.get(name);\n  }\n}\n",
    good: "export class Rooms {\n  private readonly rooms = new Map<string, Room>();\n  open(name: string, room: Room): void {\n    this.rooms.set(name.toLowerCase(), room);\n  }\n  find(name: string): Room | undefined {\n    return this.rooms.get(name.toLowerCase());\n  }\n  close(title: string): void {\n    const key = title.trim().toLowerCase();\n    this.rooms.delete(key);\n  }\n  sweep(): void {\n    for (const name of this.rooms.keys()) this.rooms.delete(name);\n  }\n}\n",
  },
  {
    language: "typescript",
    bad: "export function unique(names: readonly string[]): string[] {\n  const seen = new Set<string>();\n  return names.filter((name) => {\n    if (seen.has(name)) return false;\n    seen.add(name.toLowerCase());\n    return true;\n  });\n}\n",
    good: "export function unique(names: readonly string[]): string[] {\n  const seen = new Set<string>();\n  const raw = new Set<string>();\n  return names.filter((name) => {\n    if (seen.has(name.toLowerCase()) || raw.has(name)) return false;\n    seen.add(name.toLowerCase());\n    raw.add(name);\n    raw.add(name.toLowerCase());\n    return true;\n  });\n}\n",
  },
  {
    language: "javascript",
    bad: "exports.index = (users, email) => {\n  const byMail = {};\n  for (const user of users) byMail[user.email.toLowerCase()] = user;\n  return users.map((user) => byMail[user.email]);\n};\n",
    good: "exports.index = (users, names, load) => {\n  const byMail = {};\n  for (const user of users) byMail[user.email.toLowerCase()] = user;\n  load(byMail);\n  return users.map((user) => byMail[user.email]);\n};\nexports.count = (users, name) => {\n  const counts = {};\n  for (const user of users) counts[user.name.toLowerCase()] = 1;\n  for (const key in counts) counts[key] += 1;\n  return Object.keys(counts).length;\n};\n",
  },
  {
    language: "python",
    bad: "class Rooms:\n    def __init__(self):\n        self.rooms = {}\n\n    def open(self, name, room):\n        self.rooms[name.lower()] = room\n\n    def find(self, name):\n        return self.rooms.get(name)\n",
    good: "class Rooms:\n    def __init__(self):\n        self.rooms = {}\n\n    def open(self, name, room):\n        self.rooms[name.lower()] = room\n\n    def find(self, name):\n        name = name.lower()\n        return self.rooms.get(name)\n\n    def sweep(self):\n        for key in list(self.rooms):\n            self.rooms.pop(key)\n",
  },
  {
    language: "python",
    bad: "def unique(names):\n    seen = set()\n    kept = []\n    for name in names:\n        if name not in seen:\n            kept.append(name)\n            seen.add(name.casefold())\n    return kept\n",
    good: "def unique(names):\n    seen = set()\n    kept = []\n    for name in names:\n        if name.casefold() not in seen:\n            kept.append(name)\n            seen.add(name.casefold())\n    return kept\n",
  },
];
