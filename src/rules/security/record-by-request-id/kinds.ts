/** What kind of record a look-up gives, by its model, its store or its own name. */
import { wordsOf } from "../../../syntax/secret-names.js";

/** Words that say how something is kept and not what it is. */
const plumbing =
  /^(?:models?|services?|repository|repositories|repo|dao|mapper|entity|entities|db|database|store|storage|manager|query|queries|objects?|session|all|one|first|info|details?|data|records?|row|item|by|id|ids|uuid|pk|s|impl|controller|use|case|logic|client|prisma|this|self|or|none|404|existing|found|current|unique|first|many|throw|fail|guest|user_id)$/;

/** `order` of `Order.findById`, `order_service.get_one`, `get_object_or_404(models.Order`; empty where nothing tells. */
export function kindOf(call: { before: string; name: string; given: string }): string {
  const { before, name, given } = call;
  const receiver = /((?:[\w$]+(?:\(\))?[!?]?\s*\.\s*)+)$/.exec(before)?.[1] ?? "";
  const candidates = [
    /^\s*&?(?:\w+\.)*([A-Z]\w*)\b(?!\s*\()/.exec(given)?.[1] ?? "",
    /^\s*&(\w+)/.exec(given)?.[1] ?? "",
    /\bquery\((?:\w+\.)*([A-Z]\w*)\)[^\n;]*$/.exec(before)?.[1] ?? "",
    nounOf(name),
    ...receiver
      .split(".")
      .map((part) => part.replace(/\W/g, ""))
      .toReversed(),
  ];
  return candidates.map(plainWords).find((words) => words !== "") ?? "";
}

/** `order` of `getOrderById` and `get_orders_by_user`. */
function nounOf(name: string): string {
  const noun =
    /^(?:get|find|load|fetch|select|query|delete|remove)_?(\w*?)(?:_?[bB]y_?[A-Z_a-z]\w*|!|\?)?$/.exec(name);
  return noun?.[1] ?? "";
}

function plainWords(name: string): string {
  const words = wordsOf(name).filter((word) => !plumbing.test(word));
  return words.map((word, i) => (i === words.length - 1 ? singular(word) : word)).join(" ");
}

function singular(word: string): string {
  if (/ies$/.test(word)) return word.replace(/ies$/, "y");
  return /(?:ss|us|is)$/.test(word) ? word : word.replace(/(?<=(?:s|x|ch|sh))es$|s$/, "");
}

/** Kinds that are somebody's by their nature, whatever the program is. */
const personal =
  /(?:^| )(?:order|cart|basket|invoice|payment|payout|refund|address|wallet|credit card|bank card|bank account|booking|reservation|appointment|prescription|patient|medical \w+|allocation|salary|payslip|loan|message|conversation|chat|note|notification|document|resume|api key|credential|checkout|deposit|withdrawal|draft|diary|benefit|complaint|contribution|session)$/;
const impersonal =
  /(?:purchase|production|work|sort|manufacturing|display) order|(?:error|system|welcome|commit|flash) message|release note|api document|(?:ip|mac|email|contract) address/;

export function isPersonal(kind: string): boolean {
  return personal.test(kind) && !impersonal.test(kind);
}

/** `session` of `const session = store.find(id)`, where nothing in the call tells; only what is personal is believed. */
export function kindByName(variable: string | undefined): string {
  const words = wordsOf(variable ?? "").join(" ");
  return isPersonal(words) ? words : "";
}
