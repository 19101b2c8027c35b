/** What becomes of outside data in a text that is put together. */
import { type Taint, type Value, constantValue, mergeTaints, nothing, withTaints } from "./values.js";

/** It is part of something longer, with or without fixed text before it. */
export function joinedTaints(values: readonly Value[]): readonly Taint[] {
  const isLonger = values.filter(({ constant }) => constant !== "").length > 1;
  let head = "";
  const groups = values.map(({ taints, constant }) => {
    const hasHead = !isOpenHead(head);
    head += taints.length > 0 ? "" : typeof constant === "string" ? constant : "\u0000value";
    return taints.map((taint) => ({
      ...taint,
      isBuilt: taint.isBuilt || isLonger,
      hasHead: taint.hasHead || hasHead,
    }));
  });
  return mergeTaints(groups);
}

/** After `https://` the value still says where it goes. */
function isOpenHead(head: string): boolean {
  return head === "" || /^[a-z][a-z\d+.-]*:\/\/$/i.test(head);
}

/** A template with values in its places: `"… %s" % name`, `"… {}".format(name)`, `Sprintf("… %s", name)`. */
export function formatted(template: Value, values: readonly Value[]): Value {
  const text = template.constant;
  if (typeof text !== "string") return withTaints(joinedTaints([template, ...values]));
  const head = /^(?:[^%{]|%%|\{\{)*/.exec(text)?.[0] ?? "";
  const isWhole = /^(?:%[a-z]|\{\w*\})$/.test(text);
  return withTaints(joinedTaints([constantValue(head), ...values, isWhole ? constantValue("") : nothing]));
}

const formatting = /^(?:format|formatted|Sprintf|Sprint|Sprintln|Errorf|vformat|format_map)$/;

/** The value of a call that fills a template; undefined for any other call. */
export function formattedCall(
  name: string,
  receiver: Value | null,
  given: readonly Value[],
): Value | undefined {
  if (!formatting.test(name)) return undefined;
  if (receiver && (receiver.constant !== undefined || receiver.taints.length > 0))
    return formatted(receiver, given);
  const [template = nothing, ...values] = given;
  return formatted(template, values);
}
