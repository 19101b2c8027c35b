/** Twins, and the short, overloaded and truly different functions that only look like them. */
import type { Example } from "../../../model/rule.js";

const lookup = (name: string, kind: string): string =>
  `  def ${name}(session_id) do\n    case Registry.lookup(@registry, {${kind}, session_id}) do\n      [{pid, _}] -> {:ok, pid}\n      [] -> {:error, :not_found}\n    end\n  end\n`;

const python = (name: string, key: string, last: string): string =>
  `def ${name}(store, session_id):\n    raw = store.get("${key}:" + session_id)\n    if raw is None:\n        raise KeyError(session_id)\n    data = json.loads(raw)\n    data["id"] = session_id\n    return ${last}\n\n\n`;

const go = (name: string, table: string, wanted: string): string =>
  `func (s *Store) ${name}(id string) (int, error) {\n\trow := s.db.QueryRow("select n from ${table} where id = ?", id)\n\tvar n int\n\tif err := row.Scan(&n); err != nil {\n\t\treturn 0, err\n\t}\n\treturn ${wanted}, nil\n}\n\n`;

/** Steps without a decision: the second is read as the next entry of a table. */
const endpoint = (name: string, path: string): string =>
  `func (a *Agent) ${name}(key string) (*Response, error) {\n\targs := Request{Key: key}\n\tvar resp Response\n\t_, err := a.client.put("/v1/keyring/${path}", &args, &resp, nil)\n\treturn &resp, err\n}\n\n`;

const java = (name: string, key: string, rest: string): string =>
  `  String ${name}(Properties values) {\n    String value = values.getProperty("${key}");\n    if (value == null || value.isEmpty()) {\n      return null;\n    }\n    return value.trim()${rest};\n  }\n`;

const rust = (name: string, key: string, rest: string): string =>
  `    fn ${name}(&self) -> Option<u64> {\n        let text = self.values.get("${key}")?;\n        let number: u64 = text.trim().parse().ok()?;\n        if number == 0 { return None; }\n        Some(number${rest})\n    }\n`;

const typescript = (name: string, key: string, rest: string): string =>
  `export function ${name}(rows: Row[]): number {\n  const found = rows.filter((row) => row.kind === "${key}");\n  if (found.length === 0) return 0;\n  return found.reduce((sum, row) => sum + row.${rest}, 0);\n}\n`;

const verb = (name: string): string =>
  `def ${name}(url, *, params=None, headers=None, cookies=None, timeout=None):\n    return request(\n        "${name.toUpperCase()}",\n        url,\n        params=params,\n        headers=headers,\n        cookies=cookies,\n        timeout=timeout,\n    )\n\n\n`;

export const examples: readonly Example[] = [
  {
    language: "elixir",
    bad: `defmodule Shop.Supervisor do\n  @registry Shop.Registry\n${lookup("get_manager", ":manager")}\n${lookup("get_state", ":state")}end\n`,
    good: `defmodule Shop.Supervisor do\n  @registry Shop.Registry\n${lookup("get_manager", ":manager")}\n  def manager(id), do: get_manager(id)\n  def get_state(id) do\n    case Registry.lookup(@registry, {:state, id}) do\n      [{pid, _}] -> {:ok, :sys.get_state(pid)}\n      [] -> {:error, :not_found}\n    end\n  end\n  def kind(:a, list) do\n    list\n    |> Enum.map(fn entry -> Map.get(entry, :name, "none") end)\n    |> Enum.filter(fn name -> name != "" end)\n  end\n  def kind(:b, list) do\n    list\n    |> Enum.map(fn entry -> Map.get(entry, :title, "none") end)\n    |> Enum.filter(fn name -> name != "" end)\n  end\nend\n`,
  },
  {
    language: "python",
    bad: `import json\n\n\n${python("load_user", "user", "data")}${python("load_room", "room", "data")}`,
    good: `import json\n\n\n${python("load_user", "user", "data")}${python("load_room", "room", "Room(**data)")}${verb("get")}${verb("head")}def first(rows):\n    return rows["a"]["b"]\n\n\ndef second(rows):\n    return rows["a"]["c"]\n`,
  },
  {
    language: "go",
    bad: `package store\n\n${go("Orders", "orders", "n")}${go("Users", "users", "n")}`,
    good: `package store\n\n${go("Orders", "orders", "n")}${go("Users", "users", "n + 1")}`,
  },
  {
    language: "go",
    bad: `package store\n\n${go("Orders", "orders", "n")}${go("Users", "users", "n")}`,
    good: `package api\n\n${endpoint("InstallKey", "install")}${endpoint("UseKey", "use")}`,
  },
  {
    language: "java",
    bad: `class Settings {\n${java("host", "host", "")}\n${java("zone", "zone", "")}}\n`,
    good: `class Settings {\n${java("host", "host", "")}\n${java("zone", "zone", ".toUpperCase()")}}\n`,
  },
  {
    language: "rust",
    bad: `impl Settings {\n${rust("port", "port", "")}\n${rust("limit", "limit", "")}}\n`,
    good: `impl Settings {\n${rust("port", "port", "")}\n${rust("limit", "limit", " * 2")}}\n\nimpl Other {\n${rust("limit", "limit", "")}}\n`,
  },
  {
    language: "typescript",
    bad: typescript("sold", "sale", "amount") + typescript("returned", "return", "amount"),
    good: typescript("sold", "sale", "amount") + typescript("returned", "return", "refund"),
  },
];
