/** Tells by a function's name what its failure means: nothing to tidy, an answer, or a real loss. */

const tidying =
  /^_*(?:a?close|cleanup|clean_?up|dispose|destroy|tear_?down|terminate|disconnect|shutdown|stop|kill|abort|cancel|release|unsubscribe|unlink|rm|rmdir|rmtree|rmSync|unlinkSync|remove|end|quit|detach|free|revoke|deinit|uninstall|reset|del|a?exit|unmount|unlock|unref|logout|componentWillUnmount|ngOnDestroy)(?:_*|(?:[A-Z_].*))$/;

/** Closes, removes or stops something: what fails there has nobody left to tell. */
export function isTidying(callee: string): boolean {
  return tidying.test(lastPart(callee)) || /(?:teardown|cleanup)$/i.test(callee);
}

const measuring = /metric|telemetry|analytics|tracing|\btrace\b|\bstats\b|heartbeat/i;

/** Measures or reports usage, which must not disturb the work it measures. */
export function isMeasuring(name: string): boolean {
  return measuring.test(name);
}

const probing =
  /^(?:JSON\.parse|JSON\.stringify|json\.(?:loads|dumps)|URL|RegExp|require|import|decodeURIComponent|decodeURI|atob|BigInt|UUID|Decimal|Requirement|(?:window\.)?(?:local|session)Storage\.\w+|(?:[\w$]+\.)*(?:access|accessSync|stat|statSync|lstat|existsSync|play|pause|focus|blur|setPointerCapture|releasePointerCapture|scrollIntoView|vibrate|strptime|import_module|find_spec|canParse|mkdir|mkdirSync|set_event_loop_policy|reconfigure|json|text|arrayBuffer|b64decode|literal_eval|ip_address|relative_to|model_validate|truetype|isoparse|(?:parse|from|to)(?:_?[a-zA-Z]\w*)?))$/;

/** Converts, parses or asks whether something is there: its failure is the answer. */
export function isProbing(callee: string): boolean {
  return probing.test(callee);
}

const plain =
  /^(?:str|int|float|bool|len|list|dict|set|tuple|isinstance|hasattr|getattr|callable|type|exists|get|items|keys|values|strip|lstrip|rstrip|split|rsplit|replace|lower|upper|startswith|endswith|format|encode|decode|join|append|resolve|Path|String|Number|Boolean|trim|slice|toString|toLowerCase|includes|startsWith|endsWith|has|cast|sorted|next|iter|min|max|sum|call|repr)$/;

/** Too ordinary to be what a failure is about. */
export function isPlain(callee: string): boolean {
  return plain.test(lastPart(callee));
}

function lastPart(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf(".") + 1);
}
