/** Tells which expressions hold a credential as it is, by the name they end in. */
import { wordsOf } from "./secret-names.js";

const credential =
  /(?:^| )(?:passwo?r?d|passwd|passphrase|(?:api|secret|private|signing|encryption) ?key|apikey|client secret|(?:access|refresh|auth|bearer|id|bot|reset|api|jwt|login|admin) token|authorization|secret|jwt|otp|pin code)$/;
/** Words that make it something about a credential, or a rehearsal of one. */
const aboutOne =
  /(?:^| )(?:is|has|no|use|uses|with|without|show|should|need|needs|require[sd]?|missing|invalid|valid|expired|wrong|hash|hashed|encrypted|masked|redacted|hidden|obfuscated|safe|public|fake|dummy|test|label|prompt|new line)(?= )/;

/** True for `user.password`, `config["api_key"]` and `account.getPassword()`; false for `hasPassword`, `passwordHash`. */
export function namesCredential(text: string): boolean {
  const last =
    text
      .replace(/\(\)$/, "")
      .replace(/["'\]]/g, "")
      .split(/[.[]/)
      .at(-1) ?? "";
  const words = wordsOf(last.replace(/^get(?=[A-Z])/, "")).join(" ");
  const isType = /^[A-Z]/.test(last) && !/^[A-Z][A-Z0-9_]*$/.test(last);
  return credential.test(words) && !aboutOne.test(words) && !isType;
}
