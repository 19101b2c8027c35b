/** `pr` over the pushes of a real repository: lines, folders, merges and histories that are not there. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { HeldComment, HeldPull } from "../double/github/world.js";
import { openSigns, summaryOf } from "../github/run-pushes.js";
import { type Ran, run, writeFiles } from "./fake-world.js";
import { eachOnItsOwn, outputsIn, stepIn } from "./pull-place.js";
import { Repository, type Wish, checkPush, inRepository, quick } from "./pull-repository.js";
import { clean, flawed } from "./projects.js";

const double = eachOnItsOwn();

async function check(repository: Repository, wish: Wish): Promise<Ran> {
  return checkPush(repository, double(), wish);
}

function placesOf(threads: readonly HeldComment[]): readonly string[] {
  return threads
    .filter(({ isHidden }) => !isHidden)
    .map(({ place }) => `${place?.path ?? ""}:${place?.line ?? ""}`);
}

const tags = flawed["app/tags.py"] ?? "";

test("pushes: what is new is commented on its line, what is mended is hidden, what comes back is shown", async () => {
  await inRepository(async (repository) => {
    const base = await repository.commit({ ...clean, "app/old.py": tags });
    const pull = (): HeldPull => double().world.pull(1);
    const happening = { base };

    await repository.commit(flawed);
    const first = await check(repository, { happening });
    expect(first.stderr).toContain("posted   2 new comments");
    expect(placesOf(pull().threads).toSorted()).toEqual(["app/load.py:11", "app/tags.py:4"]);
    expect(first.code).toBe(1);
    expect(summaryOf(pull())[0]?.body).not.toContain("app/old.py");

    // A line above moves the finding; its comment stays, and none is added.
    await repository.commit({ "app/tags.py": `# moved\n${tags}`, "app/load.py": clean["app/add.py"] ?? "" });
    const second = await check(repository, { happening });
    expect(second.stderr).toContain("posted   0 new comments, 1 hidden as outdated");
    expect(placesOf(pull().threads)).toEqual(["app/tags.py:4"]);
    expect(second.code).toBe(0);

    await repository.commit({ "app/load.py": flawed["app/load.py"] ?? "" });
    const third = await check(repository, { happening });
    expect(third.stderr).toContain("1 shown again");
    expect(openSigns(pull())).toHaveLength(2);
    expect(pull().threads).toHaveLength(2);
    expect(summaryOf(pull())).toHaveLength(1);
    expect((await outputsIn(repository.cwd))["findings"]).toBe("2");
  });
});

test("the configuration of the change has no say in it", async () => {
  await inRepository(async (repository) => {
    const base = await repository.commit({ ...clean, ".session-review/config.yml": "fail-on: medium\n" });
    await repository.commit({ "app/tags.py": tags, ".session-review/config.yml": "fail-on: none\n" });
    const ran = await check(repository, { happening: { base } });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('at or above "medium"');
  });
});

test("a folder of the repository: files are named from the top, and the folder tells its comments apart", async () => {
  await inRepository(async (repository) => {
    const base = await repository.commit({ "README.md": "# Two\n", "shop/a.py": "", "bank/a.py": "" });
    await repository.commit({ "shop/tags.py": tags, "bank/tags.py": tags });
    await check(repository, { happening: { base }, folder: "shop" });
    await check(repository, { happening: { base }, folder: "bank" });
    const { threads, comments } = double().world.pull(1);
    expect(placesOf(threads)).toEqual(["shop/tags.py:4", "bank/tags.py:4"]);
    expect(comments.map(({ body }) => /key=(\S+)/u.exec(body)?.[1])).toEqual(["shop", "bank"]);
  });
});

describe("a checkout that is not the commit of the pull request", () => {
  test("the merge with its base: no comment on lines of files that the base changed too", async () => {
    await inRepository(async (repository) => {
      const body = `${"# text\n".repeat(20)}`;
      const base = await repository.commit({ ...clean, "app/both.py": `"""Both."""\n${body}` });
      repository.git("checkout", "-q", "-b", "change");
      const head = await repository.commit({
        "app/tags.py": tags,
        "app/both.py": `"""Both."""\n${body}${tags.replace('"""Tags."""\n', "")}`,
      });
      repository.git("checkout", "-q", "main");
      const moved = await repository.commit({ "app/both.py": `"""Both."""\n# one line more\n${body}` });
      repository.git("checkout", "-q", "--detach");
      repository.git("merge", "-q", "--no-edit", "change");
      expect(base).not.toBe(moved);
      const ran = await check(repository, { happening: { base: moved, head } });
      expect(placesOf(double().world.pull(1).threads)).toEqual(["app/tags.py:4"]);
      expect(summaryOf(double().world.pull(1))[0]?.body).toContain("app/both.py");
      expect(ran.stdout).not.toContain("::notice");
    });
  });

  test("a merge that the builder made: what others did to the base since the event is not the change's", async () => {
    await inRepository(async (repository) => {
      const base = await repository.commit(clean);
      repository.git("checkout", "-q", "-b", "change");
      const head = await repository.commit({ "app/tags.py": tags });
      repository.git("checkout", "-q", "main");
      await repository.commit({ "app/load.py": flawed["app/load.py"] ?? "" });
      repository.git("checkout", "-q", "--detach");
      repository.git("merge", "-q", "--no-edit", "change");
      const merge = repository.git("rev-parse", "HEAD");
      // Two commits deep is deep enough: the merge and its parents.
      repository.git("clone", "-q", "--depth", "2", `file://${repository.cwd}`, "clone");
      const clone = new Repository(join(repository.cwd, "clone"));
      const ran = await check(clone, { happening: { base, head, merge } });
      expect([ran.code, ran.stdout]).toEqual([0, expect.not.stringContaining("load.py")]);
      expect(placesOf(double().world.pull(1).threads)).toEqual(["app/tags.py:4"]);
      // A merge that somebody else made may have any parents, so the event is believed.
      const other = await check(repository, { happening: { base, head } });
      expect([other.code, other.stdout]).toEqual([1, expect.stringContaining("load.py")]);
    });
  });

  test.each<[string, (origin: string) => string, readonly string[]]>([
    ["a clone of the repository", (origin) => `${origin}/acme/shop`, ["app/tags.py:4"]],
    ["a clone of a fork", (origin) => `${origin}/stranger/shop`, ["app/news.py:4", "app/tags.py:4"]],
    ["a clone from elsewhere", () => "https://example.com/acme/shop.git", ["app/news.py:4", "app/tags.py:4"]],
  ])("%s: only its own branches say what a merge with the base brought in", async (_, url, places) => {
    await inRepository(async (repository) => {
      const base = await repository.commit(clean);
      repository.git("checkout", "-q", "-b", "change");
      await repository.commit({ "app/tags.py": tags });
      repository.git("checkout", "-q", "main");
      await repository.commit({ "app/news.py": tags });
      repository.git("checkout", "-q", "change");
      repository.git("merge", "-q", "--no-edit", "main");
      repository.git("update-ref", "refs/remotes/origin/main", "main");
      repository.git("config", "remote.origin.url", url(double().origin));
      await check(repository, { happening: { base } });
      expect(placesOf(double().world.pull(1).threads).toSorted()).toEqual(places);
    });
  });

  test("a change that is in the base already is measured as the event says", async () => {
    await inRepository(async (repository) => {
      const base = await repository.commit(clean);
      await repository.commit({ "app/tags.py": tags });
      repository.git("update-ref", "refs/remotes/origin/main", "HEAD");
      repository.git("config", "remote.origin.url", `${double().origin}/acme/shop.git`);
      await check(repository, { happening: { base } });
      expect(placesOf(double().world.pull(1).threads)).toEqual(["app/tags.py:4"]);
    });
  });

  test.each([
    ["git does not have", "d".repeat(40)],
    ["is not part of what is checked out, as on pull_request_target", null],
  ])("a commit that %s: refused, because a review would look clean", async (_, given) => {
    await inRepository(async (repository) => {
      const base = await repository.commit(clean);
      repository.git("checkout", "-q", "-b", "change");
      const head = await repository.commit(flawed);
      repository.git("checkout", "-q", "main");
      const ran = await check(repository, { happening: { base, head: given ?? head } });
      expect(ran.code).toBe(2);
      expect(ran.stderr).toContain("does not hold");
      expect(ran.stderr).toContain("ref: ${{ github.event.pull_request.head.sha }}");
      expect(await outputsIn(repository.cwd)).toEqual({ verdict: "error", "exit-code": "2" });
      expect(double().log).toEqual([]);
    });
  });

  test("a base that git does not have: an error that names fetch-depth, with outputs", async () => {
    await inRepository(async (repository) => {
      await repository.commit(flawed);
      repository.git("clone", "-q", "--depth", "1", `file://${repository.cwd}`, "clone");
      const clone = new Repository(join(repository.cwd, "clone"));
      await writeFile(join(clone.cwd, ".git/shallow"), `${clone.git("rev-parse", "HEAD")}\n`);
      const ran = await check(clone, { happening: { base: "e".repeat(40) } });
      expect(ran.code).toBe(2);
      expect(ran.stderr).toContain("fetch-depth: 0");
      expect(await outputsIn(clone.cwd)).toEqual({ verdict: "error", "exit-code": "2" });
    });
  });
});

test("a stopped run tells nobody that all is well", async () => {
  await inRepository(async (repository) => {
    const base = await repository.commit(clean);
    await repository.commit(flawed);
    const stopped = new AbortController();
    stopped.abort("SIGTERM");
    await writeFiles(repository.cwd, { ".runner/": "" });
    const env = await stepIn(repository.cwd, double(), { base, head: repository.git("rev-parse", "HEAD") });
    const ran = await run(["pr"], { cwd: repository.cwd, env, waits: quick, interrupt: stopped.signal });
    expect(ran.code).not.toBe(0);
    expect(double().world.pull(1).comments).toEqual([]);
  });
});
