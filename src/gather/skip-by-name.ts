/** Files and folders whose name alone tells that they are not to be reviewed; such files are never opened. */
import type { SkipReason } from "../model/source.js";

/** Why something is left out, and what shows it. */
export interface Skip {
  readonly reason: SkipReason;
  readonly proof: string;
}

interface NameRule extends Skip {
  /** Looks at the path below the root, forward slashes. */
  readonly matches: RegExp;
  readonly unless?: RegExp;
}

const LOCK_FILES: Readonly<Record<string, string>> = {
  "package-lock.json": "npm",
  "npm-shrinkwrap.json": "npm",
  "yarn.lock": "Yarn",
  "pnpm-lock.yaml": "pnpm",
  "bun.lock": "Bun",
  "bun.lockb": "Bun",
  "deno.lock": "Deno",
  "poetry.lock": "Poetry",
  "pdm.lock": "PDM",
  "uv.lock": "uv",
  "Pipfile.lock": "Pipenv",
  "pixi.lock": "Pixi",
  "Cargo.lock": "Cargo",
  "go.sum": "Go",
  "go.work.sum": "Go",
  "mix.lock": "Mix",
  "rebar.lock": "Rebar",
  "Gemfile.lock": "Bundler",
  "composer.lock": "Composer",
  "flake.lock": "Nix",
  "pubspec.lock": "Dart",
  "Podfile.lock": "CocoaPods",
  "Package.resolved": "Swift Package Manager",
  "packages.lock.json": "NuGet",
  "gradle.lockfile": "Gradle",
  "conan.lock": "Conan",
  ".terraform.lock.hcl": "Terraform",
};

const SECRET_PROOF = "its name is one that files with secrets have; it was not opened";

const NAME_RULES: readonly NameRule[] = [
  {
    reason: "secret file",
    proof: SECRET_PROOF,
    matches: /(^|\/)(\.env(\.[^/]*)?|[^/]*\.env)$/i,
    unless: /\.(example|sample|template|dist|tmpl|tpl)$|(^|\/)(example|sample|template)\.env$/i,
  },
  {
    reason: "secret file",
    proof: SECRET_PROOF,
    matches: /\.(pem|key|p8|p12|pfx|jks|keystore|kdbx|ppk|ovpn|tfstate(\.backup)?)$/i,
  },
  { reason: "secret file", proof: SECRET_PROOF, matches: /(^|\/)id_(rsa|dsa|ecdsa|ed25519)(_sk)?$/i },
  {
    reason: "secret file",
    proof: SECRET_PROOF,
    matches: /(^|\/)([._]netrc|\.npmrc|\.pypirc|\.htpasswd|\.pgpass|\.git-credentials|\.dockercfg)$/i,
  },
  {
    reason: "secret file",
    proof: SECRET_PROOF,
    matches: /(^|\/)(\.aws\/credentials|\.kube\/config|\.docker\/config\.json)$/i,
  },
  {
    reason: "own output",
    proof: "an earlier run of session-review wrote it",
    matches: /(^|\/)\.session-review\/(report\.md|review\.json)$/,
  },
  {
    reason: "minified",
    proof: "its name says so: .min",
    matches: /\.min\.(js|mjs|cjs|css)$/i,
  },
  {
    reason: "generated",
    proof: "its name is one that Vite and Rollup give to what they build: the name, a hyphen and a hash",
    // Vite's documentation of `build.assetsDir`, Rollup's of `output.chunkFileNames`: `assets/[name]-[hash].js`, eight letters.
    matches: /(^|\/)assets\/[^/]+-(?=[\w-]*[A-Z0-9])(?=[\w-]*[a-z])[\w-]{8}\.(js|css)$/,
  },
  {
    reason: "generated",
    proof: "its name is that of a source map",
    matches: /\.([cm]?[jt]sx?|css)\.map$/i,
  },
  { reason: "generated", proof: "its name is that of a recorded test snapshot: .snap", matches: /\.snap$/i },
];

/** Folders that hold other people's code or machine output; named after the tools that fill them. */
const FOLDERS: Readonly<Record<string, Skip>> = {
  node_modules: vendored("a folder of this name holds packages that npm, Yarn or pnpm installed"),
  bower_components: vendored("a folder of this name holds packages that Bower installed"),
  jspm_packages: vendored("a folder of this name holds packages that jspm installed"),
  vendor: vendored("a folder of this name holds third-party code by convention"),
  _vendor: vendored("a folder of this name holds third-party code by convention"),
  vendored: vendored("a folder of this name holds third-party code by convention"),
  third_party: vendored("a folder of this name holds third-party code by convention"),
  "third-party": vendored("a folder of this name holds third-party code by convention"),
  "3rd-party": vendored("a folder of this name holds third-party code by convention"),
  "3rdparty": vendored("a folder of this name holds third-party code by convention"),
  thirdparty: vendored("a folder of this name holds third-party code by convention"),
  "site-packages": vendored("a folder of this name holds packages that pip installed"),
  ".venv": vendored("a folder of this name holds a Python environment"),
  __pycache__: vendored("a folder of this name holds byte code that Python wrote"),
  ".tox": vendored("a folder of this name holds environments that tox made"),
  ".nox": vendored("a folder of this name holds environments that Nox made"),
  ".yarn": vendored("a folder of this name holds releases and packages that Yarn keeps"),
  Pods: vendored("a folder of this name holds packages that CocoaPods installed"),
  __generated__: { reason: "generated", proof: "the folder name __generated__ says so" },
};

/** A Python environment by the file that `python -m venv` leaves in it (PEP 405); the names are too plain alone. */
export const ENVIRONMENT_FOLDERS: ReadonlySet<string> = new Set(["venv", "env", ".env", "virtualenv"]);
export const ENVIRONMENT_MARK = "pyvenv.cfg";
export const ENVIRONMENT_SKIP: Skip = vendored(`${ENVIRONMENT_MARK} in it marks a Python environment`);

/** Folders that are a project's own as often as not; what lies in them tells. */
const PACKAGE_FOLDERS: ReadonlySet<string> = new Set([
  "lib",
  "libs",
  "ext",
  "extlib",
  "external",
  "externals",
]);
/** Packages that many others need, so that a folder of copies has some; from the most downloaded ones of PyPI. */
const WELL_KNOWN: ReadonlySet<string> = new Set(
  "certifi chardet charset_normalizer idna requests urllib3 six.py six pytz dateutil bs4 yaml simplejson markupsafe jinja2 werkzeug flask click html5lib httplib2 oauthlib setuptools pkg_resources attr packaging".split(
    " ",
  ),
);
const FEWEST_COPIES = 3;

/** Why a folder with these entries is left out: pip's records in it, or copies of packages everybody knows. */
export function skipCopies(name: string, entries: readonly string[]): Skip | undefined {
  if (!PACKAGE_FOLDERS.has(name)) return undefined;
  const record = entries.find((entry) => /\.(?:dist|egg)-info$/.test(entry));
  if (record !== undefined) return vendored(`${record} in it marks packages that pip installed`);
  const copies = entries.filter((entry) => WELL_KNOWN.has(entry));
  if (copies.length < FEWEST_COPIES) return undefined;
  return vendored(`it holds copies of ${copies.slice(0, FEWEST_COPIES).join(", ")}`);
}

/** Whether what lies in a folder of this name has to be asked. */
export function mayHoldCopies(name: string): boolean {
  return PACKAGE_FOLDERS.has(name);
}

function vendored(proof: string): Skip {
  return { reason: "vendored", proof };
}

/** Why a folder is left out because of its name. */
export function skipFolderByName(name: string): Skip | undefined {
  return Object.hasOwn(FOLDERS, name) ? FOLDERS[name] : undefined;
}

/** Why a file is left out because of its path. */
export function skipByName(path: string): Skip | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const rule = NAME_RULES.find(({ matches, unless }) => matches.test(path) && unless?.test(path) !== true);
  if (rule !== undefined) return { reason: rule.reason, proof: rule.proof };
  const tool = Object.hasOwn(LOCK_FILES, name) ? LOCK_FILES[name] : undefined;
  return tool === undefined ? undefined : { reason: "lock file", proof: `${tool} writes ${name}` };
}
