/** What a statement is about: routes, functions, a Dockerfile, the documentation, tests, or the whole project. */
import type { Place } from "../../model/finding.js";
import { type Anchor, type Wanted, type WantedRoute, readAnchors } from "./anchors.js";
import { type Code, type CodeFile, type Part, findIn, placeAt, wholeOf } from "./code.js";
import { wholeProject } from "./look-up.js";
import { reach } from "./reach.js";
import { type Focus, focusOf } from "./focus.js";
import { type Route, handWrittenRoute, hasHandWrittenServer, routesFor } from "./routes.js";
import { partsOf } from "./signatures.js";
import { isAboutTests, testAnchors } from "./test-topics.js";

export interface Subject {
  readonly parts: readonly Part[];
  readonly isWhole: boolean;
  readonly anchors: readonly Anchor[];
  readonly stems: ReadonlySet<string>;
  /** Where features are looked for together; the parts where absent. */
  readonly focus?: Focus;
  /** What is known before any anchor is looked up: `POST /sessions` is handled by … */
  readonly opening: readonly Opening[];
}

export interface Opening {
  readonly shown: string;
  readonly isFound: boolean;
  readonly says: string;
  readonly place: Place | null;
}

export interface Known {
  readonly code: Code;
  readonly routes: readonly Route[];
}

export function subjectOf(text: string, known: Known): Subject {
  const { code } = known;
  if (isAboutTests(text))
    return { ...whole(code), anchors: testAnchors(text, code), stems: new Set(), opening: [] };
  if (/\bREADME\b/.test(text)) return documentSubject(code, text);
  const wanted = readAnchors(text);
  const rest = { anchors: wanted.anchors, stems: wanted.stems };
  if (/\bdockerfile\b/i.test(text)) return dockerSubject(code, rest);
  if (wanted.routes.length > 0) return routeSubject(wanted, known);
  const functions = wanted.signatures.flatMap((signature) => partsOf(signature, code));
  if (functions.length > 0) return { ...rest, parts: reach(code, functions), isWhole: false, opening: [] };
  return wholeSubject(code, rest);
}

function wholeSubject(code: Code, rest: Pick<Subject, "anchors" | "stems">): Subject {
  const focus = focusOf(code, rest.anchors);
  return { ...whole(code), ...rest, opening: [], ...(focus ? { focus } : {}) };
}

function whole(code: Code): Pick<Subject, "parts" | "isWhole"> {
  return { parts: wholeProject(code), isWhole: true };
}

function routeSubject(wanted: Wanted, known: Known): Subject {
  const found = wanted.routes.map((route) => ({ route, ...handlerOf(route, known) }));
  const starts = found.flatMap(({ parts }) => parts);
  const { code } = known;
  if (starts.length === 0 && known.routes.length === 0 && hasHandWrittenServer(code))
    return { ...wholeSubject(code, wanted), opening: [] };
  const parts = starts.length === 0 ? [] : reach(code, [...starts, ...betweenRequestAndHandler(code)]);
  return {
    parts,
    isWhole: false,
    anchors: wanted.anchors,
    stems: wanted.stems,
    opening: found.map(({ opening }) => opening),
  };
}

interface Handled {
  readonly parts: readonly Part[];
  readonly opening: Opening;
}

function handlerOf({ method, path }: WantedRoute, { code, routes }: Known): Handled {
  const shown = `\`${method} ${path}\``;
  const registered = routesFor(routes, method, path);
  const [first] = registered;
  if (first) {
    const says =
      first.handler === null ? `${shown} is registered` : `${shown} is handled by \`${first.handler}\``;
    const place = placeAt(first.file, first.at, says);
    return { parts: registered.map(({ part }) => part), opening: { shown, isFound: true, says, place } };
  }
  const part = handWrittenRoute(code, method, path);
  if (part) {
    const says = `a function compares the request with ${shown}`;
    return {
      parts: [part],
      opening: { shown, isFound: true, says, place: placeAt(part.file, part.start, says) },
    };
  }
  const others = routes.filter(
    (route) => route.method !== method && routesFor([route], route.method, path).length > 0,
  );
  const says =
    others.length > 0
      ? `${shown} is not served, only ${others.map((each) => each.method).join(", ")}`
      : `no route serves ${shown}`;
  return { parts: [], opening: { shown, isFound: false, says, place: null } };
}

const between =
  /\bcall_next\b|\bnext\s*\(\s*(?:\w+\s*)?\)|\.ServeHTTP\(|\.doFilter\(|exception_handler|errorhandler|setErrorHandler|ControllerAdvice|@Catch\(|fallback_handler/;

/** Middleware and handlers of errors stand in every request's way. */
function betweenRequestAndHandler({ files }: Code): readonly Part[] {
  return files.flatMap((file) => {
    const within = file.outline.functions
      .filter(
        ({ span, name }) =>
          name !== "<anonymous>" && between.test(file.text.slice(Math.max(0, span.start - 80), span.end)),
      )
      .map(({ span }) => ({ file, start: span.start, end: span.end }));
    return within.filter(
      (part) =>
        !within.some(
          (other) =>
            other !== part &&
            other.start >= part.start &&
            other.end <= part.end &&
            other.end - other.start < part.end - part.start,
        ),
    );
  });
}

function dockerSubject(code: Code, rest: Pick<Subject, "anchors" | "stems">): Subject {
  const file = code.texts.find(({ path }) =>
    /(?:^|\/)(?:[\w-]+\.)?(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$/i.test(path),
  );
  const says = file ? `there is ${file.path}` : "there is no Dockerfile";
  return {
    ...rest,
    parts: file ? [wholeOf(file)] : [],
    isWhole: false,
    opening: [
      { shown: "Dockerfile", isFound: file !== undefined, says, place: file ? wholePlace(file) : null },
    ],
  };
}

function wholePlace({ path }: CodeFile): Place {
  return { path, lines: null, quote: "" };
}

/** The topics that a README is asked to have, by the words it would use for them. */
const topics: readonly { readonly shown: string; readonly asked: RegExp; readonly seen: RegExp }[] = [
  {
    shown: "how to run it",
    asked: /\bruns?\b|\bstart/i,
    seen: /\brun\b|\bstart\b|docker|uvicorn|npm |go run|cargo run|mix /i,
  },
  {
    shown: "how to test it",
    asked: /\btests?\b/i,
    seen: /pytest|npm (?:run )?test|go test|cargo test|mix test|\btests?\b/i,
  },
  { shown: "how to install it", asked: /\binstall/i, seen: /install|setup/i },
  {
    shown: "its settings",
    asked: /\bsettings?\b|\bconfigur|\benvironment\b/i,
    seen: /settings|configur|[A-Z]+_[A-Z]+/,
  },
];

function documentSubject(code: Code, text: string): Subject {
  const file = code.prose.find(({ path }) => /(?:^|\/)readme(?:\.\w+)?$/i.test(path));
  const says = file ? `there is ${file.path}` : "there is no README";
  const anchors = topics
    .filter(({ asked }) => asked.test(text))
    .map(({ shown, seen }): Anchor => ({
      shown,
      isHard: false,
      weight: 1,
      look: ({ parts }) => {
        const found = findIn(parts, seen);
        return found ? { state: "found", place: placeAt(found.file, found.at) } : { state: "absent" };
      },
    }));
  return {
    parts: file ? [wholeOf(file)] : [],
    isWhole: false,
    anchors,
    stems: new Set(),
    opening: [{ shown: "README", isFound: file !== undefined, says, place: file ? wholePlace(file) : null }],
  };
}
