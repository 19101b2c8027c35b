// Scans a folder with ast-grep's Node binding: reads, parses and asks each rule of each file. Used by ast-grep.js.
import { readFileSync } from "node:fs";
import { parse, registerDynamicLanguage } from "@ast-grep/napi";
import { filesOf, patterns } from "./ast-grep-rules.js";

const [language, folder, count] = process.argv.slice(2);
registerDynamicLanguage({ [language]: (await import(`@ast-grep/lang-${language}`)).default });
const rules = patterns[language].slice(0, Number(count));
let found = 0;
for (const file of filesOf(folder, language)) {
  const root = parse(language, readFileSync(file, "utf8")).root();
  for (const rule of rules) found += root.findAll({ rule }).length;
}
console.log(found);
