/** Takes out of printed text what is meant for a terminal. */
import { visibleCode } from "../lib/visible.js";

/** Escape sequences of terminals, ECMA-48: control sequences, operating system commands, and two-character ones. */
// eslint-disable-next-line no-control-regex -- these are the characters to take out
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]{0,4096}(?:\u0007|\u001b\\)|[ -/]*[0-~])/g;

/** Text as it would stand on paper: no colours, line feeds alone, other control characters written out. */
export function plainText(output: string): string {
  return visibleCode(output.replace(escapes, "").replace(/\r\n?/g, "\n"));
}
