/** Loads the shelves whose entries are code: rules, practices, languages, reports. */
import { categorySchema } from "../model/category.js";
import { UserError } from "../model/errors.js";
import type { Language, LanguageFile } from "../model/language.js";
import type { ComparisonReport, ComparisonReportFile, Report, ReportFile } from "../model/report.js";
import type { PracticeFile, PracticeRule, Rule, RuleFile } from "../model/rule.js";
import type { Signal, SignalFile } from "../model/signal.js";
import type { Tool, ToolFile } from "../model/tool.js";
import { scanShelf } from "./scan-shelf.js";

export async function loadRules(): Promise<readonly Rule[]> {
  const entries = await scanShelf("rules/");
  return entries.map(({ id, folder, file, content }) => {
    const category = categorySchema.safeParse(folder);
    if (!category.success) {
      throw new UserError("broken-shelf-entry", {
        file: `rules/${file}`,
        problem: `"${folder}" is not a category`,
      });
    }
    // What a rule file exports is held to this type by the compiler where it is written.
    return { ...(content as RuleFile), id, category: category.data };
  });
}

export async function loadPractices(): Promise<readonly PracticeRule[]> {
  const entries = await scanShelf("practices/");
  return entries.map(({ id, content }) => ({ ...(content as PracticeFile), id }));
}

export async function loadLanguages(): Promise<readonly Language[]> {
  const entries = await scanShelf("languages/");
  return entries.map(({ id, content }) => ({ ...(content as LanguageFile), id }));
}

/** The reports of a review. */
export async function loadReports(): Promise<readonly Report[]> {
  const reports = await loadReportFiles();
  return reports.filter((report): report is Report => "render" in report);
}

/** The reports of a comparison; some show reviews too. */
export async function loadComparisonReports(): Promise<readonly ComparisonReport[]> {
  const reports = await loadReportFiles();
  return reports.filter((report): report is ComparisonReport => "renderComparison" in report);
}

async function loadReportFiles(): Promise<readonly (Report | ComparisonReport)[]> {
  const entries = await scanShelf("reports/");
  return entries.map(({ id, content }) => ({ ...(content as ReportFile | ComparisonReportFile), id }));
}

export async function loadSignals(): Promise<readonly Signal[]> {
  const entries = await scanShelf("signals/");
  return entries.map(({ id, content }) => ({ ...(content as SignalFile), id }));
}

/** Programs of reviewed projects that `--tools` asks; loaded only then. */
export async function loadTools(): Promise<readonly Tool[]> {
  const entries = await scanShelf("tools/");
  return entries.map(({ id, content }) => ({ ...(content as ToolFile), id }));
}
