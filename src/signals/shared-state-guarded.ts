/** Whether what several threads change is changed by one of them at a time. */
import type { FunctionFact } from "../model/outline.js";
import { defineSignal } from "../model/signal.js";
import type { SurveyedFile } from "../model/survey.js";
import { withoutComments } from "../syntax/growth.js";
import { implementation } from "../syntax/implementation.js";
import { placeOf } from "../syntax/own-code.js";

interface Dialect {
  /** The program runs several threads at once. */
  readonly threads: RegExp;
  /** Group 1: a collection or a number that outlives the call. */
  readonly declares: RegExp;
  readonly takes: RegExp;
  readonly gives: RegExp;
}

const dialects: Readonly<Record<string, Dialect>> = {
  go: {
    threads: /^\s*go (?:func|\w)|http\.ResponseWriter|sync\.(?:RW)?Mutex|http\.HandlerFunc/m,
    declares: /^(?:\t|var )(\w+)\s+(?:=\s*)?(?:make\()?(?:map\[|\[\]\w|int(?:64)?$)/gm,
    takes: /\.R?Lock\(\)|\bsync\.Once|atomic\./g,
    gives: /(?<!defer [\w.]*)\.R?Unlock\(\)/g,
  },
  python: {
    threads: /\bthreading\b|ThreadPoolExecutor|concurrent\.futures/,
    declares:
      /^[ \t]*(?:self\.)?(_?\w+)\s*(?::[^=\n]+)?=\s*(?:\{\}|\[\]|dict\(|list\(|OrderedDict\(|defaultdict\(|deque\(|set\(\)|0\s*$)/gm,
    takes: /\bwith\s+(?:self|cls)\.\w+\s*:|\bwith\s+\w*(?:lock|mutex|condition)\w*\b|\.acquire\(/gi,
    gives: /\.release\(/g,
  },
  java: {
    // A program that sleeps, or asks for the thread it runs in, has not started one.
    threads:
      /\bThread\b(?!\.(?:sleep|currentThread)\b)|ExecutorService|@RestController|@Service|synchronized|implements Runnable/,
    declares:
      /^\s*(?:private|protected|public)\s+(?:static\s+)?(?:final\s+)?(?:Map|List|Set|HashMap|ArrayList|HashSet|int|long)\b[^=;(]*?\b(\w+)\s*(?:=|;)/gm,
    takes: /\bsynchronized\b|\.lock\(\)/g,
    gives: /\.unlock\(\)/g,
  },
};

export default defineSignal({
  title: "Shared state under a lock",
  advice: "Change shared state under a lock",
  why: "Two threads that change one map lose an update or end the process. Measured is the share of functions changing collections and counters that outlive them in which a lock is held at that point; only what files with threads or locks in Go, Java and Python hold or name is measured, and constructors are left out.",
  measure({ survey }) {
    const files = implementation(survey);
    const threaded = files.filter(hasThreads);
    const changes = files.filter((file) => isAmong(threaded, file)).flatMap(changesIn);
    if (changes.length === 0) return { value: null, says: "no threads that share state" };
    const open = changes.filter(({ isGuarded }) => !isGuarded);
    return {
      value: 1 - open.length / changes.length,
      says:
        open.length === 0
          ? "shared state is changed under a lock"
          : `${open.length} of ${changes.length} functions change shared state without a lock`,
      places: open.slice(0, 3).map(({ file, fact }) => placeOf(file, fact.nameSpan)),
    };
  },
});

function hasThreads(file: SurveyedFile): boolean {
  return dialects[file.tree.family]?.threads.test(withoutComments(file)) === true;
}

/**
 * Threads or locks in the file itself, or in one that names a type of it: in a program with a thread somewhere most objects
 * are still made, used and dropped by one.
 */
function isAmong(threaded: readonly SurveyedFile[], file: SurveyedFile): boolean {
  const types = file.outline.definitions.filter(({ kind }) => kind === "class" || kind === "type");
  return threaded.some(
    (other) =>
      other === file ||
      (other.tree.family === file.tree.family && types.some(({ name }) => other.outline.mentions.has(name))),
  );
}

interface Change {
  readonly file: SurveyedFile;
  readonly fact: FunctionFact;
  readonly isGuarded: boolean;
}

function changesIn(file: SurveyedFile): readonly Change[] {
  const dialect = dialects[file.tree.family];
  if (!dialect) return [];
  const code = withoutComments(file);
  const names = new Set(Array.from(code.matchAll(dialect.declares), ([, name = ""]) => name));
  const lasting = [...names].filter((name) => !isLocalOnly(file, name));
  if (lasting.length === 0) return [];
  const either = lasting.join("|");
  const change = new RegExp(
    `(?:\\b\\w+\\.)(?:${either})(?:\\[[^\\]\\n]*\\])?\\s*(?:[-+|]?=(?!=)|\\+\\+|--|:=)|\\bdelete\\(\\w+\\.(?:${either})\\b|\\bdel self\\.(?:${either})\\b|\\.(?:${either})\\.(?:append|add|pop|popitem|clear|update|setdefault|move_to_end|put|remove|push)\\(`,
    "g",
  );
  return file.outline.functions
    .filter(({ name }) => name !== "<anonymous>" && !/^(?:__init__|new\w*|New\w*|main)$/.test(name))
    .flatMap((fact): readonly Change[] => {
      const body = code.slice(fact.bodySpan.start, fact.bodySpan.end);
      const places = Array.from(body.matchAll(change), ({ index }) => index);
      if (places.length === 0) return [];
      const isGuarded =
        /(?:[lL]ocked|_unsafe)$/.test(fact.name) ||
        places.every((at) => isHeld(body.slice(0, at), dialect)) ||
        isCalledUnderLock(file, fact.name, dialect);
      return [{ file, fact, isGuarded }];
    });
}

/** A field has its object before it somewhere in the file. */
function isLocalOnly(file: SurveyedFile, name: string): boolean {
  return !new RegExp(`\\b\\w+\\.${name}\\b`).test(withoutComments(file));
}

function isHeld(before: string, { takes, gives }: Dialect): boolean {
  const taken = Array.from(before.matchAll(takes), ({ index }) => index).at(-1);
  const given = Array.from(before.matchAll(gives), ({ index }) => index).at(-1);
  return taken !== undefined && (given === undefined || given < taken);
}

/** Every caller in the file holds the lock where it calls. */
function isCalledUnderLock(file: SurveyedFile, name: string, dialect: Dialect): boolean {
  const code = withoutComments(file);
  const calls = file.outline.functions.flatMap(({ name: caller, bodySpan }) => {
    if (caller === "<anonymous>" || caller === name) return [];
    const body = code.slice(bodySpan.start, bodySpan.end);
    return Array.from(body.matchAll(new RegExp(`\\.${name}\\(`, "g")), ({ index }) => body.slice(0, index));
  });
  return calls.length > 0 && calls.every((before) => isHeld(before, dialect));
}
