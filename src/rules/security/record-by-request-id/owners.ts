/** Ways to tell the caller or to ask whose record it is that do not say `req.user`. */

/** The caller as a signed-in session, a token or a client of their own holds it. */
const caller = [
  /\b(?:auth|identity|claims|token_data)\.\w*(?:user|name|id|sub|email|account|tenant|org)\w*/i,
  /\b(?:req|request)\.(?:client|isAuthenticated|permissions?|member|viewer)\b/,
  // `session.get(Order, id)` is a database; a session of the web is asked for a name.
  /\bsession(?:\[["'`]|\.(?:get|getAttribute|pop)\(\s*["'`]|\.user)/i,
  /\b\w*(?:user|account|auth|principal|member|identity)\w*\b[^,\n]*=\s*(?:Depends|Security)\(/i,
  // `const { userId, role } = req;` is what the check of the sign-in has left there.
  /\{[^{}]*(?:user|account|auth|member|tenant)\w*[^{}]*\}\s*=\s*(?:req|request|ctx)(?:\s+as\b|\s*[;\n])/i,
  /\bget(?:Current|Login|Logged\w*)?User(?:Id)?\(\s*(?:req\w*|session|ctx|c)?\s*\)/,
];

/** Called for its refusal: `throwIfNoAccess(…)`, `ticket_perm_check(…)`, `ensure_can_see(…)`. */
const refuses = [
  /\b(?:throw|raise|deny|abort|reject|fail)_?(?:if|unless)_?(?:no|not|cannot|can)?\w*\(/i,
  /\b\w*(?:perm|permissions?|access|owner(?:ship)?)_?checks?\(/i,
  /\b(?:ensure|assert|check|verify|require|enforce)_?\w*(?:access|perm|permission|owner\w*|member\w*|can)\w*\(/i,
];

/** True where the code says in another way who is asking, or has it asked. */
export function namesCaller(code: string): boolean {
  return [...caller, ...refuses].some((way) => way.test(code));
}
