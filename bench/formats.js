// Prints how long each format takes for 25,000 findings, how long its text is, and how many findings it shows.
// Usage: npm run build && node bench/formats.js
import { Buffer } from "node:buffer";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { markdownTable } from "markdown-table";
import { loadCatalog, loadReports, review } from "../dist/index.js";
import { median } from "./measure.js";

const count = Number(process.env["FINDINGS"] ?? 25_000);
const runs = Number(process.env["RUNS"] ?? 5);
const severities = ["critical", "high", "medium", "low", "info"];

const catalog = await loadCatalog();
const request = { cwd: fileURLToPath(new URL("../fixtures/projects", import.meta.url)), paths: ["."] };
const found = await review(request, { catalog, toolVersion: "0.0.0" });

/** The findings of the fixtures over and over, in 1,000 files, a fifth of each severity. */
const findings = Array.from({ length: count }, (_, i) => {
  const finding = found.findings[i % found.findings.length];
  const severity = severities[i % severities.length];
  return { ...finding, id: i.toString(16).padStart(12, "0"), path: `src/part-${i % 1000}.ts`, severity };
});
const synthetic = { ...found, findings };

const megabytes = (text) => (Buffer.byteLength(text) / 1e6).toFixed(2);
/** An entry of each format names the id, the path and line, or stands in an element or line of its own. */
const entries = {
  sarif: (text) => JSON.parse(text).runs[0].results.length,
  "sarif-github": (text) => JSON.parse(text).runs[0].results.length,
  gitlab: (text) => JSON.parse(text).length,
  rdjson: (text) => JSON.parse(text).diagnostics.length,
  rdjsonl: (text) => text.split("\n").length - 1,
  json: (text) => JSON.parse(text).findings.length,
  jsonl: (text) => text.split("\n").filter((line) => line.startsWith('{"type":"finding"')).length,
  junit: (text) => text.match(/<failure |<property name="(?:medium|low|info) /g).length,
  checkstyle: (text) => text.match(/<error /g).length,
  github: (text) => text.match(/^::\w+ file=/gm).length,
  agent: (text) => text.split("\n").length - 2,
};

const reports = new Map((await loadReports()).map((report) => [report.id, report]));
const rows = Object.entries(entries).map(([id, countOf]) => {
  const report = reports.get(id);
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    report.render(synthetic);
    return performance.now() - start;
  });
  const text = report.render(synthetic);
  const zipped = (gzipSync(text).length / 1e6).toFixed(2);
  return [`\`${id}\``, median(times).toFixed(0), megabytes(text), zipped, String(countOf(text))];
});

const head = ["format", "ms", "MB", "MB gzipped", "findings shown"];
console.log(markdownTable([head, ...rows], { align: ["l", "r", "r", "r", "r"] }));
