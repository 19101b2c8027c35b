/** Values that decide, unread; values left alone on purpose; a project that reads nearly all it names. */
import type { Example } from "../../../model/rule.js";

/** Four hundred named values, all read. */
const tidy = Array.from(
  { length: 140 },
  (_, i) =>
    `export function area${String(i)}(width, height) {\n  const size = width * height;\n  return size + ${String(i)};\n}\n`,
).join("");

export const answerNeverReadExamples: readonly Example[] = [
  {
    language: "typescript",
    bad: "export async function register(email: string) {\n  const existingUser = await users.findOne({ where: { email } });\n  return users.save({ email });\n}\n",
    good: 'export async function register(email: string) {\n  const existingUser = await users.findOne({ where: { email } });\n  if (existingUser) throw new Error("taken");\n  const user = await users.save({ email });\n  const _found = await users.findOne({ where: { email } });\n}\nexport const found = await users.findOne({});\n',
  },
  {
    language: "typescript",
    path: "src/titles.tsx",
    bad: "export function Titles() {\n  const { data, error } = useSWR(`/titles`);\n  return <List items={data} />;\n}\n",
    good: "export function Titles() {\n  const { data, error } = useSWR(`/titles`);\n  const { error: _failed, ...rest } = useForm();\n  if (error) return <Failed />;\n  return <List items={data} {...rest} />;\n}\n",
  },
  {
    language: "javascript",
    bad: `${tidy}export function remove(user, page) {\n  const role = roleIn(user, page.project);\n  return page.destroy();\n}\n`,
    good: `${tidy}export function remove(user, page) {\n  const role = roleIn(user, page.project);\n  return role.isAdmin && page.destroy();\n}\nexport function later(user) {\n  throw new Error("not yet");\n}\npages.on("change", (page, user) => page.save());\nexport class Pages extends Shelf {\n  open(page, mode) {\n    return this.find(page);\n  }\n}\n`,
  },
  {
    language: "javascript",
    bad: `${tidy}export const status = (date, isCompleted) => {\n  return date < Date.now() ? "late" : "due";\n};\n`,
    good: `${tidy}export const status = (isCompleted, date) => {\n  return date < Date.now() ? "late" : "due";\n};\nexport function sum() {\n  return add(...arguments);\n}\nexport function roleOf(user) {\n  const role = user.role;\n  return role.isAdmin;\n}\n`,
  },
];
