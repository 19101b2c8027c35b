/** Decides which folders below an input are not entered, and which files are left out for where they lie. */
import { type Disk, isAbsence } from "./disk.js";
import { IgnoreFiles } from "./ignore-rules.js";
import { folderOf, inside, isWithin, nameOf, type Place, showBytes } from "./place.js";
import {
  ENVIRONMENT_FOLDERS,
  ENVIRONMENT_MARK,
  ENVIRONMENT_SKIP,
  type Skip,
  mayHoldCopies,
  skipCopies,
  skipFolderByName,
} from "./skip-by-name.js";

/** Name of the ignore file that only this program reads. */
export const IGNORE_FILE = ".session-reviewignore";

/** What is decided about a folder: the topmost folder on the way that is left out, or that it is gone. */
export type Verdict = { readonly folder: Place; readonly skip: Skip } | "entered" | "gone";

export interface Ground {
  readonly disk: Disk;
  /** The input: it is entered, whatever its own name is, because the user named it. */
  readonly folder: Place;
  /** Where ignore files begin to count; holds the folder. */
  readonly top: Place;
  /** How a place is shown. */
  readonly show: (place: Place) => string;
  /** The --exclude glob that a shown path matches. */
  readonly excludedBy: (path: string) => string | undefined;
}

/** Verdicts over the folders of one input, each decided once. */
export class LeaveOut {
  readonly #verdicts = new Map<Place, Promise<Verdict>>();
  readonly #ignored: IgnoreFiles;

  constructor(readonly ground: Ground) {
    this.#ignored = new IgnoreFiles(IGNORE_FILE, ground.top, ground.disk);
  }

  /** The verdict over a folder, which its parents may have settled. */
  folder(place: Place): Promise<Verdict> {
    if (!isWithin(this.ground.folder, place) || place === this.ground.folder) {
      return Promise.resolve("entered");
    }
    const known = this.#verdicts.get(place);
    if (known !== undefined) return known;
    const verdict = this.#decide(place);
    this.#verdicts.set(place, verdict);
    return verdict;
  }

  /** Why a file or folder is left out by --exclude or by an ignore file. */
  async byRequest(place: Place, isFolder: boolean): Promise<Skip | undefined> {
    const path = this.ground.show(place);
    const glob = this.ground.excludedBy(isFolder ? `${path}/` : path);
    if (glob !== undefined) return { reason: "excluded", proof: `--exclude ${glob}` };
    const match = await this.#ignored.match(place, isFolder);
    if (match === undefined) return undefined;
    const file = this.ground.show(match.file);
    return { reason: "ignored", proof: `${file} line ${match.line} says ${match.pattern}` };
  }

  async #decide(place: Place): Promise<Verdict> {
    const parent = await this.folder(folderOf(place));
    if (parent !== "entered") return parent;
    const kind = await this.#kindOf(place);
    if (kind === "gone") return "gone";
    const skip =
      kind === "link" ? LINK_SKIP : ((await this.byRequest(place, true)) ?? (await this.#byName(place)));
    return skip === undefined ? "entered" : { folder: place, skip };
  }

  /** In git's index a folder can be listed that has since been replaced by a link to somewhere else. */
  async #kindOf(place: Place): Promise<"folder" | "link" | "gone"> {
    try {
      const { kind } = await this.ground.disk.look(place);
      return kind === "link" || kind === "folder" ? kind : "gone";
    } catch (error) {
      return isAbsence(error) ? "gone" : "folder";
    }
  }

  async #byName(place: Place): Promise<Skip | undefined> {
    const name = showBytes(nameOf(place));
    if (mayHoldCopies(name)) return skipCopies(name, await this.ground.disk.list(place).catch(() => []));
    if (!ENVIRONMENT_FOLDERS.has(name)) return skipFolderByName(name);
    const mark = await this.ground.disk.look(inside(place, ENVIRONMENT_MARK)).catch(() => undefined);
    return mark && ENVIRONMENT_SKIP;
  }
}

export const LINK_SKIP: Skip = { reason: "symbolic link", proof: "symbolic links are not followed" };
