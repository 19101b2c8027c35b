/** Where the store lies when nobody says otherwise. */
import { posix, win32 } from "node:path";

export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As Node names it: `linux`, `win32`. */
  readonly platform: string;
}

const name = "session-review";

/**
 * `$XDG_CACHE_HOME/session-review`, else `~/.cache/session-review`; on Windows the same below `%LOCALAPPDATA%`. Null
 * when none of them is set. A path that is not absolute is ignored, as the XDG Base Directory Specification 0.8 asks:
 * it would put entries into whatever folder is current, which may be the one under review.
 */
export function usualFolder({ env, platform }: Machine): string | null {
  const paths = platform === "win32" ? win32 : posix;
  const absolute = (variable: string): string | null => {
    const path = env[variable] ?? "";
    return paths.isAbsolute(path) ? path : null;
  };
  const home = absolute("HOME");
  const parents =
    platform === "win32"
      ? [absolute("LOCALAPPDATA")]
      : [absolute("XDG_CACHE_HOME"), home === null ? null : paths.join(home, ".cache")];
  const parent = parents.find((path) => path !== null);
  return parent === undefined || parent === null ? null : paths.join(parent, name);
}
