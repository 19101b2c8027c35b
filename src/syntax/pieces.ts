/** The words for what a text is put together from: fixed text, and values with the ones who supply them. */

/**
 * Who decides what a value is: whoever sends a request; the caller of this function; the operator, by a setting
 * or an argument of the command line; or the program itself.
 */
export type Supplier = "request" | "caller" | "setting" | "program";

export interface Value {
  /** As the code writes it. */
  readonly text: string;
  readonly supplier: Supplier;
  /** For the caller's values: whether code in other files can call the function. */
  readonly isPublic: boolean;
}

/** Names are followed this far; deeper chains say little about a text. */
export const deepestChain = 5;

/** Text is approximate where it cannot matter: a number is written `0`, a constant by its name. */
export type Piece = string | Value;

export function valuesOf(pieces: readonly Piece[]): readonly Value[] {
  return pieces.filter((piece) => typeof piece !== "string");
}

const order: readonly Supplier[] = ["request", "caller", "setting", "program"];

/** The value that strangers have most say in. */
export function mostExposed(values: readonly Value[]): Value | undefined {
  const rank = ({ supplier, isPublic }: Value): number => order.indexOf(supplier) - (isPublic ? 0.5 : 0);
  return [...values].sort((a, b) => rank(a) - rank(b))[0];
}

/** `MAX_ROWS`, `Table.USERS`, `Model.__tablename__`: written in the program, whoever uses it. */
export function isConstantName(name: string): boolean {
  return !/\benv\./.test(name) && /(?:^|\.)(?:[A-Z][A-Z0-9_]*|__\w+__)$/.test(name);
}

/** Calls whose result cannot carry text of the sender: numbers, hashes, ids, dates, and what has been quoted. */
const harmlessCall =
  /(?:^|\.)(?:Number|BigInt|Boolean|parseInt|parseFloat|int|float|bool|len|round|abs|sum|ord|hash|hex|isoformat|timestamp|fileno|getpid|toFixed|toISOString|now|strftime|getTime|hexdigest|digest|uuid\d?|v[1-7]|randomUUID|nanoid|token_hex|gethostname|tmpdir|homedir|cwd|getcwd|gettempdir|mkdtemp|mkstemp|NamedTemporaryFile|TemporaryDirectory|mkdtempSync|placeholders?|isoformat|cpu_count|indexOf|Identifier|Literal|ref|encodeURIComponent|b64encode)$|^Math\.|quot|escap|shlex|sanitiz|sanitis|ident(?:ifier)?$|hash|placeholder/i;

export function isHarmlessCall(callee: string): boolean {
  return harmlessCall.test(callee);
}

/** `text.replace("'", "''")`, `name.replace(/[^a-z]/g, "")`: quotes are made harmless, or only chosen letters stay. */
export function isCleaning(call: string): boolean {
  return /\.replace(?:All|_all)?\(\s*(?:"'"|'\\''|\/'\/g?|'"', *'""'|\/"\/g?, *['"`]""|\/\[\^)|\bsub\(\s*r?["']\[\^/.test(
    call,
  );
}

/** `Database.sqlOffset()`, `utcNow()`: given nothing, the function can only return what the program knows. */
export function isOwnAnswer(callee: string, argumentCount: number): boolean {
  return (
    argumentCount === 0 &&
    /^(?:[A-Z]\w*\.)?\w+$/.test(callee) &&
    !/input|prompt|read|ask|argv|args/i.test(callee)
  );
}

/** Calls that hand on the text they are given, cut or joined. */
const passingCall =
  /(?:^|\.)(?:join|resolve|normalize|normpath|abspath|realpath|basename|dirname|relative|String|str|toString|trim|trimEnd|trimStart|strip|lstrip|rstrip|lower|upper|toLowerCase|toUpperCase|slice|substring|concat|joinpath|expanduser|Path|fsdecode|with_suffix|with_name|as_posix|fileURLToPath)$/;

export function isPassingCall(callee: string): boolean {
  return passingCall.test(callee);
}

const requestText =
  /(?:^|[^\w.])(?:self\.)?_?(?:req|request)\b\s*[.[]|\b(?:ctx|context|c|koa)\.(?:req|request|query|params|body)\b|\bevent\.(?:body|queryStringParameters|pathParameters)\b|\bsearchParams\.get\(/;

/** The expression reads a request: `req.query.name`, `request.args["name"]`, `ctx.params.id`. */
export function readsRequest(text: string): boolean {
  return requestText.test(text);
}

const settingText =
  /^(?:process\.(?:env|argv)|sys\.argv|os\.environ|os\.getenv|import\.meta\.env|Deno\.env|(?:this\.|self\.)?_?(?:config|conf|cfg|settings|env|argv|args|flags|options|opts)\b\s*[.[(])/i;

/** The expression reads a setting or the command line. */
export function readsSetting(text: string): boolean {
  return settingText.test(text);
}

/** True when the function compares the value with a list or a pattern somewhere: it has been thought of. */
export function isCheckedIn(scope: string, value: string): boolean {
  if (value.length > 60) return false;
  const name = value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const asArgument = `(?:\\.(?:test|includes|has|match|fullmatch|indexOf|exec)|isIn|(?:assert|validate|check|sanitize|ensure|verify|is_?valid|is_?safe|quote|escape)\\w*)\\((?:[^()\\n]*,\\s*)?${name}\\s*[,)]`;
  const asMember = `\\b${name}\\s+(?:not\\s+)?in\\s|\\b${name}\\.(?:match|isdigit|isalnum|isidentifier)\\(|switch\\s*\\(${name}\\)|match\\s+${name}:`;
  return new RegExp(`${asArgument}|${asMember}`, "i").test(scope);
}
