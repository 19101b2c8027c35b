/** Runs the programs beside this file, and the parts of src they use, in processes of their own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folders = [
  ...["src/store", "src/model", "src/lib", "src/examine", "test/store/children"],
  ...["test/store/sample.ts", "test/store/stored-engine.ts", "test/seeded.ts"],
];

/** Programs that Node can run, made file by file in a temporary folder: `dist` may be in use by another test. */
export class Programs {
  private constructor(private readonly top: string) {}

  static async make(): Promise<Programs> {
    const top = await mkdtemp(join(tmpdir(), "session-review-programs-"));
    await writeFile(join(top, "package.json"), '{ "type": "module" }');
    await symlink(join(root, "node_modules"), join(top, "node_modules"), "junction");
    for (const path of await sources()) await transpile(path, top);
    return new Programs(top);
  }

  async remove(): Promise<void> {
    await rm(this.top, { recursive: true, force: true });
  }

  /** @param name of a program in this folder, such as `hammer` */
  start(name: string, args: readonly (string | number)[]): Child {
    const file = join(this.top, "test/store/children", `${name}.js`);
    const child = spawn(process.execPath, [file, ...args.map(String)], { stdio: ["ignore", "pipe", "pipe"] });
    return new Child(child);
  }
}

async function sources(): Promise<readonly string[]> {
  const lists = folders.map(async (folder) => {
    if (folder.endsWith(".ts")) return [folder];
    const names = await readdir(join(root, folder), { recursive: true });
    return names.filter((name) => name.endsWith(".ts")).map((name) => join(folder, name));
  });
  return (await Promise.all(lists)).flat();
}

async function transpile(path: string, top: string): Promise<void> {
  const { outputText } = ts.transpileModule(await readFile(join(root, path), "utf8"), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
  });
  const target = join(top, path.replace(/\.ts$/, ".js"));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, outputText);
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Lines of its standard output. */
  readonly lines: readonly string[];
  readonly stderr: string;
}

export class Child {
  readonly ended: Promise<Ended>;
  #stdout = "";
  #stderr = "";

  constructor(private readonly child: ChildProcess) {
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.#stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.#stderr += text));
    this.ended = new Promise((done, fail) => {
      child.once("error", fail);
      child.once("close", (code, signal) => {
        done({ code, signal, lines: this.#stdout.trimEnd().split("\n"), stderr: this.#stderr });
      });
    });
  }

  /** Resolves when it has written that many lines or has ended. */
  async wrote(lines: number): Promise<void> {
    await new Promise<void>((done) => {
      const look = (): void => {
        if (this.#stdout.split("\n").length > lines) done();
      };
      this.child.stdout?.on("data", look);
      this.child.once("close", () => done());
      look();
    });
  }

  /** No farewell: the process ends between two instructions. */
  kill(): void {
    this.child.kill("SIGKILL");
  }
}
