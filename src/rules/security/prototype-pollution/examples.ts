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
  {
    language: "javascript",
    // What is only inherited is made anew before it is followed.
    bad: "exports.put = (root, path, value) => {\n  const steps = path.split('.');\n  let place = root;\n  for (let i = 0; i < steps.length - 1; i++) {\n    const step = steps[i];\n    if (!(step in place)) place[step] = {};\n    place = place[step];\n  }\n  place[steps[steps.length - 1]] = value;\n};\n",
    good: "exports.put = (root, path, value) => {\n  const steps = path.split('.');\n  let place = root;\n  for (let i = 0; i < steps.length - 1; i++) {\n    const step = steps[i];\n    if (!Object.hasOwn(place, step)) place[step] = {};\n    place = place[step];\n  }\n  place[steps[steps.length - 1]] = value;\n};\n",
  },
  {
    language: "javascript",
    // The callback writes under the object's own keys only.
    bad: "exports.fill = function fill(given, defaults) {\n  Object.keys(defaults).forEach((name) => {\n    if (isObject(given[name])) fill(given[name], defaults[name]);\n    else given[name] = defaults[name];\n  });\n};\n",
    good: "exports.renamed = function renamed(given, names) {\n  Object.keys(given).forEach((name) => {\n    const value = given[name];\n    given[name] = names.has(value) ? names.get(value) : renamed(value, names);\n  });\n  return given;\n};\n",
  },
  {
    language: "javascript",
    // One entry whose name the caller gives, and a guard that stands in another file.
    bad: "exports.each = function (target, source, combine) {\n  for (const part in source) {\n    target[part] = combine(target[part], source[part]);\n  }\n};\n",
    good: "exports.checkPart = function (check, holder, part) {\n  const result = check(holder[part], { holder });\n  if (result) holder[part] = result.value;\n};\nexports.nest = function (fields, tree) {\n  for (const field of fields) {\n    let place = tree;\n    for (const step of field.split('.')) {\n      if (!isSafeKey(place, step)) continue;\n      place[step] = place[step] || {};\n      place = place[step];\n    }\n  }\n};\n",
  },
];
