// Rules of the ordinary kind for ast-grep: a call, a statement, a comparison; each plain, inside and not inside something.
import { readdirSync } from "node:fs";
import { join } from "node:path";

const plain = {
  python: [
    "eval($A)",
    "exec($A)",
    "os.system($A)",
    "subprocess.run($$$A, shell=True)",
    "pickle.loads($A)",
    "yaml.load($A)",
    "requests.get($$$A)",
    "random.random()",
    "hashlib.md5($$$A)",
    "time.sleep($A)",
    "assert $A",
    "print($$$A)",
    "$A == None",
    "$A is 'x'",
    "open($$$A)",
    "raise $A",
    "lambda: $A",
    "$X = $X",
    "logging.info($$$A)",
    "logging.error($$$A)",
    "json.loads($A)",
    "asyncio.create_task($$$A)",
    "$A.get($$$B)",
    "$A.set($$$B)",
    "$A.execute($$$B)",
    "$A.append($B)",
    "isinstance($A, $B)",
    "len($A) == 0",
    "return None",
    "$A.join($B)",
  ],
  go: [
    "http.Get($A)",
    "exec.Command($$$A)",
    "fmt.Sprintf($$$A)",
    "rand.Int()",
    "$A.Lock()",
    "$A.Unlock()",
    "defer $A",
    "panic($A)",
    "errors.New($A)",
    "fmt.Errorf($$$A)",
    "log.Fatal($$$A)",
    "os.Exit($A)",
    "time.Sleep($A)",
    "$A == $A",
    "context.Background()",
    "context.TODO()",
    "json.Unmarshal($$$A)",
    "io.ReadAll($A)",
    "strings.Replace($$$A)",
    "append($$$A)",
    "len($A) == 0",
    "return nil",
    "go $A",
    "make($$$A)",
    "$A.Close()",
    "$A.Query($$$B)",
    "$A.Exec($$$B)",
    "strconv.Atoi($A)",
    "sync.WaitGroup{}",
    "http.ListenAndServe($$$A)",
  ],
};
const inside = {
  python: ["function_definition", "class_definition"],
  go: ["function_declaration", "method_declaration"],
};

/** As many rule objects as anybody asks for, by language; ninety at most. */
export const patterns = Object.fromEntries(
  Object.entries(plain).map(([language, texts]) => {
    const [first, second] = inside[language];
    return [
      language,
      [
        ...texts.map((pattern) => ({ pattern })),
        ...texts.map((pattern) => ({ pattern, inside: { kind: first, stopBy: "end" } })),
        ...texts.map((pattern) => ({ pattern, not: { inside: { kind: second, stopBy: "end" } } })),
      ],
    ];
  }),
);

/** Files of the language below a folder, without the ones a review leaves out anyway. */
export function filesOf(folder, language) {
  const ending = language === "python" ? ".py" : ".go";
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[/\\](?:\.git|node_modules|vendor)[/\\]/.test(path))
    .sort();
}
