/** Where each language declares a collection that lives as long as the program, and what it calls adding and reading. */
import type { Definition } from "../../../model/outline.js";
import type { Span } from "../../../model/source.js";
import type { SurveyedFile } from "../../../model/survey.js";
import type { Family } from "../../../model/tree.js";
import { type Collection, type Dialect, functionAt, withoutComments } from "../../../syntax/growth.js";

/** A place where empty collections are declared; group 1 of the pattern is the name. */
interface Place {
  readonly pattern: RegExp;
  readonly of: "module" | "class";
  /** The declaration stands in the constructor. */
  readonly inConstructor?: boolean;
}

interface Habit {
  readonly dialect: Dialect;
  readonly places: readonly Place[];
  /** Classes whose objects are made once and shared. */
  readonly isLongLived: (text: string, name: string) => boolean;
}

/** Names under which programs keep one object for everybody. */
const shared =
  /(?:Service|Manager|Store|Tracker|Registry|Server|Cache|Hub|Gateway|Controller|Monitor|Broker|Limiter|Collector|Dispatcher|Bus|Pool|Repository|Supervisor|Orchestrator|Scheduler|Coordinator|Recorder|Metrics|Bot|Provider)$/;

const emptyInTypeScript =
  "(?:new (?:Map|Set)(?:<[^\\n;]*>)?\\(\\)|\\[\\]|\\{\\}|Object\\.create\\(null\\))(?: as [^;\\n]+)?;?[ \\t]*$";
const emptyInPython =
  "(?:\\{\\}|\\[\\]|(?:set|dict|list|(?:collections\\.)?(?:OrderedDict|Counter|deque))\\(\\)|(?:collections\\.)?defaultdict\\([^\\n]*\\))[ \\t]*$";
const javaType =
  "(?:Concurrent\\w*|Hash|Tree|LinkedHash|Identity\\w*)?(?:Map|Set|List|Collection|Deque|Queue)(?:<[^=;\\n]*>)?";
const goType = "(?:map\\[|\\[\\][\\w.*]|sync\\.Map\\b)";
const rustType =
  "(?:Arc<)?(?:\\w+::)*(?:RwLock|Mutex)<(?:std::collections::)?(?:Vec|VecDeque|HashMap|HashSet|BTreeMap|BTreeSet|IndexMap)<|(?:Arc<)?DashMap<";

const habits: Readonly<Partial<Record<Family, Habit>>> = {
  typescript: {
    dialect: {
      adds: /^[?!]?(?:\.(?:set|add|push|unshift)\(([^,)\n]*)|\[([^\]\n]+)\]\s*(?:\|\||\?\?|[-+])?=(?!=|\s*(?:null|undefined)\b))/,
      reads:
        /^[?!]?(?:\.(?:get|has|values|keys|entries|forEach|map|filter|find|findLast|some|every|includes|at|findIndex|indexOf|reduce|flatMap|join)\b|\.(?:size|length)\b(?!\s*(?:[<>=!]=?|\s*-))|\[[^\]\n]*\](?!\s*=[^=]))/,
      readBefore: /(?:\bof\s+|\.\.\.|Array\.from\(|Object\.(?:keys|values|entries)\(|\bin\s+)(?:this\.)?$/,
      member: /\bthis[?!]?\.$/,
    },
    places: [
      {
        pattern: new RegExp(
          `^(?:export )?const (\\w+)(?:\\s*:[^=\\n]+(?:=>[^=\\n]+)?)? = ${emptyInTypeScript}`,
          "gm",
        ),
        of: "module",
      },
      {
        pattern: new RegExp(
          `^[ \\t]+(?:(?:public|private|protected|static|readonly|declare)\\s+)*(#?\\w+)(?:\\s*:[^=\\n]+)? = ${emptyInTypeScript}`,
          "gm",
        ),
        of: "class",
      },
      {
        pattern: new RegExp(`^[ \\t]+this\\.(#?\\w+) = ${emptyInTypeScript}`, "gm"),
        of: "class",
        inConstructor: true,
      },
    ],
    isLongLived: (_text, name) => shared.test(name),
  },
  python: {
    dialect: {
      adds: /^(?:\.(?:append|add|setdefault|appendleft|insert|extend)\(([^,)\n]*)|\[([^\]\n]+)\](?:\.(?:append|add|extend)\(|\s*[-+]?=(?!=)))/,
      reads:
        /^(?:\.(?:get|items|values|keys|copy|index|count)\(|\[[^\]\n]*\](?!\s*=[^=])|[ \t]*[):\],]*[ \t]*(?:\n|$))/,
      readBefore:
        /(?:\bin\s+|\b(?:list|sorted|dict|set|tuple|enumerate|sum|any|all|max|min|iter|json\.dumps|str|repr|bool)\(|\bif\s+(?:not\s+)?)(?:self\.|cls\.)?$/,
      member: /\b(?:self|cls|[A-Z]\w*)\.$/,
    },
    places: [
      {
        pattern: new RegExp(`^(\\w+)(?:[ \\t]*:[^=\\n]+)?[ \\t]*=[ \\t]*${emptyInPython}`, "gm"),
        of: "module",
      },
      {
        pattern: new RegExp(`^[ \\t]+(\\w+)(?:[ \\t]*:[^=\\n]+)?[ \\t]*=[ \\t]*${emptyInPython}`, "gm"),
        of: "class",
      },
      {
        pattern: new RegExp(
          `^[ \\t]+self\\.(\\w+)(?:[ \\t]*:[^=\\n]+)?[ \\t]*=[ \\t]*${emptyInPython}`,
          "gm",
        ),
        of: "class",
        inConstructor: true,
      },
    ],
    isLongLived: (_text, name) => shared.test(name),
  },
  java: {
    dialect: {
      adds: /^\.(?:put|putIfAbsent|computeIfAbsent|add|addFirst|addLast|offer|merge|compute)\(([^,)\n]*)/,
      reads:
        /^\.(?:get|getOrDefault|containsKey|contains|values|keySet|entrySet|forEach|stream|isEmpty|iterator)\(|^\.size\(\)(?!\s*[<>=!-])/,
      readBefore: /for\s*\([^:;()]*:\s*(?:this\.)?$|new \w+(?:<[^>]*>)?\((?:this\.)?$/,
      member: /(?:^|[^.\w]|\bthis\.|\b[A-Z]\w*\.)$/,
    },
    places: [
      {
        pattern: new RegExp(
          `^[ \\t]+(?:(?:public|private|protected|static|final|volatile)\\s+)+${javaType}\\s+(\\w+)\\s*=\\s*(?:new [\\w.]+(?:<[^\\n]*>)?\\(\\)|[A-Z]\\w+\\.new\\w*\\(\\)|ConcurrentHashMap\\.newKeySet\\(\\));`,
          "gm",
        ),
        of: "class",
      },
    ],
    isLongLived: (text, name) =>
      shared.test(name) ||
      /@(?:Service|Component|RestController|Controller|Singleton|Repository)\b/.test(text),
  },
  go: {
    dialect: {
      adds: /^(?:\[([^\]\n]+(?:\[[^\]\n]*\])?)\]\s*(?:[-+|]?=(?!=)|\+\+)|\.(?:Store|LoadOrStore)\(([^,)\n]*)|\s*=\s*append\([\w.]+,\s*([^)\n]*))/,
      reads: /^(?:\[[^\]\n]*\](?!\s*=[^=])|\.(?:Load|Range)\(|:\s*make\(|:\s*map\[)/,
      readBefore: /(?:\brange\s+|append\()(?:\w+\.)*$/,
      member: /\b\w+\.$/,
    },
    places: [
      {
        pattern: new RegExp(
          `^var (\\w+)[ \\t]*(?:= *(?:make\\()?${goType}[^\\n]*(?:\\{\\}|\\)|\\w)|[ \\t]${goType}[^\\n={]*)$`,
          "gm",
        ),
        of: "module",
      },
      {
        pattern: new RegExp(`^\\t(\\w+)[ \\t]+(?:${goType})[^\\n=(]*$`, "gm"),
        of: "class",
      },
    ],
    isLongLived: (text) => /\bsync\.(?:RW)?Mutex\b|\bsync\.Map\b/.test(text),
  },
  rust: {
    dialect: {
      adds: /^\.(?:insert|push|push_back|push_front|entry|extend)\(([^,)\n]*)/,
      reads:
        /^\.(?:get|get_mut|contains_key|contains|iter|iter_mut|values|values_mut|keys|is_empty|first|last|to_vec|clone)\(|^\.len\(\)(?!\s*(?:[<>=!-]|\.min|as \w+\s*[<>]))|^\[/,
      readBefore: /\bin\s+&?(?:self\.)?$|\w+:\s*$/,
      member: /\b(?:self|[a-z]\w*)\.(?:\w+\.)*$/,
      opens:
        /^\s*\.(?:read|write|lock|borrow_mut|borrow)\(\)(?:\s*\.await)?(?:\s*\.(?:unwrap|expect|unwrap_or_else)\([^)\n]*\))?\??/,
      alias: /\blet\s+(?:Ok\(|Some\()?\s*(?:mut\s+)?(\w+)\)?\s*=\s*[&*\w.\s]*$/,
    },
    places: [
      {
        pattern: new RegExp(`^[ \\t]+(?:pub(?:\\([^)]*\\))? )?(\\w+): (?:${rustType})`, "gm"),
        of: "class",
      },
    ],
    isLongLived: () => true,
  },
};

export function dialectOf(family: Family): Dialect | undefined {
  return habits[family]?.dialect;
}

export function* collectionsIn(file: SurveyedFile): Iterable<Collection> {
  const habit = habits[file.tree.family];
  if (!habit) return;
  const text = withoutComments(file);
  for (const place of habit.places) {
    for (const match of text.matchAll(place.pattern)) {
      const start = match.index + match[0].search(new RegExp(`(?<![\\w$#])${match[1] ?? ""}(?![\\w$])`));
      const found = declared(file, { name: match[1] ?? "", start }, place);
      if (
        found &&
        !isSweptElsewhere(file, text, match[1] ?? "") &&
        (place.of === "module" || habit.isLongLived(holderText(text, found.holder), found.holder.name))
      )
        yield found.collection;
    }
  }
}

/** A Rust collection behind an `Arc` is handed, under its name, to the task that throws old entries out. */
function isSweptElsewhere({ tree }: SurveyedFile, text: string, name: string): boolean {
  return (
    tree.family === "rust" && new RegExp(`(?<!\\.)\\b${name}\\s*\\.(?:retain|clear|drain)\\(`).test(text)
  );
}

interface Found {
  readonly collection: Collection;
  readonly holder: { readonly name: string; readonly span: Span };
}

function declared(
  file: SurveyedFile,
  { name, start }: { name: string; start: number },
  { of, inConstructor }: Place,
): Found | undefined {
  const { outline, source } = file;
  if (!name.startsWith("#") && outline.mentions.get(name)?.includes(start) !== true) return undefined;
  const around = functionAt(file, start);
  const at = { start, end: start + name.length };
  const whole = { start: 0, end: source.text.length };
  if (of === "module") {
    const holder = { name: "", span: whole };
    const isShared = /\bexport\s[^\n]*$/.test(source.text.slice(0, start)) || file.tree.family === "python";
    return around ? undefined : { holder, collection: { name, at, scope: whole, isMember: false, isShared } };
  }
  if (inConstructor ? !/^(?:constructor|__init__)$/.test(around?.name ?? "") : around) return undefined;
  const holder = outline.definitions.findLast((one) => holds(one, start));
  if (!holder) return undefined;
  const isFileWide = file.tree.family === "go" || file.tree.family === "rust";
  const scope = isFileWide ? whole : holder.span;
  return { holder, collection: { name, at, scope, isMember: true, isShared: isShared(file, at) } };
}

function holds({ kind, span }: Definition, offset: number): boolean {
  return (kind === "class" || kind === "type") && span.start <= offset && span.end > offset;
}

function isShared({ source, tree }: SurveyedFile, { start, end }: Span): boolean {
  const line = source.text.slice(source.text.lastIndexOf("\n", start) + 1, start);
  const name = source.text.slice(start, end);
  if (tree.family === "java" || tree.family === "typescript") return !/\bprivate\b|^#/.test(line + name);
  if (tree.family === "rust") return /\bpub\b/.test(line);
  return true;
}

function holderText(text: string, { span }: Found["holder"]): string {
  const from = Math.max(0, span.start - 300);
  return text.slice(
    text.lastIndexOf("}", span.start) > from ? text.lastIndexOf("}", span.start) : from,
    span.end,
  );
}
