// Expiries of entries in Redis and caches that follow it, in any language: options, arguments and calls of their own.

const forms = [
  // set(key, value, { ex: 60 }) · set(key, value, { nx: true, px: 60 })
  /\bset\([^;]*?(?<cut>,\s*\{\s*(?:ex|px|EX|PX):\s*[^{}]*?,?\s*\})(?:\s|,|\/\/.*)*\)/g,
  /\bset\([^;]*?\{\s*nx: true(?<cut>,\s*(?:ex|px|EX|PX):\s*[\w.* ]+)/g,
  // set(key, value, "EX", 60)
  /\bset\([^;]*?(?<cut>,\s*["'](?:EX|PX)["'],\s*[\w.* ()]+?)(?=\s*(?:,\s*["']NX["']|,?\s*\)))/g,
  // set(key, value, ex=60)
  /\.set\((?:[^()\n]|\([^()\n]*\))*?(?<cut>,\s*(?:ex|px)=[^,()\n]+(?:\([^()\n]*\))?)/g,
  // await redis.expire(key, 60) on a line of its own
  /^(?<cut>[ \t]*(?:await\s+)?[\w.]*(?:redis|client|pipe\w*|multi)\.(?:p?expire|expireat)\([^;\n]*\);?\n)/gim,
];

export function expiries({ source: { text } }) {
  if (!/redis|upstash/i.test(text)) return [];
  return forms.flatMap((form) =>
    [...text.matchAll(form)].flatMap((match) => {
      const { cut } = match.groups;
      const start = match.index + match[0].lastIndexOf(cut);
      return match[0].length > 1500 ? [] : [{ at: start, cuts: [{ start, end: start + cut.length }] }];
    }),
  );
}
