/** Routes that nothing asks who is calling, in a program whose other routes do. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { groupBy } from "../../lib/group.js";
import { askOnce, named } from "../../syntax/questions.js";
import { isForStrangers, knowsCaller } from "../../syntax/routes/checks.js";
import { routesOf } from "../../syntax/routes/index-routes.js";
import { type Route, isReading, nameOfRoute } from "../../syntax/routes/route.js";
import { examples } from "./unguarded-route/examples.js";

export default defineRule({
  asks: true,
  severity: "info",
  // A gateway, a mounted file or a middleware out of sight may ask instead: the question is worth it, the answer is open.
  // Read on 37 projects: 19 of 38 were worth it and 12 arguable (samples that ask nobody, figures for a monitor); the wrong
  // ones came of routers mounted out of sight and of checks in another file of the package.
  confidence: 0.6,
  judged: { right: 19, arguable: 12, wrong: 7, projects: 37 },
  title: "Routes without a check of the caller",
  risk: "Whoever finds the address can call it: read what is there, or change it.",
  fix: "Put the check the other routes have before these, or say in a comment why they are open.",
  cwe: [306, 862],
  reads: ["typescript", "python", "go", "java", "elixir"],
  project: unguarded,
  examples,
});

/** Below this a program has no habit that a route could lack. */
const fewestRoutes = 3;

function* unguarded(survey: Survey): Iterable<ProjectHit> {
  const programs = groupBy(routesOf(survey), ({ file }) => file.tree.family);
  for (const routes of programs.values()) {
    if (routes.length < fewestRoutes) continue;
    const open = routes.filter(
      (route) => !isForStrangers(route) && !knowsCaller(route) && !isHandedOn(route),
    );
    const telling = open
      .map((route) => ({ route, weight: weightOf(route) }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight)
      .map(({ route }) => route);
    const guarded = routes.filter(knowsCaller).length;
    yield* askOnce(telling.map(placeOf), (count) => words(count, routes.length, guarded, telling));
  }
}

/** `app/api/[[...route]]/route.ts` hands all requests to a router whose routes are looked at themselves. */
function isHandedOn({ form, url, handler }: Route): boolean {
  return form === "next" && !handler && url.includes("[...");
}

function placeOf(route: Route): { path: string; span: Route["at"]; note: string } {
  return { path: route.file.source.path, span: route.at, note: nameOfRoute(route) };
}

const sensitive =
  /(?:^|[/._-])(?:admin\w*|users?\w*|accounts?|settings?|config\w*|exports?|imports?|backups?|logs?|metrics|debug|pprof|actuator|env|keys?|secrets?|orders?|payments?|invoices?|customers?|members?|roles?|permissions?|internal|system|shutdown|maintenance)(?=$|[/._-])/i;

/** What a stranger could do there; nothing for plain pages. */
function weightOf(route: Route): number {
  const asksFor = sensitive.test(route.url) ? 2 : 0;
  if (!isReading(route) && route.method !== "ANY") return 3 + asksFor;
  return asksFor + (asksFor > 0 && /[:{<[]/.test(route.url) ? 1 : 0);
}

function words(
  count: number,
  all: number,
  guarded: number,
  routes: readonly Route[],
): Pick<ProjectHit, "issue" | "title" | "confidence"> {
  const list = named(routes.map(nameOfRoute));
  const seen = `${count} of ${all} routes ${count === 1 ? "has" : "have"} no call that asks who is calling: ${list}`;
  const plain = all - count - guarded;
  // The numbers must add up, or nobody believes the first.
  const rest = plain > 0 ? `, and ${plain} ${plain === 1 ? "is" : "are"} for strangers or only read` : "";
  return guarded === 0
    ? {
        title: "No route asks who is calling",
        issue: `None of the ${all} routes asks who is calling, among them ${list}. Does something in front of the program ask?`,
        confidence: 0.55,
      }
    : {
        issue: `${seen}. Of the others ${guarded} have one${rest}. Are these open on purpose?`,
        // Where few are seen to be guarded the check stands where this does not look.
        ...(guarded < 1.5 * count ? { confidence: 0.45 } : {}),
      };
}
