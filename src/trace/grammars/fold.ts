/** Computes what the program itself fixes, so that branches nobody can reach stay silent. */
import type { Constant } from "./terms.js";

/** Value of the operation on two fixed values; undefined when it is not known or not the same in every language. */
export function foldOperation(
  operator: string,
  left: Constant | undefined,
  right: Constant | undefined,
): Constant | undefined {
  if (operator === "and" && (left === false || right === false)) return false;
  if (operator === "or" && (left === true || right === true)) return true;
  if (left === undefined || right === undefined) return undefined;
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  if (operator === "and") return left === true && right === true ? true : undefined;
  if (operator === "or") return left === false && right === false ? false : undefined;
  if (typeof left === "number" && typeof right === "number") return foldNumbers(operator, left, right);
  if (operator === "+" && isText(left) && isText(right)) return `${left}${right}`;
  return undefined;
}

function isText(value: Constant): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

/** Division is that of whole numbers: where it is not, the difference is too small to decide a branch. */
function foldNumbers(operator: string, left: number, right: number): Constant | undefined {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? undefined : Math.trunc(left / right);
    case "%":
      return right === 0 ? undefined : left % right;
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "<=":
      return left <= right;
    case ">=":
      return left >= right;
    default:
      return undefined;
  }
}

/** Value of a method of a fixed text. */
export function foldMethod(
  name: string,
  text: Constant,
  given: readonly (Constant | undefined)[],
): Constant | undefined {
  if (typeof text !== "string") return undefined;
  const [first] = given;
  switch (name) {
    case "charAt":
      return typeof first === "number" ? text.charAt(first) : undefined;
    case "length":
      return text.length;
    case "equals":
      return first === undefined ? undefined : text === first;
    case "isEmpty":
      return text === "";
    case "trim":
      return text.trim();
    case "toLowerCase":
      return text.toLowerCase();
    case "toUpperCase":
      return text.toUpperCase();
    default:
      return undefined;
  }
}
