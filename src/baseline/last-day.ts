/** Until when an acceptance holds: 180 days, so many days, or through a day. */
import { UserError } from "../model/errors.js";

/** Half a year: long enough to plan the work, short enough that whoever accepted it is still there to be asked. */
export const usualDays = 180;

/** @param today `YYYY-MM-DD` */
export function dayAfter(today: string, days: number): string {
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** Ten years; what is to stay for good belongs into a comment in the code, beside what it speaks of. */
const mostDays = 3660;

/**
 * @param text `90d`, `2027-01-31`
 * @returns the last day, `YYYY-MM-DD`
 * @throws UserError usage, also for `never`: nobody would look at such an entry again
 */
export function lastDay(text: string, today: string): string {
  const days = /^(\d{1,5})\s*d(?:ays?)?$/u.exec(text)?.[1];
  const day = days === undefined ? text : dayAfter(today, Math.min(Number(days), mostDays + 1));
  if (text === "never")
    throw refusal(
      "an acceptance has a last day; what is right as it is for good gets a comment in the code: session-review-ignore-next-line RULE -- reason",
    );
  if (!isDay(day)) throw refusal(`"${text}" is neither a number of days (90d) nor a day (2027-01-31)`);
  if (day < today) throw refusal(`${day} is over already`);
  if (day > dayAfter(today, mostDays)) throw refusal(`${text} is more than ten years from now`);
  return day;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/u.test(text) && dayIn(text) === text;
}

/** The 31st of February is another day, or none. */
function dayIn(text: string): string | null {
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? null : day.toISOString().slice(0, 10);
}

function refusal(problem: string): UserError {
  return new UserError("usage", { problem: `--expires: ${problem}.` });
}
