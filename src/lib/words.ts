/** Identifiers and sentences as words that can be compared. */

/** `archiveWorker`, `archive_worker`, `HTTPServer2` → lower-case words, digits left out. */
export function wordsOf(name: string): readonly string[] {
  return Array.from(name.matchAll(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g), ([word]) => word.toLowerCase());
}

const endings =
  /(?:ational|ations?|ically|ically|ments?|ings?|ness|ives?|ities|ity|als?|ers?|ors?|ies|ied|ed|es|s|e|y)$/;

/**
 * The part of an English word that its forms share: `archive`, `archival`, `archiver` and `archiving` → `archiv`.
 * Cuts one ending and leaves at least four letters; coarser than Porter's (1980), since names are short.
 */
export function stem(word: string): string {
  const cut = word.replace(endings, "");
  return cut.length >= 4 ? cut : word.replace(/(?<=\w{3})s$/, "");
}
