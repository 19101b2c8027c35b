// Runs commands in turn, A B A B …, and reports medians: these figures are only good next to each other.
import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Nothing is kept between runs but where that is what is measured. */
export const withoutStore = { ...process.env, HOME: "", XDG_CACHE_HOME: "" };

/** Wall milliseconds of one run; throws when the command could not run or left with an unexpected code. */
export function once({ command, args, cwd, codes = [0], env = withoutStore }) {
  const start = performance.now();
  const { status, error, stderr } = spawnSync(command, args, {
    cwd,
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (error) throw error;
  if (!codes.includes(status)) throw new Error(`${command} ${args.join(" ")} left with ${status}: ${stderr}`);
  return performance.now() - start;
}

/** Median milliseconds by name, after one warm-up each. */
export function inTurn(commands, runs) {
  for (const command of Object.values(commands)) once(command);
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, command] of Object.entries(commands)) times[name].push(once(command));
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

const probe = `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write('\\npeak ' + [maxRSS, userCPUTime + systemCPUTime].join(' ') + '\\n');
})`;

/** Peak resident memory in MB, wall and processor milliseconds (all threads, no children) of one run of a Node program. */
export function peakMemory(args, cwd, { env = withoutStore, codes } = {}) {
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(probe)}`, ...args],
    { cwd, env, stdio: ["ignore", "ignore", "pipe"], encoding: "utf8", maxBuffer: 1 << 28 },
  );
  const milliseconds = performance.now() - start;
  const [, peak, cpu] = /peak (\d+) (\d+)\n$/.exec(stderr) ?? [];
  if (peak === undefined) throw new Error(`no memory figure: ${stderr.slice(-500)}`);
  if (codes && !codes.includes(status))
    throw new Error(`${args.join(" ").slice(0, 200)} left with ${status}: ${stderr.slice(-500)}`);
  return { milliseconds, cpu: Number(cpu) / 1000, megabytes: Number(peak) / 1024 };
}

export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  for (const row of rows) {
    console.log(
      row
        .map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i])))
        .join("  "),
    );
  }
}
