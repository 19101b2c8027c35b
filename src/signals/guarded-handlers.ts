/** Whether those who may not are kept out. */
import { defineSignal } from "../model/signal.js";
import { withoutComments } from "../syntax/growth.js";
import { implementation } from "../syntax/implementation.js";
import { handlerFiles, placeOf, placeOfFile } from "../syntax/own-code.js";

const guards =
  /\bDepends\(\s*\w*(?:user|auth|token|principal|role|permission|admin|require)\w*|\bSecurity\(|login_required|permission_classes|\bjwt\.(?:decode|verify)|\bjwtVerify\b|timingSafeEqual|compare_digest|hmac\.Equal|ConstantTimeCompare|requireAuth|@PreAuthorize|passport\.|UseGuards|:ensure_auth|secure_compare/;
/** A key that everybody with the source has, or a check that lets everything pass. */
const open =
  /^[ \t]*(?:(?:export|const|let|var)\s+)*\w*(?:secret|jwt_?key|signing_?key|password)\w*\s*(?::\s*\w+\s*)?:?=\s*["'][^"'\n]{6,}["']|verify_signature["']?\s*:\s*False|algorithms?\s*[:=]\s*\[?\s*["']none/im;
/** A key with a default in the source: whoever forgets to set it runs with one that is known. */
const defaulted =
  /(?:secret|jwt_?key|signing_?key|password)\w*["'\])]*\s*(?:,|\?\?|\|\|)\s*["'][^"'\n]+["']/i;

export default defineSignal({
  title: "Guards that hold",
  advice: "Take the key from outside and refuse to start without it",
  why: "Where requests are checked for who asks: 1, or 0.5 when the key has a default in the source, or 0 when the key stands there or the check is switched off. Programs without such a check are not measured: whether one is needed is a question for the task and the reviewers.",
  sameFaults: ["hardcoded-secret"],
  measure({ survey }) {
    if (handlerFiles(implementation(survey)).length === 0)
      return { value: null, says: "answers no requests" };
    const code = implementation(survey);
    const guard = code.find((file) => guards.test(withoutComments(file)));
    if (!guard) return { value: null, says: "no handler asks who calls" };
    for (const [pattern, value, says] of [
      [open, 0, "who asks is checked with a key that stands in the source"],
      [defaulted, 0.5, "who asks is checked with a key that has a default in the source"],
    ] as const) {
      for (const file of code) {
        const match = pattern.exec(withoutComments(file));
        if (!match) continue;
        const start = match.index + match[0].length - match[0].trimStart().length;
        return { value, says, places: [placeOf(file, { start, end: match.index + match[0].length })] };
      }
    }
    return { value: 1, says: "who asks is checked, with a key from outside", places: [placeOfFile(guard)] };
  },
});
