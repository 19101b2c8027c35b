/** Judges by its words whether what is added to a collection comes with use: once for every session, request or event. */

const perUse =
  /\b(?:ids?|uuid|token|ip|ip ?addr(?:ess)?|email|user|session|request|req|conversation|message|msg|event|timestamp|time|date|now|chat|room|trace|job|task|entry|record|sample|item)s?\b/i;
/** What a configuration names: there are as many as somebody set up. */
const configured =
  /\b(?:network|controller|pool|provider|plugin|player|device|workspace|folder|chain|market|model|type|config|adapter|node|shard|worker|module|tool|env|app|application|database|class|cls|command|platform|locale|country|language|currency|exchange|token ?type|field|column|table|key)s?\b/i;

export function isPerUse(entry: string): boolean {
  const words = entry
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .trim();
  if (words === "" || /^["'`\d:]|^[A-Z][A-Z0-9 ]+$/.test(words)) return false;
  return perUse.test(words) && !configured.test(words);
}

/** Functions that run once, when the program or a part of it is put together. */
const startup =
  /^_*(?:init|setup|register|define|configure|load|declare|install|mount|bootstrap|main|build|decorat|new|with|from|parse|compile|prepare|start|wrap|import|discover|scan|add_?(?:handler|listener|route|middleware|plugin|hook|command|provider|rule|filter|processor|resource|observer|type|option|flag))|^(?:constructor|use|on|decorator|wrapper)$/i;

export function runsAtStart(name: string): boolean {
  return startup.test(name);
}
