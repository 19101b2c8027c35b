/** A password is held against the stored one as it is, so the stored one is the password itself. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { functionName, functionNodes, ownNodes, spanOf, textOf } from "../../syntax/typescript/ask.js";
import { isStoredPassword, isTypedPassword } from "../../syntax/password-names.js";

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // The comparison is seen and the function says what it compares; what is stored is concluded.
  confidence: 0.75,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Password held against the stored text",
  risk: "The store holds the passwords themselves: whoever reads a backup or a row logs in as everybody, here and wherever they use the same one.",
  fix: "Store a slow hash (argon2id, scrypt, bcrypt) and compare with the library's own function: `await argon2.verify(hash, password)`.",
  trial: {
    name: "the stored password",
    arrange: "a user made with the password `correct horse`",
    act: "read what is stored for the user",
    assert: "it is not `correct horse`",
  },
  cwe: [256, 522],
  match: { typescript: plainComparisons },
  examples: [
    {
      language: "javascript",
      bad: "const comparePassword = (fromDB, fromUser) => fromDB === fromUser;\nmodule.exports = { comparePassword };\n",
      good: "const comparePassword = (fromDB, fromUser) => bcrypt.compareSync(fromUser, fromDB);\nconst passwordsMatch = (password, confirmation) => password === confirmation;\nmodule.exports = { comparePassword, passwordsMatch };\n",
    },
    {
      language: "typescript",
      bad: "class User {\n  password = '';\n  checkPassword(candidate: string): boolean {\n    return this.password === candidate;\n  }\n}\n",
      good: "class User {\n  passwordHash = '';\n  checkPassword(candidate: string): boolean {\n    return hash(candidate) === this.passwordHash;\n  }\n}\n",
    },
  ],
});

const comparing = /^(?:compare|check|verify|validate|valid|is_?valid|match|authenticate)\w*passw(?:or)?ds?$/i;
const twice = /confirm|repeat|again|retype|second|new|hash|digest|encrypted/i;

function* plainComparisons({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!/passw/i.test(source.text)) return;
  const { ts } = tree;
  for (const node of functionNodes(tree)) {
    if (!comparing.test(functionName(tree, node)) || !node.body) continue;
    const parameters = node.parameters.map(({ name }) => textOf(tree, name));
    const own = ts.isBlock(node.body) ? ownNodes(tree, node.body) : [node.body];
    for (const one of own) {
      if (!ts.isBinaryExpression(one) || !/^[=!]==?$/.test(textOf(tree, one.operatorToken))) continue;
      const sides = [one.left, one.right].map((side) => textOf(tree, side));
      const isPlain = sides.every((side) => /^[\w$.]+$/.test(side) && !twice.test(side));
      const isGiven = sides.some((side) => parameters.includes(side));
      const other = sides.find((side) => !parameters.includes(side));
      // `password-stored-plainly` says so of these.
      if (sides.some(isStoredPassword) && sides.some(isTypedPassword)) continue;
      if (!isPlain || !isGiven || (other !== undefined && !/\.\w*passw\w*$/i.test(other))) continue;
      yield {
        at: spanOf(tree, one),
        issue: `\`${textOf(tree, one)}\` holds for equal texts, so what is stored is the password itself.`,
      };
    }
  }
}
