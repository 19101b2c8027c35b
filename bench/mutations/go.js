// Go: `defer mu.Unlock()` that somebody forgot.

/** Lines with nothing but the release of a lock that was taken on the line before. */
export function deferredUnlocks({ source: { text } }) {
  return [...text.matchAll(/^[ \t]*([\w.]+)\.(R?)Lock\(\)\n([ \t]*defer \1\.\2Unlock\(\)\n)/gm)].map(
    (match) => {
      const start = match.index + match[0].length - match[3].length;
      return { at: match.index, cuts: [{ start, end: start + match[3].length }] };
    },
  );
}
