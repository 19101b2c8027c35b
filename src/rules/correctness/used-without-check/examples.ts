/** Five places that ask whether the record is there, and one that does not; look-ups that need no question. */
import type { Example } from "../../../model/rule.js";

const careful = ["rename", "move", "copy", "hide", "show"]
  .map(
    (name) =>
      `export async function ${name}(id, req) {\n  const page = await Page.findByPk(id);\n  if (!page) return null;\n  if (!req.user) return null;\n  return page.${name}(req.user.id);\n}\n`,
  )
  .join("");
/** Inner functions of another folder, whose callers have looked. */
const careless = ["first", "second", "third", "fourth", "fifth", "sixth"]
  .map(
    (name) => `export function ${name}(id) {\n  const page = Page.withId(id);\n  return page.${name};\n}\n`,
  )
  .join("");
const head = 'import { Page } from "./models";\n';

export const usedWithoutCheckExamples: readonly Example[] = [
  {
    language: "javascript",
    bad: `${head}${careful}export async function remove(id) {\n  const page = await Page.findByPk(id);\n  return page.destroy();\n}\n`,
    good: `${head}${careful}export async function remove(id) {\n  const page = await Page.findByPk(id, { rejectOnEmpty: true });\n  return page.destroy();\n}\nexport async function read(user, id) {\n  const page = await Page.findByPk(id);\n  authorize(user, "read", page);\n  return page.text;\n}\nexport async function title(id) {\n  const page = await Page.findByPk(id);\n  return page?.title;\n}\nexport async function list(where) {\n  const pages = await Page.findAll({ where });\n  return pages.map(String);\n}\n`,
  },
  {
    language: "typescript",
    bad: `${head}${careful}export async function own(req) {\n  return Page.count({ owner: req.user.id });\n}\n`,
    good: `${head}${careful}export async function own(req) {\n  return req.user ? Page.count({ owner: req.user.id }) : 0;\n}\nexport async function path(req) {\n  return req.params.id;\n}\n`,
  },
  {
    language: "javascript",
    bad: {
      "api/controllers/cards.js": careful.replaceAll("findByPk", "withId"),
      "api/controllers/remove.js":
        "export function remove(id) {\n  const page = Page.withId(id);\n  return page.destroy();\n}\n",
      "lib/pages.js": careless,
    },
    good: {
      "api/controllers/cards.js": careful.replaceAll("findByPk", "withId"),
      "api/controllers/remove.js":
        'export async function remove(id) {\n  const query = Page.findOne({ id });\n  query.populate("owner");\n  const response = await fetch(`/pages/${id}`);\n  return response.json();\n}\n',
      "lib/pages.js": careless,
    },
  },
];
