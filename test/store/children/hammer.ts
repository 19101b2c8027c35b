/** Reads and keeps shared and own keys at random, as fast as it can, and tells what it read that nobody wrote. */
import { notesSchema } from "../../../src/model/plan.js";
import { openStore } from "../../../src/store/store.js";
import { seeded } from "../../seeded.js";
import { finishedTask, keyOf, owner } from "../sample.js";

const [folder = "", name = "", rounds = "0", mostBytes = "0"] = process.argv.slice(2);
const sharedKeys = 8;
const { below } = seeded(Number(name) + 1);

const warn = (line: string): void => void process.stdout.write(`warned: ${line}\n`);
const store = openStore({
  place: { folder, owner },
  warn,
  now: () => Date.now(),
  ...(mostBytes === "0" ? {} : { mostBytes: Number(mostBytes) }),
});

/** Says whose it is and fills up to 60 KB with it, so that a mix of two writers would show. */
function titleOf(page: string, writer: string): string {
  return `${page}|${writer}|${`${writer},`.repeat(below(20_000))}`;
}

function isWhole(title: string, page: string): boolean {
  const [of, writer = "?", filling = "?"] = title.split("|");
  return of === page && filling.split(",").every((piece) => piece === "" || piece === writer);
}

let hits = 0;
async function act(): Promise<void> {
  const page = below(4) === 0 ? `own ${name}` : `shared ${below(sharedKeys)}`;
  if (below(2) === 0) return store.keep(keyOf(page), finishedTask(titleOf(page, name)));
  const found = await store.read(keyOf(page));
  if (found === null) return;
  hits++;
  const title = notesSchema.parse(found.answer).claims[0]?.title ?? "";
  if (!isWhole(title, page)) process.stdout.write(`torn: ${page} ${title.slice(0, 40)}\n`);
}

for (let round = 0; round < Number(rounds); round++) await Promise.all([act(), act(), act()]);
process.stdout.write(`hits: ${hits}\n`);
