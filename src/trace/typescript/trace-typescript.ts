/** Follows outside data through TypeScript and JavaScript, from function to function and file to file. */
import { Pace } from "../../lib/pace.js";
import type { Flow } from "../../model/flow.js";
import type { Terrain } from "../terrain.js";
import { layGround } from "./ground.js";
import { Meetings } from "./meetings.js";
import { Search } from "./search.js";
import { Sinks } from "./sinks.js";
import { Sources } from "./sources.js";
import { Travel } from "./travel.js";

/** Places requests are followed to in search of readings; beyond that a project hands them to everything it has. */
const mostMeetings = 200_000;

/** All flows of the files, in no particular order; those found so far when the signal aborts. */
export async function traceTypeScript(terrain: Terrain): Promise<readonly Flow[]> {
  const ground = layGround(terrain);
  const meetings = new Meetings();
  const travel = new Travel(ground, meetings);
  const pace = new Pace();
  await meet({ ground, meetings, travel, pace, signal: terrain.signal });
  const search = new Search(travel, new Sinks(ground), terrain.survey.files);
  const flows: Flow[] = [];
  for (const place of meetings.places.values()) {
    await pace.rest();
    if (terrain.signal.aborted) break;
    flows.push(...search.from(place));
  }
  return flows;
}

interface Journey {
  readonly ground: ReturnType<typeof layGround>;
  readonly meetings: Meetings;
  readonly travel: Travel;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/** Follows requests until outside data is read from them; the places are in `meetings` afterwards. */
async function meet({ ground, meetings, travel, pace, signal }: Journey): Promise<void> {
  const visited = new Map<unknown, Set<string>>();
  const pending = [...new Sources(ground, travel.names, meetings).find()];
  for (let i = 0; i < pending.length && i < mostMeetings; i++) {
    await pace.rest();
    if (signal.aborted) return;
    const value = pending[i];
    if (!value) return;
    const key = `${value.path.join(".")} ${value.carrier?.members.join(".")} ${value.carrier?.readings.length}`;
    const seen = visited.get(value.node) ?? new Set<string>();
    if (seen.has(key)) continue;
    visited.set(value.node, seen.add(key));
    for (const arrival of travel.onward(value)) pending.push(arrival.value);
  }
}
