/** What the house rules object to in a source file; each complaint is one line that names the place and the reason. */
import {
  type Arrow,
  arrows,
  emptyWords,
  heavyPackages,
  impureNames,
  limits,
  processRooms,
  pureRooms,
} from "./arrows.js";
import type { CodeFile, CodeImport } from "./read-code.js";

/** Rules for one file at a time. */
export const fileRules: Readonly<Record<string, (file: CodeFile) => readonly string[]>> = {
  "every import follows an arrow": strayImports,
  "heavy packages load when they are needed": eagerPackages,
  "pure rooms reach for nothing outside their arguments": impurities,
  "process is named only where arguments and environment are read": strayProcess,
  "nothing prints or ends the process behind the caller's back": straySpeech,
  "text is ordered the same way on every machine": localeOrder,
  "files and functions stay readable": oversizes,
  "the first line says what the file is for": missingSentence,
  "names say what is inside": emptyNames,
  "no barrels": barrels,
};

function strayImports(file: CodeFile): readonly string[] {
  const arrow = arrows[file.room];
  if (!arrow) return [`${file.path}: the room "${file.room}" is not in test/house/arrows.ts`];
  return file.imports
    .filter((found) => found.room !== file.room && !isAllowed(found, arrow))
    .map(({ target }) => `${file.path} imports ${target}: not from ${file.room}, because ${arrow.because}`);
}

function isAllowed({ kind, room, target }: CodeImport, arrow: Arrow): boolean {
  const { rooms, typesOf = [], packages = [], packageTypes = [] } = arrow;
  if (room !== null) return rooms.includes(room) || (kind === "type" && typesOf.includes(room));
  if (packages.includes(target) || (kind === "type" && packageTypes.includes(target))) return true;
  return target.startsWith("node:") && packages.includes("node:*");
}

function eagerPackages(file: CodeFile): readonly string[] {
  return file.imports
    .filter(({ kind, target, room }) => room === null && kind === "value" && heavyPackages.test(target))
    .map(({ target }) => `${file.path} loads ${target} at once: use import(), --help must not pay for it`);
}

function impurities(file: CodeFile): readonly string[] {
  if (!pureRooms.includes(file.room)) return [];
  return impureNames
    .filter((name) => file.uses.has(name))
    .map((name) => `${file.path} uses ${name}: same review, same report`);
}

function strayProcess(file: CodeFile): readonly string[] {
  if (!file.uses.has("process") || processRooms[file.room] !== undefined) return [];
  const rooms = Object.entries(processRooms).map(([room, because]) => `${room} (${because})`);
  return [`${file.path} uses process: only in ${rooms.join(", ")}`];
}

function straySpeech(file: CodeFile): readonly string[] {
  return [...file.uses]
    .filter((name) => name.startsWith("console.") || name === "process.exit")
    .map((name) => `${file.path} uses ${name}: results go through the world's streams, whole`);
}

function localeOrder(file: CodeFile): readonly string[] {
  return file.uses.has("*.localeCompare") ? [`${file.path} uses localeCompare: see src/lib/compare.ts`] : [];
}

function oversizes(file: CodeFile): readonly string[] {
  const { fileLines, functionLines, parameters } = limits;
  const long = file.lines > fileLines ? [`${file.path} has ${file.lines} lines of at most ${fileLines}`] : [];
  const places = file.functions.flatMap((found) => {
    const place = `${file.path}:${found.line} ${found.name}`;
    return [
      ...(found.lines > functionLines
        ? [`${place} has ${found.lines} lines of at most ${functionLines}`]
        : []),
      ...(found.parameters > parameters
        ? [`${place} has ${found.parameters} parameters of at most ${parameters}`]
        : []),
    ];
  });
  return [...long, ...places];
}

/** A sentence of its own on line one; `#!` would come before it and stands only in bin. */
function missingSentence(file: CodeFile): readonly string[] {
  const [first = ""] = file.text.split("\n", 1);
  return /^\/\*\* \S.*[.!?] \*\/$/.test(first) ? [] : [`${file.path} does not begin with a /** sentence. */`];
}

function emptyNames(file: CodeFile): readonly string[] {
  return [...file.path.split("/"), ...file.exported]
    .filter((name) => wordsOf(name).some((word) => emptyWords.includes(word.replace(/s$/, ""))))
    .map((name) => `${file.path}: "${name}" says nothing about what is inside`);
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

function barrels(file: CodeFile): readonly string[] {
  return file.passesOn && file.path !== "index.ts"
    ? [`${file.path} passes on names of another file: import them where they are made`]
    : [];
}

/** Pairs of rooms that import from each other, however little. */
export function twoWayEdges(files: readonly CodeFile[]): readonly string[] {
  const edges = new Set(
    files.flatMap(({ room, imports }) =>
      imports.flatMap((found) =>
        found.room === null || found.room === room ? [] : [`${room} ${found.room}`],
      ),
    ),
  );
  return [...edges].filter((edge) => edges.has(edge.split(" ").reverse().join(" "))).sort();
}

/** Rooms that the table lets look down: each may only name rooms above its own line. */
export function arrowsThatPointDown(): readonly string[] {
  const order = Object.keys(arrows);
  return Object.entries(arrows).flatMap(([room, { rooms, typesOf = [] }]) =>
    [...rooms, ...typesOf]
      .filter((other) => order.indexOf(other) === -1 || order.indexOf(other) >= order.indexOf(room))
      .map((other) => `${room} → ${other}`),
  );
}
