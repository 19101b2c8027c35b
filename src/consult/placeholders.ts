/** Takes credentials out of notes before they are kept anywhere, and puts them back before code compares quotes. */
import type { Claim, Place, PracticeClaim } from "../model/finding.js";
import type { Engine, Notes } from "../model/plan.js";
import type { ShownSources } from "./shown-source.js";

/** The engine with notes that may be written to disk: placeholders stand for every credential the survey knows. */
export function withPlaceholders(engine: Engine, shown: ShownSources): Engine {
  return async (...request) => {
    const notes = await engine(...request);
    const mask = (text: string): string => shown.mask(text);
    return mapNotes(notes, mask, ({ quote, path, lines }) => shown.show(quote, path, lines));
  };
}

/** The engine with quotes as the files have them, so that they can be found there; other texts stay masked. */
export function withoutPlaceholders(engine: Engine, shown: ShownSources): Engine {
  return async (...request) => {
    const notes = await engine(...request);
    const same = (text: string): string => text;
    return mapNotes(notes, same, ({ quote, path, lines }) => shown.restore(path, quote, lines?.start ?? 1));
  };
}

type MapText = (text: string) => string;
type MapQuote = (place: Pick<Place, "quote" | "path" | "lines">) => string;

function mapNotes(notes: Notes, text: MapText, quote: MapQuote): Notes {
  return {
    ...notes,
    claims: notes.claims.map((claim) => mapClaim(claim, text, quote)),
    practices: notes.practices.map((practice): PracticeClaim => ({
      ...practice,
      title: text(practice.title),
      quote: quote(practice),
      reason: text(practice.reason),
    })),
  };
}

function mapClaim(claim: Claim, text: MapText, quote: MapQuote): Claim {
  const { scenario, also } = claim;
  return {
    ...claim,
    quote: quote(claim),
    title: text(claim.title),
    issue: text(claim.issue),
    risk: text(claim.risk),
    recommendation: text(claim.recommendation),
    ...(scenario === undefined ? {} : { scenario: text(scenario) }),
    ...(also === undefined ? {} : { also: also.map((place) => mapPlace(place, text, quote)) }),
  };
}

function mapPlace(place: Place, text: MapText, quote: MapQuote): Place {
  return {
    ...place,
    quote: quote(place),
    ...(place.note === undefined ? {} : { note: text(place.note) }),
  };
}
