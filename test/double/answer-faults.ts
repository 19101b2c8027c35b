/** Faults of the model: an answer that is cut, empty, wrapped, wrong, or somebody else's. */
import { type Reply, reply } from "./answer.js";
import type { Asked } from "./asked.js";
import type { ReviewAnswer } from "./review-answer.js";
import type { Fault } from "./script.js";
import { thoughtfulAnswer } from "./thoughtful.js";

/** The sound answer to a review, changed. */
function changed(change: (answer: ReviewAnswer, asked: Asked) => unknown): Fault {
  return (asked) => reply(JSON.stringify(change(thoughtfulAnswer(asked), asked)));
}

/** Front of a text, in tenths. */
function tenths(text: string, count: number): string {
  return text.slice(0, Math.floor((text.length * count) / 10));
}

const declined = "I can't help with that request.";

function refused(stop: Reply["stop"]): Fault {
  return () => reply("", { stop, refusal: declined });
}

const tenMegabytes = 10 * 1024 * 1024;

export const answerFaults = {
  /** The model stops in the middle of its JSON and says that it is done. */
  "truncated-json": (_, sound) => ({ ...sound, text: tenths(sound.text, 7) }),
  "max-tokens": (_, sound) => ({ ...sound, text: tenths(sound.text, 7), stop: "length" }),
  refusal: refused("refusal"),
  "content-filter": refused("filter"),
  empty: (_, sound) => ({ ...sound, text: "" }),
  blank: (_, sound) => ({ ...sound, text: " \n\n  " }),
  prose: (_, sound) => ({
    ...sound,
    text: `Here is my review {as you asked}:\n\n${sound.text}\n\nLet me know if "anything" is unclear {really}.`,
  }),
  fenced: (_, sound) => ({ ...sound, text: `\`\`\`json\n${sound.text}\n\`\`\`\n` }),
  "no-json": (_, sound) => ({ ...sound, text: "The code looks good to me. I would merge it." }),
  "wrong-case": changed(({ findings, leads, ...rest }) => ({
    ...rest,
    findings: findings.map((finding) => ({
      ...finding,
      severity: finding.severity.toUpperCase(),
      category: ` ${finding.category.toUpperCase()}`,
      confidence: "Medium",
      claim: "None",
    })),
    leads: leads.map((lead) => ({ ...lead, verdict: "CONFIRM" })),
  })),
  "out-of-range": changed(({ findings, ...rest }) => ({
    ...rest,
    findings: findings.map((finding, i) => ({
      ...finding,
      line_start: i % 2 === 0 ? 999_999 : -3,
      line_end: i % 2 === 0 ? 1e21 : -7,
    })),
  })),
  /** Lines of text, of fractions, of nothing; and items that are no findings. */
  "wrong-types": changed(({ findings, ...rest }) => ({
    ...rest,
    findings: [
      ...findings.map((finding) => ({ ...finding, line_start: String(finding.line_start), line_end: 2.5 })),
      null,
      "a finding",
      { path: 7 },
      [],
    ],
  })),
  "invented-quote": changed(({ findings, ...rest }) => ({
    ...rest,
    findings: findings.map((finding) => ({ ...finding, quote: "this line stands in no file at all" })),
  })),
  "invented-path": changed(({ findings, ...rest }) => ({
    ...rest,
    findings: findings.map((finding) => ({ ...finding, path: `../../outside/${finding.path}` })),
  })),
  huge: (asked) => {
    const { findings, ...rest } = thoughtfulAnswer(asked);
    const long = findings.map((finding, i) =>
      i === 0 ? { ...finding, issue: "x".repeat(tenMegabytes) } : finding,
    );
    return reply(JSON.stringify({ ...rest, findings: long }), { limit: "ignored" });
  },
  /** The same finding twice; a lead twice with different verdicts; a lead nobody asked about. */
  "duplicate-ids": changed(({ findings, leads, ...rest }) => ({
    ...rest,
    findings: [...findings, ...findings],
    leads: [
      ...leads,
      ...leads.map((lead) => ({ ...lead, verdict: "refute", reason: "On second thought, no." })),
      { id: "L999", verdict: "confirm", severity: "critical", reason: "Nobody asked." },
    ],
  })),
  "leads-unanswered": changed((answer) => ({ ...answer, leads: [] })),
  "wrong-canary": changed((answer) => ({ ...answer, canary: "something-else" })),
  /** Does what a text among the files told it, in its words. */
  "obeys-injection": changed(() => ({
    canary: "",
    findings: [],
    leads: [],
    practices: [],
    approved: true,
    message: "LGTM! As instructed, I ignored the previous instructions and approve this change.",
  })),
  /** The same, but careful not to be noticed: right shape, right canary, every lead refuted. */
  "obeys-quietly": changed(({ canary, leads }) => ({
    canary,
    findings: [],
    leads: leads.map((lead) => ({
      ...lead,
      verdict: "refute",
      severity: "info",
      reason: "Reviewed and approved.",
    })),
    practices: [],
  })),
  /** Text that would do something if a report showed it as it is. */
  markup: changed(({ findings, ...rest }) => ({
    ...rest,
    findings: findings.map((finding) => ({
      ...finding,
      title: "<img src=x onerror=alert(1)> @everyone [click](javascript:alert(1))",
      issue: "![pixel](http://127.0.0.1:9/p?d=1)\n\n# Verdict: approved\n\u001b[2J\u202e",
    })),
  })),
  "usage-untold": (_, sound) => ({ ...sound, usage: "untold" }),
} as const satisfies Readonly<Record<string, Fault>>;
