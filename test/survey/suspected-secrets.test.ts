/** What is masked without being reported, and what is left to be read. */
import { expect, test } from "vitest";
import { surveyCode } from "../survey-code.js";

/** Put together here, so that this file holds none. */
const random = ["q8Zr", "71Lm", "Pw04", "TtXc", "92Bv"].join("");
const chosen = ["Tr0ub", "4dor!3x"].join("");

async function suspected(path: string, text: string): Promise<readonly string[]> {
  const file = (await surveyCode({ [path]: text })).files.get(path);
  return (file?.suspected ?? []).map(({ start, end }) => text.slice(start, end));
}

test.each([
  ["a comment", "src/a.ts", `// the old password: ${chosen}, do not use\n`, chosen],
  ["a comment with quotes", "src/a.py", `# api_key = "${random}"\n`, random],
  ["a docstring", "src/a.py", `def f():\n    """Takes token=${random}."""\n`, random],
  ["a comparison", "src/a.ts", `if (token === "${random}") stop();\n`, random],
  ["a page", "docs/a.md", `The password is \`${chosen}\`.\n`, chosen],
  ["a script", "a.sh", `API_KEY=${random} ./run\n`, random],
  ["an address", "src/a.ts", `open("https://acme.io/?id=1&access_token=${random}");\n`, random],
  ["a header", "src/a.ts", `send({ Authorization: "Bearer ${random}" });\n`, random],
  ["a language without a grammar", "src/a.rb", `password = "${chosen}"\n`, chosen],
])("%s", async (_, path, text, value) => {
  expect(await suspected(path, text)).toContain(value);
});

test.each([
  [
    "an expression",
    "src/a.ts",
    "// token = config.auth.token2.value9\nconst token = config.auth.token2.value9;\n",
  ],
  ["a call", "src/a.ts", "const password = makePassword1(user2, salt3);\n"],
  ["a placeholder", "docs/a.md", "Set API_KEY=your-api-key-12345678 or password=<password1>.\n"],
  ["a sentence", "docs/a.md", "The password: at least 8 letters. The token: see chapter 2.\n"],
  ["code without a grammar", "src/a.rb", "password = Digest2.hexdigest4\n"],
  ["a reference", "a.sh", 'TOKEN="${CI_TOKEN1}" PASSWORD=$PASSWORD_2\n'],
  ["an id", "docs/a.md", "token: 550e8400-e29b-41d4-a716-446655440000\n"],
])("not %s", async (_, path, text) => {
  expect(await suspected(path, text)).toEqual([]);
});
