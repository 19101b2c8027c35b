// Writes a made-up TypeScript project of any size: the same files for the same number, all different from each other.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const nouns = [
  "session",
  "token",
  "order",
  "invoice",
  "message",
  "channel",
  "worker",
  "report",
  "device",
  "policy",
];
const verbs = [
  "load",
  "store",
  "merge",
  "expire",
  "notify",
  "validate",
  "archive",
  "resolve",
  "refresh",
  "publish",
];

/** Small seeded generator (mulberry32), so that every run measures the same text. */
function random(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}

function method(pick, noun, i) {
  const verb = verbs[pick(verbs.length)];
  const steps = Array.from({ length: 2 + pick(5) }, (_, step) => {
    const field = nouns[pick(nouns.length)];
    return [
      `    const ${field}${step} = await this.store.get(\`${noun}:\${id}:${field}\`);`,
      `    if (${field}${step} === undefined) {`,
      `      this.log.warn("${verb} found no ${field}", { id, attempt: ${pick(9)} });`,
      `      return fallback;`,
      `    }`,
    ].join("\n");
  });
  return [
    `  /** ${capital(verb)}s the ${noun} and returns what it holds. */`,
    `  async ${verb}${capital(noun)}${i}(id: string, fallback: ${capital(noun)}): Promise<${capital(noun)}> {`,
    ...steps,
    `    return { ...fallback, id, size: fallback.size + ${pick(100)}, tags: fallback.tags.filter((tag) => tag !== id) };`,
    `  }`,
  ].join("\n");
}

function moduleText(index, count) {
  const pick = random(index + 1);
  const noun = nouns[index % nouns.length];
  const other = pick(count);
  const methods = Array.from({ length: 4 + pick(8) }, (_, i) => method(pick, noun, i));
  return [
    `import { EventEmitter } from "node:events";`,
    other === index ? "" : `import type { Store${other} } from "../folder${other % 20}/module${other}.js";`,
    ``,
    `export interface ${capital(noun)} {`,
    `  readonly id: string;`,
    `  readonly size: number;`,
    `  readonly tags: readonly string[];`,
    `}`,
    ``,
    `export interface Store${index} {`,
    `  get(key: string): Promise<string | undefined>;`,
    other === index ? "" : `  next?: Store${other};`,
    `}`,
    ``,
    `export class ${capital(noun)}Manager${index} extends EventEmitter {`,
    `  constructor(private readonly store: Store${index}, private readonly log: Pick<Console, "warn">) {`,
    `    super();`,
    `  }`,
    ``,
    methods.join("\n\n"),
    `}`,
    ``,
  ].join("\n");
}

/** @returns total number of lines written */
export function makeProject(folder, count) {
  let lines = 0;
  for (let index = 0; index < count; index++) {
    const text = moduleText(index, count);
    const place = join(folder, "src", `folder${index % 20}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `module${index}.ts`), text);
    lines += text.split("\n").length - 1;
  }
  return lines;
}
