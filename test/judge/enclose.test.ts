/** Each finding knows the innermost named function around its first line. */
import { expect, test } from "vitest";
import { enclose } from "../../src/judge/enclose.js";
import { finding } from "../reports/sample-review.js";
import { surveyCode } from "../survey-code.js";

const python = `LIMIT = 1

class Store:
    def save(self, key):
        def inner():
            return key
        return inner()

def visit(key):
    return key
`;
const typescript = `export const go = (n: number) => {
  [n].forEach((each) => {
    console.log(each);
  });
};
setTimeout(() => {
  go(1);
}, 5);
`;
const survey = await surveyCode({ "app/store.py": python, "src/go.ts": typescript });

test.each([
  ["app/store.py", 1, undefined],
  ["app/store.py", 4, "Store.save"],
  ["app/store.py", 6, "inner"],
  ["app/store.py", 7, "Store.save"],
  ["app/store.py", 9, "visit"],
  ["src/go.ts", 3, "go"],
  ["src/go.ts", 7, undefined],
  ["src/gone.ts", 1, undefined],
])("%s:%i is in %s", (path, line, within) => {
  const [told] = enclose([finding({ id: "a", title: "A", path, lines: { start: line, end: line } })], survey);
  expect(told?.within).toBe(within);
});

test("a finding about a whole file is in no function", () => {
  const whole = finding({ id: "a", title: "A", path: "app/store.py", lines: null });
  expect(enclose([whole], survey)).toEqual([whole]);
});
