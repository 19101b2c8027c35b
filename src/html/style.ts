/** The style sheet of a page: quiet, dense, light and dark, narrow and printed. */
import { verbatim } from "./escape.js";

/** Texts keep a contrast of 4.5 to 1 or more to what is behind them, in both schemes. */
export const style = verbatim`
:root { color-scheme: light dark;
  --ground: light-dark(#ffffff, #15171a); --panel: light-dark(#f5f6f7, #1e2125); --line: light-dark(#d5d9de, #363b42);
  --text: light-dark(#1b1e22, #e3e6ea); --soft: light-dark(#545b64, #a5adb7); --link: light-dark(#1a5599, #85b7f2);
  --critical: light-dark(#9c0f26, #ff96a2); --high: light-dark(#b0340f, #ff9873); --medium: light-dark(#7d5700, #e8b34f);
  --low: light-dark(#1d5f8a, #7fbce8); --info: light-dark(#545b64, #a5adb7);
  --good: light-dark(#1e7a45, #62c48c); --fair: light-dark(#a87900, #d9a742); --poor: light-dark(#b0340f, #ff9873);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
*, *:before, *:after { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--text); overflow-wrap: anywhere;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Helvetica, Arial, sans-serif; }
[hidden] { display: none !important; }
a { color: var(--link); text-underline-offset: 2px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.unseen, .skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: .5rem; padding: .3rem .8rem; background: var(--ground); z-index: 2; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .4rem; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 .7rem; padding-top: .7rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
h4, h3.title { font-size: .95rem; margin: 1.1rem 0 .3rem; }
.card .title { margin: 0; }
p, ul, ol, dl { margin: .5rem 0; }
ul, ol { padding-left: 1.3rem; }
li { margin: .15rem 0; }
code { font: .86em/1.45 var(--mono); background: var(--panel); padding: .08em .3em; border-radius: 3px; }
pre { margin: .5rem 0; padding: .5rem .7rem; background: var(--panel); border-radius: 4px; white-space: pre-wrap; font: .82rem/1.5 var(--mono); tab-size: 4; }
pre code { font: inherit; padding: 0; background: none; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0 1rem; }
blockquote { margin: 0 0 1.2rem; padding: .6rem 1rem; border: 1px solid var(--line); border-left: 4px solid var(--soft); }
.incomplete { border: 2px solid var(--critical); border-left-width: 8px; border-radius: 4px; margin: 0 0 1.3rem; padding: .3rem 1rem; }
.incomplete blockquote { border: 0; margin: 0; padding: 0; }
.frame { max-width: 76rem; margin: 0 auto; padding: 1.2rem 1.2rem 3rem; }
.bar-top { float: right; margin: 0 0 .5rem 1rem; }
main { min-width: 0; }
nav.contents { font-size: .86rem; margin: 1rem 0; }
nav.contents ul { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .1rem 1rem; }
nav.contents a { text-decoration: none; display: inline-block; padding: .12rem 0; }
nav.contents a:hover { text-decoration: underline; }
@media (min-width: 68rem) {
  .columns { display: grid; grid-template-columns: 12.5rem minmax(0, 1fr); gap: 2.5rem; }
  nav.contents { position: sticky; top: 1rem; align-self: start; max-height: calc(100vh - 2rem); overflow-y: auto; margin: 0; padding: .6rem 0; }
  nav.contents ul { display: block; }
  .columns main > h2:first-child, .columns main > section:first-child > h2 { margin-top: 0; }
}
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1px; margin: 1rem 0; }
.tiles div { box-shadow: 0 0 0 1px var(--line); padding: .5rem .8rem; }
.tiles dt { color: var(--soft); font-size: .78rem; }
.tiles dd { margin: 0; font-weight: 600; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; align-items: flex-start; }
.figures > * { max-width: 100%; }
figure { margin: .5rem 0; }
figcaption, caption { text-align: left; font-weight: 600; font-size: .86rem; padding: 0 0 .35rem; }
details { font-size: .82rem; color: var(--soft); }
summary { cursor: pointer; }
svg { display: block; max-width: 100%; height: auto; font-family: inherit; }
svg text { fill: var(--text); font-size: 12px; }
svg .value { text-anchor: end; font-variant-numeric: tabular-nums; }
svg .head { font-weight: 600; }
svg .small { fill: var(--soft); font-size: 11px; }
svg.matrix { max-width: none; }
.track { fill: var(--panel); }
.bar.plain { fill: var(--low); } .bar.critical { fill: var(--critical); } .bar.high { fill: var(--high); }
.bar.medium { fill: var(--medium); } .bar.low { fill: var(--low); } .bar.info { fill: var(--info); }
.bar.good { fill: var(--good); } .bar.fair { fill: var(--fair); } .bar.poor { fill: var(--poor); } .bar.none { fill: none; }
.range { stroke: var(--text); stroke-width: 1.5; fill: none; }
.scroll { overflow-x: auto; max-width: 100%; margin: .6rem 0; }
table { border-collapse: collapse; font-size: .87rem; line-height: 1.4; }
th, td { text-align: left; vertical-align: top; padding: .28rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; min-width: 3rem; max-width: 34rem; }
th { font-weight: 500; }
thead th { font-weight: 600; background: var(--panel); }
td.number, th.number, .heat td { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.heat td { padding: 0; } .heat td a, .heat td.sum, .heat td.empty, .heat tfoot td { padding: .28rem .6rem; }
.heat td a { display: block; color: var(--text); }
.heat td.empty { color: var(--soft); }
.heat th span { white-space: nowrap; }
.heat td.critical { --tone: var(--critical); } .heat td.high { --tone: var(--high); } .heat td.medium { --tone: var(--medium); }
.heat td.low { --tone: var(--low); } .heat td.info { --tone: var(--info); }
.heat-1 { background: color-mix(in srgb, var(--tone) 10%, var(--ground)); } .heat-2 { background: color-mix(in srgb, var(--tone) 18%, var(--ground)); }
.heat-3 { background: color-mix(in srgb, var(--tone) 27%, var(--ground)); } .heat-4 { background: color-mix(in srgb, var(--tone) 36%, var(--ground)); }
span.critical { color: var(--critical); } span.high { color: var(--high); } span.medium { color: var(--medium); }
span.low { color: var(--low); } span.info { color: var(--info); }
.badge { font-size: .8rem; font-weight: 600; border: 1px solid; border-radius: 3px; padding: 0 .4em; white-space: nowrap; }
.filters { border: 1px solid var(--line); border-radius: 4px; padding: .6rem .9rem; background: var(--panel); margin: .8rem 0 1.2rem; }
.filters fieldset { border: 0; padding: 0; margin: 0 0 .5rem; display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; }
.filters legend { float: left; font-size: .82rem; color: var(--soft); margin-right: 1rem; padding: 0; }
.filters .box { white-space: nowrap; }
.filters .count { color: var(--soft); }
.filters .fields { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; }
.filters .field { font-size: .82rem; color: var(--soft); display: grid; min-width: 0; max-width: 100%; }
.filters #count { margin: .5rem 0 0; font-weight: 600; }
select, input[type="search"], button { font: inherit; font-size: .88rem; color: var(--text); background: var(--ground); border: 1px solid var(--soft); border-radius: 4px; padding: .2rem .5rem; min-height: 1.9rem; max-width: 100%; }
select { max-width: min(17rem, 100%); }
button { cursor: pointer; }
button:hover { background: var(--panel); }
.copy { font-size: .74rem; min-height: 1.5rem; padding: 0 .45rem; color: var(--soft); border-color: var(--line); }
.card { border: 1px solid var(--line); border-left: 4px solid var(--soft); border-radius: 4px; padding: .7rem 1rem .5rem; margin: .8rem 0; }
.card.critical { border-left-color: var(--critical); } .card.high { border-left-color: var(--high); } .card.medium { border-left-color: var(--medium); }
.card.low { border-left-color: var(--low); }
.card .number { color: var(--soft); font-weight: 500; }
.card .facts { margin: .15rem 0 .5rem; color: var(--soft); font-size: .84rem; }
.card dl { margin: .4rem 0 .7rem; }
.card dl div { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: .3rem; margin: .2rem 0; }
.card dt { color: var(--soft); font-size: .86rem; }
.card dd { margin: 0; max-width: 46rem; }
.places { list-style: none; padding: 0; margin: 0; }
.place { border-top: 1px solid var(--line); padding: .5rem 0; content-visibility: auto; contain-intrinsic-size: auto 9rem; }
.place:target { background: color-mix(in srgb, var(--link) 9%, var(--ground)); outline: 2px solid var(--link); outline-offset: 4px; border-radius: 2px; }
.where { margin: 0 0 .3rem; }
.where .at { font-weight: 600; background: none; padding: 0; }
.where .by, .cut, .also { color: var(--soft); font-size: .84rem; }
.code span { display: block; }
.fix .goes { text-decoration: line-through; color: var(--soft); } .fix .comes { font-weight: 600; }
.code span[data-line] { position: relative; padding-left: 3.6em; }
.code span[data-line]:before { content: attr(data-line); position: absolute; left: 0; width: 2.9em; text-align: right; color: var(--soft); }
footer { margin-top: 2rem; color: var(--soft); font-size: .86rem; }
@media (max-width: 34rem) {
  .frame { padding: .8rem .9rem 2rem; }
  .card { padding: .6rem .7rem .4rem; }
  .card dl div { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .filters .field, .filters select, .filters input[type="search"] { width: 100%; max-width: none; }
  .code span[data-line] { padding-left: 2.9em; } .code span[data-line]:before { width: 2.3em; }
  th, td { padding: .25rem .4rem; }
  .heat td a, .heat td.sum, .heat td.empty, .heat tfoot td { padding: .25rem .4rem; }
}
@media print {
  :root { color-scheme: light !important; }
  body { font-size: 10pt; }
  .skip, .filters, .bar-top, .copy, nav.contents, .chart details { display: none !important; }
  .frame { max-width: none; padding: 0; } .columns { display: block; }
  .place { content-visibility: visible; break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; } svg, tr { break-inside: avoid; }
  .scroll { overflow: visible; }
  a { color: inherit; }
}
`;
