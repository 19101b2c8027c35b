/** Rules for addresses that stand in one place: Spring's `requestMatchers`, Shiro's chain, paths of an interceptor. */
import { namesIn } from "./arguments.js";
import type { ByAddress } from "./route.js";

const string = /"([^"\n]*)"/g;

/** In the order they are written, which is the order they are asked in. @param code of a file without comments */
export function addressRules(code: string): readonly ByAddress[] {
  return [...matchers(code), ...chain(code), ...interceptors(code)];
}

/** `.requestMatchers("/admin/**").hasRole("ADMIN")` */
function matchers(code: string): readonly ByAddress[] {
  const found = code.matchAll(
    /\b(?:request|ant|mvc|path)Matchers\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)\s*\.\s*(\w+)\(/g,
  );
  return [...found].flatMap(([, given = "", rule = ""]) => rulesFor(given, [rule]));
}

/** `put("/admin/**", "authc, roles[admin]")` */
function chain(code: string): readonly ByAddress[] {
  if (!/filterChainDefinition/i.test(code)) return [];
  return [...code.matchAll(/\.(?:put|addPathDefinition)\(\s*("\/[^"\n]*")\s*,\s*"([^"\n]*)"/g)].flatMap(
    ([, pattern = "", filters = ""]) => rulesFor(pattern, filters.match(/\b[a-zA-Z]\w*/g) ?? []),
  );
}

/** `addInterceptor(new AdminInterceptor()).addPathPatterns("/admin/**")` */
function interceptors(code: string): readonly ByAddress[] {
  const found = code.matchAll(/\.addInterceptor\(([^;]*?)\)\s*\.addPathPatterns\(([^;]*?)\)/g);
  return [...found].flatMap(([, interceptor = "", patterns = ""]) =>
    rulesFor(patterns, namesIn(interceptor)),
  );
}

function rulesFor(patterns: string, names: readonly string[]): readonly ByAddress[] {
  return Array.from(patterns.matchAll(string), ([, pattern = ""]) => ({ pattern, names }));
}

/** What the first rule that fits says. @param url with the prefix of its class */
export function namesByAddress(rules: readonly ByAddress[], url: string): readonly string[] {
  return rules.find(({ pattern }) => fits(pattern, url))?.names ?? [];
}

function fits(pattern: string, url: string): boolean {
  const source = pattern
    .replace(/[.+^$()|[\]\\]/g, "\\$&")
    .replace(/\{[^}]*\}/g, "*")
    .replace(/\/\*\*$/, "(?:/.*)?")
    .replace(/(?<!\.)\*\*?/g, (stars) => (stars === "**" ? ".*" : "[^/]*"));
  return new RegExp(`^${source.replace(/[{}]/g, "")}/?$`).test(url);
}
