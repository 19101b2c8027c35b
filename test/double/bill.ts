/** What a request cost by the server's accounting. */

export interface Bill {
  /** Tokens neither read from nor written to a cache. */
  readonly input: number;
  readonly cacheRead: number;
  /** Written to live for five minutes; with OpenAI, all that was written. */
  readonly cacheWrite: number;
  readonly cacheWriteHour: number;
  readonly output: number;
}

export const nothingBilled: Bill = { input: 0, cacheRead: 0, cacheWrite: 0, cacheWriteHour: 0, output: 0 };

export function sumOfBills(bills: readonly Bill[]): Bill {
  return bills.reduce(
    (sum, bill) => ({
      input: sum.input + bill.input,
      cacheRead: sum.cacheRead + bill.cacheRead,
      cacheWrite: sum.cacheWrite + bill.cacheWrite,
      cacheWriteHour: sum.cacheWriteHour + bill.cacheWriteHour,
      output: sum.output + bill.output,
    }),
    nothingBilled,
  );
}

/** All input tokens of a request, however they were billed. */
export function allInput({ input, cacheRead, cacheWrite, cacheWriteHour }: Bill): number {
  return input + cacheRead + cacheWrite + cacheWriteHour;
}
