// The kinds of defect that are injected: where each could be, and the text of the file with it.
import { awaits, guards, releases, transactions } from "./scripts.js";
import { expiries } from "./expiries.js";
import { deferredUnlocks } from "./go.js";

export const kinds = {
  await: { title: "await removed", sites: (project) => inScripts(project, awaits) },
  guard: { title: "guard removed", sites: (project) => inScripts(project, guards) },
  unlock: {
    title: "unlock dropped",
    sites: (project) => [...inScripts(project, releases), ...inFamily(project, "go", deferredUnlocks)],
  },
  transaction: { title: "transaction unwrapped", sites: (project) => inScripts(project, transactions) },
  expiry: {
    title: "expiry dropped",
    sites: (project) => project.files.flatMap((file) => cut(file, expiries(file))),
  },
};

function inScripts(project, find) {
  return inFamily(project, "typescript", find);
}

function inFamily({ files }, family, find) {
  return files.filter(({ tree }) => tree.family === family).flatMap((file) => cut(file, find(file)));
}

/** A change is a list of cuts, each replaced by some text; the first says where the defect is. */
function cut({ source }, changes) {
  return changes.map(({ at, cuts }) => {
    const ordered = [...cuts].sort((a, b) => b.start - a.start);
    const text = ordered.reduce(
      (code, { start, end, by = "" }) => code.slice(0, start) + by + code.slice(end),
      source.text,
    );
    const line = source.text.slice(0, at).split("\n").length;
    return {
      path: source.path,
      start: at,
      line,
      text,
      shown: source.text.split("\n")[line - 1].trim().slice(0, 100),
    };
  });
}
