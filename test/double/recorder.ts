/** Keeps every request as it came over the wire, and what became of it. */
import type { IncomingHttpHeaders } from "node:http";
import type { Asked } from "./asked.js";
import { type Bill, nothingBilled, sumOfBills } from "./bill.js";

/**
 * `open`: not answered yet. `whole`: everything that was meant to be sent was sent.
 * `broken`: the server broke it off on purpose. `left`: the client went away first.
 */
export type Ending = "open" | "whole" | "broken" | "left";

export interface Call {
  /** 1 for the first request of this server, whatever it asked for. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as it came. */
  readonly raw: Buffer;
  /** What was understood of it; null for what is no question or was refused as one. */
  readonly asked: Asked | null;
  /** 0 when no header was sent. */
  readonly status: number;
  readonly ending: Ending;
  readonly bill: Bill;
}

type Outcome = Partial<Pick<Call, "asked" | "status" | "ending" | "bill">>;

export class Recorder {
  #calls: Call[] = [];
  #mostAtOnce = 0;

  /** Every request, in the order of arrival. */
  get calls(): readonly Call[] {
    return this.#calls;
  }

  /** The questions to a model among them that were understood, whatever was answered. */
  get asked(): readonly Asked[] {
    return this.#calls.flatMap(({ asked }) => (asked ? [asked] : []));
  }

  /** Questions that were answered to their end with status 200: what a client has paid for and got. */
  get answered(): readonly Call[] {
    return this.#calls.filter(({ asked, status, ending }) => asked && status === 200 && ending === "whole");
  }

  /** Highest number of requests that were open together. */
  get mostAtOnce(): number {
    return this.#mostAtOnce;
  }

  /** Sum of all that was billed. */
  get bill(): Bill {
    return sumOfBills(this.#calls.map(({ bill }) => bill));
  }

  /** Calls with the text in path or body, as it is or as JSON writes it. */
  holding(text: string): readonly Call[] {
    const written = JSON.stringify(text).slice(1, -1);
    return this.#calls.filter(({ path, raw }) => {
      const body = raw.toString("utf8");
      return path.includes(text) || body.includes(text) || body.includes(written);
    });
  }

  clear(): void {
    this.#calls = [];
    this.#mostAtOnce = 0;
  }

  /** @returns how to say later what became of it */
  begin(request: Pick<Call, "method" | "path" | "headers" | "raw">): (outcome: Outcome) => void {
    const index = this.#calls.length;
    const calls = this.#calls;
    calls.push({
      ...request,
      number: index + 1,
      asked: null,
      status: 0,
      ending: "open",
      bill: nothingBilled,
    });
    const open = calls.filter(({ ending }) => ending === "open").length;
    this.#mostAtOnce = Math.max(this.#mostAtOnce, open);
    return (outcome) => {
      const call = calls[index];
      if (call) calls[index] = { ...call, ...outcome };
    };
  }
}
