/** The process takes the signal to stop as a request to finish: it closes what it has open before it goes. */
import { type Hit, definePractice } from "../model/rule.js";
import type { Span } from "../model/source.js";
import { closingOf, codeOf } from "../syntax/code-text.js";
import { type Code, inFamilies } from "../syntax/in-families.js";
import { functionsAround } from "../syntax/surroundings.js";
import { examples } from "./graceful-stop/examples.js";

export default definePractice({
  category: "operations",
  // The registration stands in the code, and what it runs says by its calls or its name that it closes something.
  confidence: 0.85,
  title: "A stop signal lets running work finish",
  reason: "A deployment or a restart does not cut off requests and jobs that are under way.",
  match: inFamilies(["typescript", "python", "go", "java", "rust"], stops),
  examples,
});

function* stops(code: Code): Iterable<Hit> {
  const { source, outline } = code;
  if (!/SIGTERM|SIGINT|os\.Interrupt|addShutdownHook|graceful_shutdown/.test(source.text)) return;
  if (/(?:^|\/)(?:examples?|scripts?|tools?|cypress|benchmarks?)\b/.test(source.path)) return;
  const text = codeOf(code);
  for (const { pattern, describe } of registrations) {
    for (const match of text.matchAll(pattern)) {
      const open = match.index + match[0].lastIndexOf("(");
      const place = { start: match.index, end: closingOf(text, open) };
      const issue = describe(text, place, match);
      if (issue === undefined || functionsAround(outline, place.start).some(({ isTest }) => isTest === true))
        continue;
      yield { at: place, issue };
      return;
    }
  }
}

interface Registration {
  /** Ends behind the bracket of the call that registers. */
  readonly pattern: RegExp;
  /** What is praised; undefined where the handler only ends the process. */
  readonly describe: (text: string, place: Span, match: RegExpMatchArray) => string | undefined;
}

const registrations: readonly Registration[] = [
  {
    pattern: /\bprocess\.(?:on|once)\(/g,
    describe(text, place) {
      const given = text.slice(place.start, place.end);
      const signal = /^process\.\w+\(\s*["'`](SIG(?:TERM|INT))["'`]/.exec(given)?.[1];
      return signal && finishing(signal, given.slice(given.indexOf(",") + 1));
    },
  },
  {
    pattern: /\b(?:signal\.signal|\w+\.add_signal_handler)\(/g,
    describe(text, place) {
      const given = text.slice(place.start, place.end);
      const signal = /\(\s*(?:signal\.)?(SIG(?:TERM|INT))\b/.exec(given)?.[1];
      return signal && finishing(signal, given.slice(given.indexOf(",") + 1));
    },
  },
  {
    pattern: /\bRuntime\.getRuntime\(\)\.addShutdownHook\(/g,
    describe: (text, place) =>
      finishing("The shutdown hook", text.slice(place.start, place.end).replace(/^.*?Hook\(/, "")),
  },
  {
    pattern: /\bsignal\.(?:NotifyContext|Notify)\(/g,
    describe(text, { start, end }) {
      const given = text.slice(start, end);
      const call = /\b(\w+\.(?:Shutdown|GracefulStop|LameDuckShutdown|lameDuckMode))\(/.exec(
        text.slice(end),
      )?.[1];
      if (!/SIGTERM|os\.Interrupt/.test(given) || call === undefined) return undefined;
      return `A stop signal leads to \`${call}\`, which lets what runs come to its end.`;
    },
  },
  {
    pattern: /\.with_graceful_shutdown\(/g,
    describe: () =>
      "`with_graceful_shutdown` stops taking connections at the signal and waits for the open ones.",
  },
];

const finishes =
  /\b((?:\w+(?:\.|::))*\w*(?:[sS]hut_?[dD]own|[sS]top|[cC]lose|[dD]isconnect|[dD]rain|[qQ]uit|[wW]aitFor|[tT]erminate|[cC]lean_?[uU]p)\w*)\b/;
/** Names that are part of every registration, or that end the process where it stands. */
const noWork = /\b(?:SIGTERM|SIGINT|SIG_IGN|SIG_DFL|process\.exit|os\._exit|sys\.exit|\w*[fF]orce\w*)\b/g;

function finishing(signal: string, handler: string): string | undefined {
  const work = finishes.exec(handler.replace(noWork, ""))?.[1];
  const subject = signal.startsWith("SIG") ? `\`${signal}\`` : signal;
  return work === undefined
    ? undefined
    : `${subject} runs \`${work}\` instead of ending the process on the spot.`;
}
