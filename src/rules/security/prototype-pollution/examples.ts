/** Merges and writes by path that reach the prototype, and look-alikes that cannot. */
import type { Example } from "../../../model/rule.js";

export const pollutionExamples: readonly Example[] = [
  {
    language: "javascript",
    bad: "function merge(target, source) {\n  for (const key in source) {\n    if (isObject(source[key]) && isObject(target[key])) merge(target[key], source[key]);\n    else target[key] = source[key];\n  }\n  return target;\n}\nmodule.exports = merge;\n",
    good: "function merge(target, source) {\n  for (const key in source) {\n    if (key === '__proto__' || key === 'constructor') continue;\n    if (isObject(source[key]) && isObject(target[key])) merge(target[key], source[key]);\n    else target[key] = source[key];\n  }\n  return target;\n}\nmodule.exports = merge;\n",
  },
  {
    language: "typescript",
    bad: "export function set(object: any, path: string, value: unknown) {\n  const parts = path.split('.');\n  for (let i = 0; i < parts.length - 1; i++) {\n    const part = parts[i]!;\n    if (!object[part]) object[part] = {};\n    object = object[part];\n  }\n  object[parts[parts.length - 1]!] = value;\n}\n",
    good: "export function clone(source: Record<string, unknown>): Record<string, unknown> {\n  const copy: Record<string, unknown> = {};\n  for (const key of Object.keys(source)) copy[key] = isObject(source[key]) ? clone(source[key]) : source[key];\n  return copy;\n}\nexport function set(object: any, path: string, value: unknown) {\n  const parts = path.split('.');\n  if (parts.some((part) => ['__proto__', 'constructor', 'prototype'].includes(part))) return;\n  for (let i = 0; i < parts.length - 1; i++) object = object[parts[i]!];\n  object[parts[parts.length - 1]!] = value;\n}\n",
  },
  {
    language: "javascript",
    bad: "module.exports = function reduceObject(target, source, merge) {\n  Object.keys(source).reduce(function (all, key) {\n    all[key] = merge(all[key], source[key]);\n    return all;\n  }, target);\n  return target;\n};\n",
    good: "module.exports = function assign(target, source) {\n  Object.keys(source).forEach((key) => {\n    target[key] = source[key];\n  });\n  return target;\n};\nmodule.exports.fill = function fill(rows, value) {\n  for (let i = 0; i < rows.length; i++) {\n    rows[i] = fill(rows[i], value);\n  }\n  return rows;\n};\n",
  },
  {
    language: "javascript",
    bad: "exports.set = function (path, value, target) {\n  const parts = path.split('.');\n  let object = target;\n  let part;\n  for (let i = 0; i < parts.length - 1; ++i) {\n    part = parts[i];\n    const inner = object._doc ? object._doc : object;\n    object = inner instanceof Map ? inner.get(part) : inner[part];\n    if (!object) return;\n  }\n  part = parts[parts.length - 1];\n  object[part] = value;\n};\n",
    good: "exports.get = function (path, target) {\n  const parts = path.split('.');\n  let object = target;\n  let part;\n  for (let i = 0; i < parts.length; ++i) {\n    part = parts[i];\n    object = object instanceof Map ? object.get(part) : object[part];\n    if (!object) return;\n  }\n  return object;\n};\nexports.count = function (rows) {\n  const counts = {};\n  let name;\n  for (let i = 0; i < rows.length; ++i) {\n    name = rows[i];\n    counts[name] = (counts[name] || 0) + 1;\n  }\n  return counts;\n};\n",
  },
];
