/** Whether it is written down how to run and to test it. */
import { defineSignal } from "../model/signal.js";
import { placeOfFile } from "../syntax/own-code.js";

const run =
  /^\s*(?:\$ )?(?:npm|npx|pnpm|yarn|node|python|uvicorn|gunicorn|docker|go run|cargo|mix|java|mvn|\.\/gradlew|make|poetry|uv|pip)\b/m;
const test =
  /\b(?:npm (?:run )?test|npx vitest|pytest|go test|cargo test|mix test|mvn test|gradlew test|make test|unittest|node --test|vitest)\b/;

export default defineSignal({
  title: "Instructions",
  advice: "Say in the README how to run and how to test it",
  why: "Half for a README with the command that runs it, half for the one that tests it. Its length does not matter.",
  measure({ survey }) {
    const pages = [...survey.files.values()].filter(({ source }) =>
      /(?:^|\/)readme[^/]*$/i.test(source.path),
    );
    const text = pages.map(({ source }) => source.text).join("\n");
    const hasRun = run.test(text);
    const hasTest = test.test(text);
    const [page] = pages;
    if (!page) return { value: 0, says: "no README" };
    const lacks = [hasRun ? [] : ["to run it"], hasTest ? [] : ["to test it"]].flat();
    return {
      value: (Number(hasRun) + Number(hasTest)) / 2,
      says:
        lacks.length === 0
          ? "the README says how to run and to test it"
          : `the README does not say how ${lacks.join(" nor ")}`,
      places: [placeOfFile(page)],
    };
  },
});
