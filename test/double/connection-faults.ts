/** Faults of the connection: it breaks, stalls, or carries something else. */
import { type Raw, spoiltCharacter } from "./answer.js";
import type { Fault } from "./script.js";

/** After the opening and a first word. */
const early = 4;

function page(status: number, title: string): Raw {
  const html = `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { kind: "raw", status, type: "text/html", bytes: Buffer.from(html) };
}

export const connectionFaults = {
  reset: () => ({ kind: "reset" }),
  "stall-before-headers": () => ({ kind: "silence" }),
  stall: (_, sound) => ({ ...sound, travel: { kind: "stall", after: early } }),
  cut: (_, sound) => ({ ...sound, travel: { kind: "cut", after: early } }),
  /** The stream ends in good order, without the event that ends a message. */
  "ends-early": (_, sound) => ({ ...sound, travel: { kind: "end", after: early } }),
  "error-event": (_, sound) => ({ ...sound, travel: { kind: "error", after: early } }),
  "invalid-utf8": (_, sound) => ({
    ...sound,
    text: sound.text.replace(/"(?:title|reason|canary)":"|$/, (found) => found + spoiltCharacter),
    travel: { kind: "spoilt" },
  }),
  /** Nothing wrong: bytes in crumbs, across characters and events. */
  crumbs: (_, sound) => ({ ...sound, travel: { kind: "crumbs", size: 7 } }),
  "bad-gateway-page": () => page(502, "502 Bad Gateway"),
  /** A hotel's network answers everything with its own page. */
  "login-page": () => page(200, "Please log in"),
} as const satisfies Readonly<Record<string, Fault>>;
