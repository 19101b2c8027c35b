/** Scripts made of other scripts: which question meets which fault. */
import type { Answer, Reply } from "./answer.js";
import type { Asked } from "./asked.js";
import type { Script } from "./server.js";
import { thoughtful } from "./thoughtful.js";

/** One way to go wrong: what is said instead of the sound reply. */
export type Fault = (asked: Asked, sound: Reply) => Answer;

/** Every question that meets the condition meets the fault. */
export function when(isMet: (asked: Asked) => boolean, fault: Fault, script: Script = thoughtful): Script {
  return async (asked) => {
    const sound = await script(asked);
    return sound.kind === "reply" && isMet(asked) ? fault(asked, sound) : sound;
  };
}

export function always(fault: Fault, script: Script = thoughtful): Script {
  return when(() => true, fault, script);
}

/** The first questions meet the fault, later ones do not. */
export function first(times: number, fault: Fault, script: Script = thoughtful): Script {
  return inTurn(
    Array.from({ length: times }, () => fault),
    script,
  );
}

/** The first question meets the first fault, and so on; null, and the end of the list, is no fault. */
export function inTurn(faults: readonly (Fault | null)[], script: Script = thoughtful): Script {
  let met = 0;
  return async (asked) => {
    const fault = faults[met] ?? null;
    met += 1;
    const sound = await script(asked);
    return sound.kind === "reply" && fault ? fault(asked, sound) : sound;
  };
}
