/** Loads the shelf of framework pages: where packages hand in outside data, and what they do with it. */
import { type Framework, type FrameworkFile, frameworkFileSchema } from "../model/framework.js";
import { families } from "../model/tree.js";
import { type PageFolder, type PageText, readFolders } from "./page-folders.js";
import { readYaml } from "./read-yaml.js";

const builtIn = { url: new URL("../../frameworks/", import.meta.url), shownAs: "frameworks/" };

/**
 * Pages of the product, then those of the folders given (a project's `.session-review/frameworks/`). A project needs
 * few of the product's, so of those only family and packages are read at once, and the rest when it is asked for.
 * @throws UserError broken-framework, duplicate-id
 */
export async function loadFrameworks(ownFolders: readonly PageFolder[] = []): Promise<readonly Framework[]> {
  const pages = await readFolders([builtIn, ...ownFolders], ".yml");
  return pages.map((page) => (page.file.startsWith(builtIn.shownAs) ? readLater(page) : readNow(page)));
}

function readNow(page: PageText): Framework {
  return { ...readWhole(page), id: page.id };
}

function readWhole({ file, text }: PageText): FrameworkFile {
  const place = { file, code: "broken-framework", whole: "page", linesAbove: 0 } as const;
  return readYaml(text, frameworkFileSchema, place);
}

/** Reading all of it takes 3 ms a page, which a review of one small file would notice. */
function readLater(page: PageText): Framework {
  const head = readHead(page.text);
  if (!head) return readNow(page);
  let whole: FrameworkFile | undefined;
  const read = (): FrameworkFile => (whole ??= readWhole(page));
  return {
    id: page.id,
    ...head,
    get title() {
      return read().title;
    },
    get sources() {
      return read().sources;
    },
    get propagators() {
      return read().propagators;
    },
    get sanitizers() {
      return read().sanitizers;
    },
    get sinks() {
      return read().sinks;
    },
    get validators() {
      return read().validators;
    },
  };
}

/** Family and packages as the page writes them; null where only the parser can tell. */
function readHead(text: string): Pick<Framework, "family" | "packages"> | null {
  const name = /^family: (\w+)$/m.exec(text)?.[1];
  const family = families.find((each) => each === name);
  if (!family) return null;
  if (!/^packages:/m.test(text)) return { family, packages: [] };
  const list = /^packages:\s*\[([^\]#]*)\]\s*$/m.exec(text)?.[1];
  if (list === undefined) return null;
  const packages = list.split(",").map((each) => each.trim().replace(/^(["'])(.*)\1$/, "$2"));
  return { family, packages: packages.filter((each) => each !== "") };
}
