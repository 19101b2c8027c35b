/** A real browser for tests of pages: Debian's Chromium through playwright-core, where both are there. */
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

/** What the tests need of playwright-core, whose types are not there where it is not installed. */
export interface Tab {
  goto(address: string): Promise<unknown>;
  reload(): Promise<unknown>;
  url(): string;
  evaluate<T>(expression: string): Promise<T>;
  on(event: "console", listener: (message: { text(): string }) => void): void;
  on(event: "pageerror", listener: (error: Error) => void): void;
  on(event: "request", listener: (request: { url(): string }) => void): void;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  emulateMedia(media: { media?: "print" | "screen"; colorScheme?: "dark" | "light" }): Promise<void>;
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
}

export interface TabOptions {
  readonly javaScriptEnabled?: boolean;
  readonly colorScheme?: "dark" | "light";
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly permissions?: readonly string[];
}

interface Browser {
  newContext(options: TabOptions): Promise<{ newPage(): Promise<Tab> }>;
  close(): Promise<void>;
}

interface Playwright {
  readonly chromium: {
    launch(options: { executablePath: string; args: readonly string[] }): Promise<Browser>;
  };
}

const names = ["chromium", "chromium-browser", "google-chrome"];

function findChromium(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isRunnable);
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not for us
  }
}

/** Not a literal, so that the types compile without the package. */
const packageName = ["playwright", "core"].join("-");

/** A browser, or why there is none. */
export async function findBrowser(): Promise<{ open: () => Promise<Browser> } | { missing: string }> {
  const executablePath = findChromium();
  if (executablePath === undefined) return { missing: `no ${names.join(", ")} on the PATH` };
  const loaded: unknown = await import(packageName).catch(() => null);
  if (loaded === null) return { missing: `${packageName} is not installed` };
  const { chromium } = loaded as Playwright;
  // The sandbox of Chromium refuses to run as root, which is who builds in containers.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return { open: () => chromium.launch({ executablePath, args }) };
}

/** Waits until an expression holds; the page's policy forbids the waiting that playwright-core does inside it. */
export async function until(tab: Tab, expression: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await tab.evaluate<boolean>(expression)) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`never came true: ${expression}`);
}

/** Pages in a folder of their own, as a user opens them. */
export class Desk {
  readonly #browser: Browser;
  readonly #folder: string;
  #pages = 0;
  /** Errors, warnings, violations of the policy, requests for anything but the page. */
  readonly complaints: string[] = [];

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  static async open(open: () => Promise<Browser>): Promise<Desk> {
    return new Desk(await open(), await mkdtemp(join(tmpdir(), "session-review-page-")));
  }

  async show(html: string, options: TabOptions = {}): Promise<Tab> {
    const file = join(this.#folder, `page-${(this.#pages += 1)}.html`);
    await writeFile(file, html);
    const tab = await (await this.#browser.newContext(options)).newPage();
    const address = pathToFileURL(file).href;
    this.complaints.length = 0;
    tab.on("console", (message) => this.complaints.push(message.text()));
    tab.on("pageerror", (error) => this.complaints.push(error.message));
    tab.on("request", (request) => {
      if (request.url().split("#")[0] !== address) this.complaints.push(`asked for ${request.url()}`);
    });
    await tab.goto(address);
    return tab;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
