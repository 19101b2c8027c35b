/** Whether those who may not are kept out. */
import { defineSignal } from "../model/signal.js";
import { withoutComments } from "../syntax/growth.js";
import { handlerFiles, ownCode, placeOfFile } from "../syntax/own-code.js";

const guards =
  /\bDepends\(\s*\w*(?:user|auth|token|principal|role|permission|admin|require)\w*|\bSecurity\(|login_required|permission_classes|\bjwt\.(?:decode|verify)|\bverify\w*(?:Token|Signature|Jwt)\b|timingSafeEqual|compare_digest|hmac\.Equal|ConstantTimeCompare|requireAuth|authenticate|authoriz|@PreAuthorize|passport\.|UseGuards|:ensure_auth|secure_compare/i;
/** A key or a password that everybody with the source has. */
const open =
  /\b(?:secret|jwt_?key|signing_?key|password)\w*\s*=\s*["'][^"'\n]{6,}["']|verify_signature["']?\s*:\s*False|algorithms?\s*[:=]\s*\[?\s*["']none/i;

export default defineSignal({
  title: "Guards before handlers",
  why: "1: the code that answers requests checks who asks; 0.3: it does, with a key from the source; 0: nothing checks. Programs that answer no requests are not measured. Which handler needs a guard is a question for the reviewers.",
  measure({ survey }) {
    const handlers = handlerFiles(survey);
    if (handlers.length === 0) return { value: null, says: "answers no requests" };
    const code = ownCode(survey);
    const guarded = code.filter((file) => guards.test(withoutComments(file)));
    const leaking = code.filter((file) => open.test(withoutComments(file)));
    const [guard] = guarded;
    if (!guard) return { value: null, says: "no guard is asked for by any candidate's code" };
    const [leak] = leaking;
    return leak
      ? {
          value: 0.3,
          says: `requests are checked with a key that stands in \`${leak.source.path}\``,
          places: [placeOfFile(leak)],
        }
      : { value: 1, says: `who asks is checked (\`${guard.source.path}\`)`, places: [placeOfFile(guard)] };
  },
});
