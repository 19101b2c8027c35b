// Loads modules from the two files in dist/packed as if each were a file of its own; what is not there is imported.
import start, { build } from "../dist/packed/start.js";

const dist = new URL("../dist/", import.meta.url).href;

const exportsOf = new Map();
const outside = new Map();
let modules = start;

/** Names this very code: a hash of all that is packed. */
export { build };

/**
 * Like `import()`. A packed file holds for each module what it imports, and a function that fills its exports.
 * @param target a module's path as seen from dist (`./cli/main.js`), a URL, or a package
 */
export async function load(target) {
  const path = target.startsWith(dist) ? `./${target.slice(dist.length)}` : target;
  if (isOwn(path) && !(path in modules))
    modules = { ...modules, ...(await import("../dist/packed/rest.js")).default };
  if (!(path in modules)) return import(isOwn(path) ? new URL(path, dist).href : path);
  await Promise.all([...reached(path)].filter((each) => !isOwn(each)).map(fetch));
  return run(path);
}

function isOwn(path) {
  return path.startsWith("./");
}

/** The module, all that it imports, and all that these import, as far as they have not run. */
function reached(path, found = new Set()) {
  if (found.has(path) || exportsOf.has(path)) return found;
  found.add(path);
  for (const need of modules[path]?.[0] ?? []) reached(need, found);
  return found;
}

function fetch(name) {
  if (!outside.has(name))
    outside.set(
      name,
      import(name).then((module) => exportsOf.set(name, module)),
    );
  return outside.get(name);
}

/** As with `import`, whoever asks in a circle gets exports that are still being filled. */
function run(path) {
  const known = exportsOf.get(path);
  if (known) return known;
  const exports = {};
  exportsOf.set(path, exports);
  modules[path][1](exports, run, load, { url: new URL(path, dist).href });
  return exports;
}
