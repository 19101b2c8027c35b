/** Tells by its name whether a text is the password of a record or one that somebody has typed. */

const record =
  /\b(?:user|usr|account|member|customer|employee|admin|row|record|found|existing|result|doc|entity|person|student|patient|u|db\w*)\w*(?:\[\d\])?(?:\.|\?\.|!\.|\.dataValues\.)(?:get_?)?(?:passw(?:or)?d|pwd)(?:\(\))?$/i;
const typed =
  /(?:^|\.|\[["']|\(["'])(?:passw(?:or)?d|pwd|typed\w*|input\w*|given\w*|plain\w*)(?:["']\]|["'][^()]*\))?$/i;

/** `user.password`, `row.pwd`: what is kept of somebody. */
export function isStoredPassword(text: string): boolean {
  return record.test(text);
}

/** `password`, `body.password`, `typed`: what somebody has sent. */
export function isTypedPassword(text: string): boolean {
  return typed.test(text);
}
