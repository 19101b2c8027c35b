/** Pairs of functions that are equal but for one check, and pairs that only look like it. */
import type { Example } from "../../../model/rule.js";

const script = (name: string, list: string, guard: string): string =>
  `export async function ${name}(id: string, user: User): Promise<Entry[]> {\n  const folder = await this.folders.find(id);\n${guard}  const entries = await folder.read("${list}");\n  const kept = entries.filter((entry) => entry.size > 0);\n  kept.sort((a, b) => a.name.localeCompare(b.name));\n  return kept.map((entry) => entry.toJSON());\n}\n`;

const python = (name: string, guard: string): string =>
  `def ${name}(store, key, user):\n    record = store.find(key)\n${guard}    rows = record.load("${name}")\n    kept = [row for row in rows if row.size > 0]\n    kept.sort(key=lambda row: row.name)\n    store.touch(record.key)\n    return [row.as_dict() for row in kept]\n\n`;

const go = (name: string, guard: string): string =>
  `func (s *Store) ${name}(key string, rows []Row) ([]string, error) {\n\trecord := s.find(key)\n${guard}\tnames := make([]string, 0, len(rows))\n\tfor _, row := range rows {\n\t\tnames = append(names, record.Join(row.Name))\n\t}\n\ts.touch(record.Key, names)\n\treturn names, nil\n}\n\n`;

const java = (name: string, guard: string): string =>
  `  List<String> ${name}(String key, List<Row> rows) {\n    Folder folder = this.folders.find(key);\n${guard}    List<String> names = new ArrayList<>();\n    for (Row row : rows) {\n      names.add(folder.join(row.name()));\n    }\n    this.touch(folder.key(), names);\n    return names;\n  }\n`;

export const examples: readonly Example[] = [
  {
    language: "typescript",
    bad:
      script("files", "a", "  if (!folder.mayRead(user)) throw new Forbidden();\n") +
      script("links", "b", ""),
    good:
      script("files", "a", "  if (!folder.mayRead(user)) throw new Forbidden();\n") +
      script("links", "b", "  if (!folder.mayRead(user)) throw new Forbidden();\n"),
  },
  {
    language: "typescript",
    bad: {
      "src/a.ts": script("files", "a", "  if (folder === null) {\n    return [];\n  }\n"),
      "src/b.ts": script("links", "b", ""),
    },
    good: {
      "src/a.ts": script("files", "a", '  if (folder.kind === "none") {\n    return [];\n  }\n'),
      "src/b.ts": script("links", "b", ""),
    },
  },
  {
    language: "python",
    bad: python("files", "    if record is None:\n        return []\n") + python("links", ""),
    good:
      python("files", "    if record is None:\n        return []\n") +
      python("links", "    if record is None:\n        return []\n"),
  },
  {
    language: "go",
    bad: `package a\n\n${go("Files", "\tif record == nil {\n\t\treturn nil, errMissing\n\t}\n")}${go("Links", "")}`,
    good: `package a\n\n${go("Files", "\tif record == nil {\n\t\treturn nil, errMissing\n\t}\n")}${go("Links", "\tif record == nil {\n\t\treturn nil, errMissing\n\t}\n")}`,
  },
  {
    language: "java",
    path: "src/Store.java",
    bad: `class Store {\n${java("files", "    if (folder == null) return List.of();\n")}${java("links", "")}}\n`,
    good: `class Store {\n${java("files", "    if (folder == null) return List.of();\n")}${java("links", "    if (folder == null) return List.of();\n")}}\n`,
  },
];
