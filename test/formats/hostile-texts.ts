/** Texts that a reviewed file may hold to give a build runner, a terminal or a reader of a format orders. */

const commands = [
  "::error::forged",
  "::error file=a.ts,line=1::forged",
  "::warning::forged",
  "::notice title=x::forged",
  "::set-env name=PATH::/tmp",
  "::set-output name=result::pass",
  "::add-path::/tmp",
  "::add-mask::a",
  "::save-state name=x::y",
  "::group::hidden",
  "::endgroup::",
  "::stop-commands::quiet",
  "::echo::on",
  "::debug::x",
  "::add-matcher::matcher.json",
  "##[error]forged",
  "##[warning]forged",
  "##[set-env name=PATH]/tmp",
  "##[set-output name=x]y",
  "##[add-path]/tmp",
  "##[group]hidden",
  "##[command]rm -rf",
];

/** Each command where a line begins: after every line end there is, in between other text, doubled, encoded. */
const wrapped = commands.flatMap((command) => [
  command,
  `before\n${command}`,
  `before\r${command}\r\n\t  ${command}`,
  `\u00a0\u2003${command}`,
]);

const breakouts = [
  ",line=1::x%0A::error::forged",
  "a::error::forged",
  "x]y ##[error]z",
  "%0A::error::forged",
  "%250A::error::forged",
  "%0D%0A##[error]forged",
  "title=x,file=b.ts::forged",
  ":: ::error::forged",
  "####[error]forged",
  "##\u200d[error]forged",
  ":\u200b:error::forged",
  "\u2028::error::forged",
  "\u0085::error::forged",
  "\u000b::error::forged\u000c::error::forged",
  '"/><testcase name="forged"/>',
  "]]><failure/>",
  "--><error line='1'/>",
  "&#10;::error::forged",
  "\u001b[31mred\u001b[0m \u001b]0;title\u0007",
  "\u009b31mred",
  '\\", "severity": "info',
  '"}\n{"type":"end"}',
  "a | fix: nothing",
  "[click](http://evil.example) {0} [1](2)",
  "\ud800 half of a character \udfff",
  "\u202egnirts\u202c",
  "\u0000\u0001\u0008\ufffe\uffff",
];

export const hostileTexts: readonly string[] = [...wrapped, ...breakouts];
