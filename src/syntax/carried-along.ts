/** Tells files of other people that a project carries along from those it writes itself. */

/** What is sent to browsers as it is lies here, the libraries of the page among it. */
const shipped = /(?:^|\/)(?:static\w*|public|assets|resources|www|libs|plugins|vendors)\//i;
const leadingComments = /^(?:\s*\/\*[\s\S]{0,3000}?\*\/)+/;
/** Three parts: `Apache License, Version 2.0` has two. */
const release = /\d+\.\d+\w?\.\d+/;
const terms = /licen[cs]e|copyright|©|\(c\)/i;
/** No editor shows more of a line; compilers break theirs at five hundred. */
const longestWritten = 300;

/** A release of a library, by its version and terms at the top: it is replaced by a newer one, not mended. */
export function isCarriedRelease(path: string, text: string): boolean {
  if (!shipped.test(path)) return false;
  const [top = ""] = leadingComments.exec(text.slice(0, 6000)) ?? [];
  return release.test(top) && terms.test(top);
}

/** Whether a compiler or a minifier wrote the line around this place. */
export function isCompiledLine(text: string, place: number): boolean {
  const end = text.indexOf("\n", place);
  return (end === -1 ? text.length : end) - text.lastIndexOf("\n", place - 1) > longestWritten;
}
