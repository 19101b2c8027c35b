/** A stored password is compared with the one that is typed in, so it is stored as it is. */
import { type Hit, defineRule } from "../../model/rule.js";
import { type Comparison, comparisonMatchers } from "../../syntax/comparisons.js";
import type { Code } from "../../syntax/in-families.js";
import { isStoredPassword, isTypedPassword } from "../../syntax/password-names.js";
import { scopeText } from "../../syntax/surroundings.js";

export default defineRule({
  severity: "medium",
  // The database may hash the value. In Java by its examples only.
  confidence: 0.75,
  judged: { right: 10, arguable: 2, wrong: 0, projects: 10 },
  title: "Password stored as it is",
  risk: "Whoever reads the table once, from a backup or by an injection, has every password, and people use them elsewhere too.",
  fix: "Store an argon2id, scrypt or bcrypt hash and let the library compare.",
  trial: {
    name: "the stored password is not the password",
    arrange: "a password made by the test, and an empty store",
    act: "run {it} with that password",
    assert: "the password stands nowhere in what is stored, and logging in with it works",
  },
  cwe: [256, 522],
  fold: "file",
  match: comparisonMatchers((text) => /passw|pwd/i.test(text), judged),
  examples: [
    {
      language: "javascript",
      bad: "exports.login = async (req, res, users) => {\n  const user = await users.find(req.body.name);\n  if (user.password === req.body.password) return res.json({ ok: true });\n  return res.sendStatus(401);\n};\n",
      good: "const bcrypt = require('bcrypt');\nexports.login = async (req, res, users) => {\n  const user = await users.find(req.body.name);\n  const password = await bcrypt.hash(req.body.password, user.salt);\n  return res.json({ ok: user.password === password });\n};\nexports.change = (form) => form.password === form.passwordRepeat;\nconst user = { name: 'demo', password: 'demo' };\nexports.sample = (req) => user.password === req.body.password;\nexports.isCurrent = (found, decodedToken) => found.password === decodedToken.password;\nexports.isSame = (user, password, oldPassword) => oldPassword !== password && user.password !== undefined;\n",
    },
    {
      language: "python",
      bad: "def login(users, name, password):\n    user = users.get(name)\n    return user is not None and user.password == password\n",
      good: "def login(users, name, password, check):\n    user = users.get(name)\n    return check(user.password_hash, password)\n\ndef equal(self, other):\n    return self.password == other.password\n\ndef same(form):\n    return form.password == form.confirm_password\n",
    },
    {
      language: "go",
      bad: "package web\n\nfunc login(user User, password string) bool {\n\treturn user.Password == password\n}\n",
      good: 'package web\n\nfunc login(user User, hashedPassword string) bool {\n\treturn user.Password != "" && user.PasswordHash == hashedPassword\n}\n\nfunc differs(u, nu *Account) bool {\n\treturn u.Password != nu.Password\n}\n\nfunc merge(existing, incoming *Account) {\n\tif existing.Password != incoming.Password {\n\t\texisting.Password = incoming.Password\n\t}\n}\n',
    },
    {
      language: "java",
      bad: "class Login {\n  boolean check(User user, String password) {\n    return user.getPassword().equals(password);\n  }\n}\n",
      good: "class Login {\n  boolean check(User user, String password) {\n    return encoder.matches(password, user.getPassword());\n  }\n  boolean old(User user, String typed) {\n    String password = Text.MD5(typed + user.getSalt());\n    return password.equals(user.getPassword());\n  }\n}\n",
    },
  ],
});

function* judged(code: Code, { at, left, right }: Comparison): Iterable<Hit> {
  const [stored, given] = isStoredPassword(left) ? [left, right] : [right, left];
  if (!isStoredPassword(stored) || isStoredPassword(given) || !isTypedPassword(given)) return;
  if (isOtherVersion(stored, given) || isNoAccount(code, at.start, stored, given)) return;
  if (
    /confirm|repeat|again|old|new|hash|encrypt|crypt|self\b|other\b|config|settings/i.test(
      `${stored} ${given}`,
    )
  )
    return;
  // A token says what the record held when it was made.
  if (/\b(?:decoded|token|claims|jwt)\w*[.[]/i.test(given)) return;
  if (
    /hash|bcrypt|argon|scrypt|pbkdf|digest|encrypt|\b\w*(?:md5|sha\d*)\w*\(|encode\w*\(\s*\w*passw/i.test(
      scopeText(code, at.start),
    )
  )
    return;
  yield {
    at,
    issue: `\`${stored}\` is compared with \`${given}\` as it was typed in: it must be stored without a hash.`,
  };
}

/** `u.Password != nu.Password`: the new, next or other one of the same record, to see whether it was changed. */
function isOtherVersion(stored: string, given: string): boolean {
  const [record = ""] = stored.split(/\W/, 1);
  const [other = "", member] = given.split(".", 2);
  if (member === undefined || record === other || record === "") return false;
  return new RegExp(`^(?:n|o|c|p|next|prev|current|other|existing)_?${record}$|^${record}\\d$`, "i").test(
    other,
  );
}

/** The record takes over what differs, so it is a change that is looked for; or it is written out in the file, as in a sample. */
function isNoAccount(code: Code, offset: number, stored: string, given: string): boolean {
  const [record = ""] = stored.split(/\W/, 1);
  const takesOver = scopeText(code, offset)
    .replaceAll(" ", "")
    .includes(`${stored}=${given}`.replaceAll(" ", ""));
  return (
    takesOver ||
    new RegExp(`\\b${record}\\s*=\\s*\\{[^{}]*passw\\w*["']?\\s*:\\s*["']`, "i").test(code.source.text)
  );
}
