/** Tells code that others install and call from that of a program, whose callers are all there to look at. */
import type { Survey } from "../model/survey.js";

/** What starts a program of one's own; libraries start their build. */
const starts =
  /\b(?:node|nodemon|ts-node\w*|tsx|next|nuxt\w*|nest|vite|react-scripts|vue-cli-service|pm2|electron|ng)\b/;

/** Whether the nearest package.json is of a package that others get: what calls its functions nobody here sees. */
export function isPublished({ files }: Survey, path: string): boolean {
  const parts = path.split("/").slice(0, -1);
  for (let depth = parts.length; depth >= 0; depth--) {
    const manifest = files.get([...parts.slice(0, depth), "package.json"].join("/"));
    if (manifest) return isOfPackage(manifest.source.text);
  }
  return false;
}

function isOfPackage(text: string): boolean {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return false;
  }
  if (!isRecord(read) || read["private"] === true) return false;
  const { scripts } = read;
  const isProgram =
    isRecord(scripts) && ["start", "dev", "serve"].some((name) => starts.test(String(scripts[name])));
  return !isProgram && "name" in read && "version" in read;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
