/** The environment a command under trial gets: what tools need to be found, and no key. */
import { delimiter, join, relative, resolve, sep } from "node:path";

type Variables = Readonly<Record<string, string | undefined>>;

export interface Surroundings {
  /** The folder under review. */
  readonly original: string;
  /** Its copy, in which the command starts. */
  readonly project: string;
  readonly home: string;
  readonly temporary: string;
  /** A value by which the processes of this run are known. */
  readonly mark: string;
}

/** Carries the mark from each process to those that it starts. */
export const markName = "SESSION_REVIEW_RUN";

/** Language and time of the machine, and where tool chains that were installed elsewhere lie. */
const passedOn = [
  ...["LANG", "LC_ALL", "LC_CTYPE", "TZ"],
  ...["JAVA_HOME", "GOROOT", "GOMODCACHE", "RUSTUP_TOOLCHAIN"],
  ...["PYENV_ROOT", "PYENV_VERSION", "RBENV_ROOT", "GEM_HOME", "GEM_PATH", "NVM_DIR", "VOLTA_HOME"],
  ...["ASDF_DIR", "ASDF_DATA_DIR", "DOTNET_ROOT"],
  ...["SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT", "NUMBER_OF_PROCESSORS"],
  ...["PROCESSOR_ARCHITECTURE", "ProgramFiles", "ProgramData"],
];

/** Where tool chains keep themselves below the home folder when nothing says otherwise. */
const homes: Readonly<Record<string, string>> = {
  RUSTUP_HOME: ".rustup",
  CARGO_HOME: ".cargo",
  GOPATH: "go",
  MIX_HOME: ".mix",
  HEX_HOME: ".hex",
  PYTHONUSERBASE: ".local",
  COREPACK_HOME: ".cache/node/corepack",
  YARN_GLOBAL_FOLDER: ".yarn/berry",
  POETRY_CACHE_DIR: ".cache/pypoetry",
  WORKON_HOME: ".local/share/virtualenvs",
  UV_CACHE_DIR: ".cache/uv",
  UV_PYTHON_INSTALL_DIR: ".local/share/uv/python",
  PLAYWRIGHT_BROWSERS_PATH: ".cache/ms-playwright",
  NUGET_PACKAGES: ".nuget/packages",
};

/** @param isThere whether a folder exists */
export function environmentFor(
  places: Surroundings,
  env: Variables,
  isThere: (folder: string) => boolean,
): Record<string, string> {
  const kept = [...passedOn, ...Object.keys(homes)].flatMap((name) =>
    env[name] === undefined ? [] : [[name, env[name]] as const],
  );
  const found = Object.entries(homes).flatMap(([name, folder]) => {
    const place = env["HOME"] === undefined ? "" : join(env["HOME"], folder);
    return place !== "" && isThere(place) ? [[name, place] as const] : [];
  });
  const path = env["PATH"] ?? env["Path"];
  return {
    ...Object.fromEntries(found),
    ...Object.fromEntries(kept),
    ...(path === undefined ? {} : { PATH: pathFor(path, places) }),
    HOME: places.home,
    USERPROFILE: places.home,
    TMPDIR: places.temporary,
    TEMP: places.temporary,
    TMP: places.temporary,
    CI: "true",
    NO_COLOR: "1",
    TERM: "dumb",
    // Modules found through absolute paths would otherwise get their compiled files beside the originals.
    PYTHONDONTWRITEBYTECODE: "1",
    // A daemon of the user's own would run the tests outside of all limits.
    GRADLE_OPTS: "-Dorg.gradle.daemon=false",
    [markName]: places.mark,
  };
}

/** Tools that lie in the folder itself, as in an active virtual environment, are those of the copy. */
function pathFor(path: string, { original, project }: Surroundings): string {
  const moved = (folder: string): string => {
    const way = relative(original, resolve(original, folder));
    return folder === "" || way === ".." || way.startsWith(`..${sep}`) || resolve(original, way) === way
      ? folder
      : join(project, way);
  };
  return path.split(delimiter).map(moved).join(delimiter);
}
